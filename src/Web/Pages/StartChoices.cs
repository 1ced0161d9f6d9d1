using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using IonSweep.Spectra;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Web.Api;
using IonSweep.Web.Http;

namespace IonSweep.Web.Pages;

/// <summary>What there is to choose from for the data of a spec.</summary>
/// <param name="Targets">The data's targets.</param>
/// <param name="Channels">Channels of its spectra.</param>
public sealed record StartOffer(IReadOnlyList<Target> Targets, int Channels);

/// <summary>What the start page shows.</summary>
/// <param name="Spec">The spec that its form shows.</param>
/// <param name="Fields">Its form.</param>
/// <param name="Offer">What there is to choose from.</param>
/// <param name="Yaml">The spec beside the form.</param>
/// <param name="Datasets">All datasets that can be trained on.</param>
/// <param name="Estimate">What the spec comes to; null when it cannot be used.</param>
/// <param name="Error">Why it cannot be used or started; empty otherwise.</param>
/// <param name="Line">Line of the spec that the error is in; null for none.</param>
public sealed record StartView(
    SweepSpec Spec, StartFields Fields, StartOffer Offer, string Yaml, IReadOnlyList<DatasetSummary> Datasets, SweepEstimate? Estimate,
    string Error, int? Line)
{
    /// <summary>By which a sent form shows whether its fields were changed.</summary>
    public string FieldsKey => StartChoices.KeyOf(Fields.Key);

    /// <summary>By which it shows whether its spec was changed.</summary>
    public string YamlKey => StartChoices.KeyOf(Yaml);
}

/// <summary>Puts together what the start page shows of a spec.</summary>
internal sealed class StartChoices(ISweepService service, ServerOptions options)
{
    // Targets and channels of simulated spectra hang on nothing but the simulator and its channels' distance.
    private static readonly ConcurrentDictionary<(string Simulator, double Step), StartOffer> Simulated = new();

    /// <summary>A key of text, whatever line ends a browser gave it.</summary>
    public static string KeyOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n").Trim())))[..16];

    /// <summary>The page of a spec.</summary>
    /// <param name="spec">The spec that the form shows.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="yaml">The spec beside it as its writer left it; null for what the program writes.</param>
    /// <param name="error">Why something else could not be used; null for nothing.</param>
    public async Task<StartView> ViewAsync(
        SweepSpec spec, CancellationToken cancellation, string? yaml = null, InvalidSpecException? error = null)
    {
        DatasetSummary[] datasets = [.. (await service.ListDatasetsAsync(cancellation)).Where(dataset => dataset.Damage is null)];
        StartOffer offer = OfferOf(spec, datasets);
        string text = yaml ?? SpecWriter.ToShortYaml(spec);
        SweepEstimate? estimate = null;
        string said = error?.Message ?? "";
        int? line = error?.Line;
        if (error is null)
            try
            {
                estimate = await service.EstimateAsync(SpecLimits.Check(spec, options), cancellation);
            }
            catch (InvalidSpecException problem)
            {
                InvalidSpecException located = SpecReader.Located(problem, text);
                (said, line) = (located.Message, located.Line);
            }
        return new StartView(spec, StartFields.Of(spec, offer), offer, text, datasets, estimate, said, line);
    }

    /// <summary>What there is to choose from for a spec's data.</summary>
    public async Task<StartOffer> OfferAsync(SweepSpec spec, CancellationToken cancellation) =>
        OfferOf(spec, await service.ListDatasetsAsync(cancellation));

    private static StartOffer OfferOf(SweepSpec spec, IReadOnlyList<DatasetSummary> datasets)
    {
        if (spec.Data.Source == DataSources.Stored)
            return datasets.FirstOrDefault(one => one.Sha256 == spec.Data.Sha256) is { } stored
                ? new StartOffer(stored.Targets, stored.Channels) : new StartOffer([], 1);
        return Simulated.GetOrAdd((spec.Data.Simulator, spec.Data.ChannelStep), _ =>
        {
            SpectralDataset few = DatasetLoader.Simulate(spec.Data with { EveryNth = 1000, Samples = 3, ShotsPerSample = 1 });
            return new StartOffer(few.Targets, few.ChannelCount);
        });
    }
}
