using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Storage;
using IonSweep.Sweeps.Strategies;
using static IonSweep.Sweeps.Specification.SpecChecks;

namespace IonSweep.Sweeps.Resolution;

/// <summary>What every spec must satisfy, whatever its dataset.</summary>
public static class SpecValidator
{
    private const int MostSimulatedValues = 1 << 28; // a gibibyte

    /// <summary>Checks every field.</summary>
    /// <exception cref="InvalidSpecException">Names the first unusable field, what was found and what was expected.</exception>
    public static void Validate(SweepSpec spec)
    {
        OneOf("preset", spec.Preset, SpecPresets.Names);
        Between("folds", spec.Folds, 1, 10_000);
        foreach (string strategy in spec.Strategies) StrategyCatalog.Get(strategy);
        if (spec.Models.Count == 0)
            throw Invalid(
                "models", $"expected one or more of {string.Join(", ", ModelCatalog.All.Select(family => family.Slug))}, found none");
        foreach (string model in spec.Models) ModelCatalog.Get(model);
        if (spec.Preprocessing.Count > 16) throw Invalid("preprocessing", $"expected at most 16 steps, found {spec.Preprocessing.Count}");

        OneOf("data.source", spec.Data.Source, DataSources.All);
        OneOf("data.simulator", spec.Data.Simulator, DataSources.Simulators);
        Between("data.everyNth", spec.Data.EveryNth, 1, 100_000);
        Between("data.samples", spec.Data.Samples, 1, 100_000);
        Between("data.shotsPerSample", spec.Data.ShotsPerSample, 1, 1_000);
        if (spec.Data.ChannelStep is not (>= 0.02 and <= 50))
            throw Invalid("data.channelStep", $"expected 0.02 to 50 nm, found {Text(spec.Data.ChannelStep)}");
        if (spec.Data.Simulator == DataSources.Libs
            && (double)spec.Data.Samples * spec.Data.ShotsPerSample * 700 / spec.Data.ChannelStep > MostSimulatedValues)
            throw Invalid(
                "data.samples",
                $"{spec.Data.Samples} samples × {spec.Data.ShotsPerSample} shots in steps of {Text(spec.Data.ChannelStep)} nm give more "
                    + $"than the {MostSimulatedValues:N0} values that are simulated at most; expected fewer samples or shots, or "
                    + $"larger steps");
        if (spec.Data.Source == DataSources.File && spec.Data.File.Length == 0)
            throw Invalid("data.file", "expected the path of a CSV file, found nothing");
        if (spec.Data.Source == DataSources.Stored && !SweepPaths.IsSha256(spec.Data.Sha256))
            throw Invalid("data.sha256", $"expected the 64 lower-case hexadecimal digits of a stored dataset, found '{spec.Data.Sha256}'");

        foreach (IModelFamily family in ModelCatalog.All) family.Check(spec);
        foreach (IStrategy strategy in StrategyCatalog.All) strategy.Check(spec);
        if (spec.Strategies.FirstOrDefault(slug => StrategyCatalog.Get(slug) is IChoosingStrategy) is { } chooses
            && spec.Models.FirstOrDefault(slug => ModelCatalog.Get(slug).Searches) is { } searches)
            throw Invalid("strategies",
                $"'{chooses}' does not choose for models that search themselves, such as '{searches}'; leave out one of the two");

        Share("trust.coverage", spec.Trust.Coverage);
        Share("trust.falseAlarms", spec.Trust.FalseAlarms);
        if (spec.Statistics.Alpha is not (> 0 and < 1))
            throw Invalid("statistics.alpha", $"expected a number between 0 and 1, found {Text(spec.Statistics.Alpha)}");
        if (spec.FirstFolds is { } first) Between("folds.from", first, spec.Statistics.MinimumFolds, spec.Folds);
        Between("statistics.minimumFolds", spec.Statistics.MinimumFolds, 2, 10_000);
        Share("statistics.margin", spec.Statistics.Margin);
    }
}
