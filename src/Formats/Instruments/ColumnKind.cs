using System.Text.RegularExpressions;
using IonSweep.Formats.Tables;
using IonSweep.Spectra.Axes;

namespace IonSweep.Formats.Instruments;

/// <summary>What a column of one measurement is: its result, or what that was computed of.</summary>
internal static partial class ColumnKind
{
    /// <summary>Dark spectrum subtracted, or what else the program calls processed.</summary>
    public const string Processed = "processed";

    /// <summary>What is read before what, without a wish of the user's.</summary>
    public static readonly IReadOnlyList<string> Results = ["absorbance", "reflectance", "transmittance", "kubelka-munk", Processed];

    private static readonly (string Kind, string[] Words)[] Parts =
    [
        ("dark", ["dark", "background"]), ("reference", ["ref", "reference", "white"]), ("sample", ["sample", "target", "scope"]),
        ("raw", ["raw"]), ("irradiance", ["irradiance", "radiance"]),
        ("deviation", ["std", "sd", "stdev", "deviation", "error", "noise", "variance"]),
    ];

    private static readonly string[] Fillers =
        ["counts", "count", "cts", "ccd", "dn", "norm", "rad", "data", "intensity", "signal", "spectrum", "standard"];

    /// <summary>The kind that a heading names: <c>dark</c> for <c>Dark [counts]</c>; null for a name, as <c>Sample 3</c>.</summary>
    public static string? Of(string heading)
    {
        if (heading.Trim().Length < 2) return null; // A, B, C are names
        string text = Details().Replace(heading, " ");
        string[] words = [.. Word().Matches(text).Select(match => match.Value.ToLowerInvariant())];
        if (words.Contains("subtracted") || words.Contains(Processed)) return Processed;
        switch (OrdinateUnits.Of(heading.Trim(), []))
        {
            case Ordinate.Absorbance: return "absorbance";
            case Ordinate.Transmittance or Ordinate.TransmittancePercent: return "transmittance";
            case Ordinate.Reflectance or Ordinate.ReflectancePercent: return "reflectance";
            case Ordinate.KubelkaMunk: return "kubelka-munk";
        }
        words = [.. words.Except(Fillers)];
        if (words is ["tr"]) return "transmittance";
        return words.Length == 0 || text.Any(char.IsAsciiDigit) ? null
            : Parts.FirstOrDefault(part => words.All(part.Words.Contains)).Kind;
    }

    /// <summary>Units and counters, which do not tell a kind.</summary>
    [GeneratedRegex(@"\[[^\]]*\]|\([^)]*[/^][^)]*\)|#\s*\d+")]
    private static partial Regex Details();

    [GeneratedRegex(@"\p{L}+")]
    private static partial Regex Word();
}
