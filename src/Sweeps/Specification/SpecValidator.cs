using System.Globalization;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Sweeps.Specification;

/// <summary>What every spec must satisfy, whatever its dataset.</summary>
public static class SpecValidator
{
    /// <summary>Checks every field.</summary>
    /// <exception cref="InvalidSpecException">Names the first unusable field, what was found and what was expected.</exception>
    public static void Validate(SweepSpec spec)
    {
        OneOf("preset", spec.Preset, SpecPresets.Names);
        Between("folds", spec.Folds, 1, 10_000);
        foreach (string strategy in spec.Strategies) StrategyCatalog.Get(strategy);

        OneOf("data.source", spec.Data.Source, DataSources.All);
        OneOf("data.simulator", spec.Data.Simulator, DataSources.Simulators);
        Between("data.everyNth", spec.Data.EveryNth, 1, 100_000);
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

        if (spec.Statistics.Alpha is not (> 0 and < 1)) throw Invalid("statistics.alpha", $"expected a number between 0 and 1, found {Text(spec.Statistics.Alpha)}");
        Between("statistics.minimumFolds", spec.Statistics.MinimumFolds, 2, 10_000);
    }

    private static void Training(string field, double learningRate, int batchSize, int patience, int epochCap)
    {
        if (learningRate is not (> 0 and <= 10)) throw Invalid($"{field}.learningRate", $"expected a number above 0 and at most 10, found {Text(learningRate)}");
        Between($"{field}.batchSize", batchSize, 1, 1_000_000);
        Between($"{field}.patience", patience, 1, 10_000_000);
        Between($"{field}.epochCap", epochCap, 1, 10_000_000);
    }

    private static void Between(string field, int value, int least, int most)
    {
        if (value < least || value > most) throw Invalid(field, string.Create(CultureInfo.InvariantCulture, $"expected {least} to {most}, found {value}"));
    }

    private static void OneOf(string field, string value, IReadOnlyList<string> known)
    {
        if (!known.Contains(value)) throw Invalid(field, $"expected {string.Join(" or ", known)}, found '{value}'{NearestName.Hint(value, known)}");
    }

    private static InvalidSpecException Invalid(string field, string what) => new(field, $"{field}: {what}{(what[^1] is '?' or '.' ? "" : ".")}");

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
