using System.Globalization;
using IonSweep.Spectra;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Service;

/// <summary>What becomes of a submitted spec, whoever runs it: it is checked, defined, and compared with the sweep of its id.</summary>
public static class SweepSubmission
{
    /// <summary>Refuses what cannot be used with any dataset.</summary>
    /// <exception cref="InvalidSpecException">Id or spec are unusable; says which field and what was expected.</exception>
    public static void Check(SweepSpec spec, string? id)
    {
        if (id is not null) SweepPaths.CheckId(id);
        SpecValidator.Validate(spec);
    }

    /// <summary>Makes the spec definite for its data. Without an id it gets one of time, preset and chance.</summary>
    /// <exception cref="InvalidSpecException">The spec is unusable with this dataset.</exception>
    public static SweepDefinition Define(SweepSpec spec, string? id, DatasetArtifact data, int numericsVersion, DateTime nowUtc) => new()
    {
        Id = id ?? string.Create(CultureInfo.InvariantCulture,
            $"{nowUtc:yyyyMMdd-HHmmss}-{spec.Preset}-{Guid.NewGuid().ToString("N")[..4]}"),
        Spec = SpecResolver.Resolve(spec, data.Data),
        Dataset = new DatasetReference(data.Data.Name, data.Sha256, data.Data.Origin.IsSimulated, data.Data.Origin.Description),
        Facts = SweepDefinition.FactsOf(data.Data),
        NumericsVersion = numericsVersion,
        CreatedUtc = nowUtc,
    };

    /// <summary>A sweep with more folds, strategies or models. All that it has done counts for it too.</summary>
    /// <exception cref="InvalidSpecException">It asks for fewer folds, or for what is unusable with this dataset.</exception>
    public static SweepDefinition Extend(SweepDefinition stored, SweepExtension extension, SpectralDataset dataset, DateTime nowUtc)
    {
        SweepSpec spec = stored.Spec;
        if (extension.Folds < spec.Folds)
            throw new InvalidSpecException("folds", string.Create(CultureInfo.InvariantCulture,
                $"folds: sweep '{stored.Id}' has {spec.Folds}; expected as many or more, found {extension.Folds}."));
        SweepSpec more = SpecResolver.Resolve(spec with
        {
            Folds = extension.Folds ?? spec.Folds,
            Strategies = [.. spec.Strategies, .. extension.Strategies],
            Models = [.. spec.Models, .. extension.Models],
        }, dataset);
        return SpecDifferences.Between(spec, more).Count == 0 ? stored : stored with { Spec = more, ExtendedUtc = nowUtc };
    }

    /// <summary>Whether a definition is another one with more folds, strategies or models.</summary>
    public static bool IsExtensionOf(SweepDefinition extended, SweepDefinition stored) =>
        (extended with
        {
            Spec = extended.Spec with { Folds = stored.Spec.Folds, Strategies = stored.Spec.Strategies, Models = stored.Spec.Models },
        }).DifferencesTo(stored).Count == 0
        && extended.Spec.Folds >= stored.Spec.Folds && !stored.Spec.Strategies.Except(extended.Spec.Strategies).Any()
        && !stored.Spec.Models.Except(extended.Spec.Models).Any();

    /// <summary>Why a submission cannot go on with the sweep that has its id; empty when it can.</summary>
    public static string MismatchOf(SweepDefinition submitted, SweepDefinition stored)
    {
        IReadOnlyList<string> differences = submitted.DifferencesTo(stored);
        return differences.Count == 0 ? ""
            : $"Sweep '{stored.Id}' was started differently: {string.Join("; ", differences)}. "
                + "Start this one under another id or in another folder, or delete that one.";
    }
}
