using System.Globalization;
using IonSweep.Sweeps.Errors;

namespace IonSweep.Sweeps.Specification;

/// <summary>Checks of a spec's fields: each throws for the first unusable value, saying what was found and what was expected.</summary>
public static class SpecChecks
{
    /// <summary>Adam's step size, rows a step, patience and most epochs of a network's training.</summary>
    /// <param name="field">The section, e.g. <c>multitask</c>.</param>
    /// <param name="learningRate">Above 0, at most 10.</param>
    /// <param name="batchSize">1 or more.</param>
    /// <param name="patience">1 or more.</param>
    /// <param name="epochCap">1 or more.</param>
    /// <exception cref="InvalidSpecException">A value is out of range.</exception>
    public static void Training(string field, double learningRate, int batchSize, int patience, int epochCap)
    {
        if (learningRate is not (> 0 and <= 10))
            throw Invalid($"{field}.learningRate", $"expected a number above 0 and at most 10, found {Text(learningRate)}");
        Between($"{field}.batchSize", batchSize, 1, 1_000_000);
        Between($"{field}.patience", patience, 1, 10_000_000);
        Between($"{field}.epochCap", epochCap, 1, 10_000_000);
    }

    /// <summary>A number between 0 and 1, both excluded.</summary>
    /// <exception cref="InvalidSpecException">It is not.</exception>
    public static void Share(string field, double value)
    {
        if (value is not (> 0 and < 1)) throw Invalid(field, $"expected a number between 0 and 1, found {Text(value)}");
    }

    /// <summary>A whole number within limits, both included.</summary>
    /// <exception cref="InvalidSpecException">It is not.</exception>
    public static void Between(string field, int value, int least, int most)
    {
        if (value < least || value > most)
            throw Invalid(field, string.Create(CultureInfo.InvariantCulture, $"expected {least} to {most}, found {value}"));
    }

    /// <summary>A number within limits, both included.</summary>
    /// <exception cref="InvalidSpecException">It is not.</exception>
    public static void Between(string field, double value, double least, double most)
    {
        if (!(value >= least && value <= most)) throw Invalid(field, $"expected {Text(least)} to {Text(most)}, found {Text(value)}");
    }

    /// <summary>Generated spectra for each measured one, 0.5 to 10.</summary>
    /// <exception cref="InvalidSpecException">It is not.</exception>
    public static void Amount(string field, double value) => Between(field, value, 0.5, 10.0);

    /// <summary>One of some names.</summary>
    /// <exception cref="InvalidSpecException">It is not; names the nearest.</exception>
    public static void OneOf(string field, string value, IReadOnlyList<string> known)
    {
        if (!known.Contains(value))
            throw Invalid(field, $"expected {string.Join(" or ", known)}, found '{value}'{NearestName.Hint(value, known)}");
    }

    /// <summary>An error of a field.</summary>
    /// <param name="field">With its section.</param>
    /// <param name="what">What was expected and what was found.</param>
    public static InvalidSpecException Invalid(string field, string what) =>
        new(field, $"{field}: {what}{(what[^1] is '?' or '.' ? "" : ".")}");

    /// <summary>A number as it is written in a spec.</summary>
    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
