using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Web.Api;

/// <summary>What a spec from outside may not ask of the server, beyond what every spec must satisfy.</summary>
internal static class SpecLimits
{
    private const int LargestSimulation = 1 << 25; // values, 128 MiB
    private const long LargestLayer = 1 << 22; // weights of one pair of hidden layers

    /// <summary>The spec itself.</summary>
    /// <exception cref="InvalidSpecException">It names a file of the server, or asks for more than the server gives.</exception>
    public static SweepSpec Check(SweepSpec spec, ServerOptions options)
    {
        if (spec.Data.Source == DataSources.File)
            throw new InvalidSpecException("data.source",
                "data.source: the server reads no files named by a request; send the file to PUT /api/datasets, then use 'source: stored' "
                    + "with the sha256 of the answer.");
        if (spec.Data is { Source: DataSources.Simulate, Simulator: DataSources.Libs } libs
            && (double)libs.Samples * libs.ShotsPerSample * 700 / libs.ChannelStep > LargestSimulation)
            throw new InvalidSpecException("data.samples",
                $"data.samples: {libs.Samples} samples × {libs.ShotsPerSample} shots are more than the {LargestSimulation} simulated "
                    + $"values that this server takes; ask for fewer, or for larger steps.");
        if (spec.Folds > 1000) throw new InvalidSpecException("folds", $"folds: this server takes at most 1000, found {spec.Folds}.");
        long cells = (long)spec.Folds * Math.Max(1, spec.Targets.Count) * Math.Max(1, spec.Strategies.Count) * Math.Max(
            1, spec.Models.Count);
        if (cells > options.MaximumWorkItems)
            throw new InvalidSpecException("folds",
                $"folds: {cells} cells are more than the {options.MaximumWorkItems} that this server takes in one sweep.");
        for (int i = 1; i < spec.Regression.Hidden.Count; i++)
            if ((long)spec.Regression.Hidden[i - 1] * spec.Regression.Hidden[i] > LargestLayer)
                throw new InvalidSpecException("regression.hidden",
                    $"regression.hidden: {spec.Regression.Hidden[i - 1]} × {spec.Regression.Hidden[i]} weights are more than the "
                        + $"{LargestLayer} that this server takes.");
        if (spec.Regression.Hidden.Any(neurons => neurons > 4096))
            throw new InvalidSpecException("regression.hidden", "regression.hidden: this server takes at most 4096 neurons a layer.");
        if (spec.Generator.Hidden > 4096)
            throw new InvalidSpecException("generator.hidden",
                $"generator.hidden: this server takes at most 4096, found {spec.Generator.Hidden}.");
        if (spec.Generator.Latents > 1024)
            throw new InvalidSpecException("generator.latents",
                $"generator.latents: this server takes at most 1024, found {spec.Generator.Latents}.");
        return spec;
    }
}
