using System.Globalization;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Strategies;

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
        if (spec.Trainer == TrainerChoice.Preferred && !TrainerChoice.HasAllModels(spec))
            throw Invalid(
                "models",
                $"expected models that the trainer '{spec.Trainer}' has, found '{CnnMultitaskFamily.SlugText}'; the trainers cpu and "
                    + $"auto have it");
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
        if (spec.Data.Source == DataSources.Stored && (spec.Data.Sha256.Length != 64 || !spec.Data.Sha256.All(char.IsAsciiHexDigitLower)))
            throw Invalid("data.sha256", $"expected the 64 lower-case hexadecimal digits of a stored dataset, found '{spec.Data.Sha256}'");

        if (spec.Regression.Hidden.Count is 0 or > 16)
            throw Invalid("regression.hidden", $"expected 1 to 16 hidden layers such as [64, 16], found {spec.Regression.Hidden.Count}");
        foreach (int neurons in spec.Regression.Hidden) Between("regression.hidden", neurons, 1, 65_536);
        Training("regression", spec.Regression.LearningRate, spec.Regression.BatchSize, spec.Regression.Patience, spec.Regression.EpochCap);

        Between("generator.hidden", spec.Generator.Hidden, 1, 65_536);
        Between("generator.latents", spec.Generator.Latents, 1, 65_536);
        Training("generator", spec.Generator.LearningRate, spec.Generator.BatchSize, spec.Generator.Patience, spec.Generator.EpochCap);
        Between("generator.drawsPerPattern", spec.Generator.DrawsPerPattern, 1, 100_000);

        Training("multitask", spec.Multitask.LearningRate, spec.Multitask.BatchSize, spec.Multitask.Patience, spec.Multitask.EpochCap);
        Between("pls.maximumComponents", spec.Pls.MaximumComponents, 1, 1_000);
        Between("simulation.neighbours", spec.Simulation.Neighbours, 1, 100_000);
        Between("simulation.maximumFactors", spec.Simulation.MaximumFactors, 0, 1_000);

        Share("trust.coverage", spec.Trust.Coverage);
        Share("trust.falseAlarms", spec.Trust.FalseAlarms);
        if (spec.Statistics.Alpha is not (> 0 and < 1))
            throw Invalid("statistics.alpha", $"expected a number between 0 and 1, found {Text(spec.Statistics.Alpha)}");
        Between("statistics.minimumFolds", spec.Statistics.MinimumFolds, 2, 10_000);
    }

    private static void Training(string field, double learningRate, int batchSize, int patience, int epochCap)
    {
        if (learningRate is not (> 0 and <= 10))
            throw Invalid($"{field}.learningRate", $"expected a number above 0 and at most 10, found {Text(learningRate)}");
        Between($"{field}.batchSize", batchSize, 1, 1_000_000);
        Between($"{field}.patience", patience, 1, 10_000_000);
        Between($"{field}.epochCap", epochCap, 1, 10_000_000);
    }

    private static void Share(string field, double value)
    {
        if (value is not (> 0 and < 1)) throw Invalid(field, $"expected a number between 0 and 1, found {Text(value)}");
    }

    private static void Between(string field, int value, int least, int most)
    {
        if (value < least || value > most)
            throw Invalid(field, string.Create(CultureInfo.InvariantCulture, $"expected {least} to {most}, found {value}"));
    }

    private static void OneOf(string field, string value, IReadOnlyList<string> known)
    {
        if (!known.Contains(value))
            throw Invalid(field, $"expected {string.Join(" or ", known)}, found '{value}'{NearestName.Hint(value, known)}");
    }

    private static InvalidSpecException Invalid(string field, string what) =>
        new(field, $"{field}: {what}{(what[^1] is '?' or '.' ? "" : ".")}");

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
