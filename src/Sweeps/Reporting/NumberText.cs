using System.Globalization;
using IonSweep.Sweeps.Results;

namespace IonSweep.Sweeps.Reporting;

/// <summary>How numbers and verdicts are written for a reader; files keep full precision.</summary>
public static class NumberText
{
    private const int MostDecimals = 9;

    /// <summary>Decimals that show <paramref name="value"/> with <paramref name="digits"/> significant digits.</summary>
    public static int Decimals(double value, int digits)
    {
        if (!double.IsFinite(value) || value == 0) return digits;
        // The formatter rounds before it gives the exponent, so 0.0996 at two digits is 0.10.
        string scientific = Math.Abs(value).ToString($"E{digits - 1}", CultureInfo.InvariantCulture);
        int exponent = int.Parse(scientific.AsSpan(scientific.IndexOf('E') + 1), NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture);
        return Math.Clamp(digits - 1 - exponent, 0, MostDecimals);
    }

    /// <summary>A number with fixed decimals; a dash for NaN.</summary>
    public static string Fixed(double value, int decimals) =>
        double.IsNaN(value) ? "–" : value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>A number with this many significant digits; a dash for NaN.</summary>
    public static string Significant(double value, int digits) => Fixed(value, Decimals(value, digits));

    /// <summary><c>0.0123 ± 0.0011</c>, the spread with two significant digits; the mean alone (three digits) without a spread.</summary>
    public static string MeanAndSpread(double mean, double sd) => double.IsFinite(sd) && sd > 0
        ? $"{Fixed(mean, Decimals(sd, 2))} ± {Significant(sd, 2)}"
        : Significant(mean, 3);

    /// <summary>A p-value: <c>0.034</c>, <c>&lt;0.001</c>; a dash for NaN.</summary>
    public static string P(double p) => p < 0.001 ? "<0.001" : Fixed(p, 3);

    /// <summary>A share in percent: <c>34 %</c>, <c>0.8 %</c>; a dash for NaN.</summary>
    public static string Share(double share) =>
        double.IsNaN(share) ? "–" : $"{Fixed(share * 100, share is > 0 and < 0.1 ? 1 : 0)} %";

    /// <summary>A duration: <c>8 s</c>, <c>3 min 20 s</c>, <c>2 h 5 min</c>.</summary>
    public static string Duration(double seconds)
    {
        if (!double.IsFinite(seconds)) return "–";
        long whole = (long)Math.Max(0, Math.Round(seconds));
        if (whole < 60) return $"{whole} s";
        if (whole < 3600) return whole % 60 == 0 ? $"{whole / 60} min" : $"{whole / 60} min {whole % 60} s";
        return whole / 60 % 60 == 0 ? $"{whole / 3600} h" : $"{whole / 3600} h {whole / 60 % 60} min";
    }

    /// <summary>The verdict in words.</summary>
    public static string Verdict(Verdict verdict) => verdict switch
    {
        Results.Verdict.Better => "better",
        Results.Verdict.Worse => "worse",
        Results.Verdict.TooFewFolds => "too few folds",
        Results.Verdict.Equivalent => "equivalent",
        Results.Verdict.Undecided => "undecided",
        _ => "not shown",
    };

    /// <summary>The verdict in words; of an undecided comparison also how many folds would decide it.</summary>
    public static string Verdict(Comparison comparison) => comparison.Verdict != Results.Verdict.Undecided ? Verdict(comparison.Verdict)
        : comparison.FoldsToDecide is { } folds ? string.Create(CultureInfo.InvariantCulture, $"undecided, {folds} folds would decide")
        : "undecided, no number of folds would";

    /// <summary>A signed percentage: <c>-12 %</c>, <c>+3.4 %</c>; a dash for NaN.</summary>
    public static string Percent(double percent) => double.IsNaN(percent) ? "–"
        : $"{(percent > 0 ? "+" : "")}{Fixed(percent, Math.Abs(percent) < 9.95 ? 1 : 0)} %";
}
