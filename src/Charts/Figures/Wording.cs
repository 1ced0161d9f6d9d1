using System.Globalization;
using IonSweep.Sweeps.Results;

namespace IonSweep.Charts.Figures;

/// <summary>How numbers and verdicts are worded wherever a person reads them.</summary>
public static class Wording
{
    /// <summary>Three significant digits; "–" for no number.</summary>
    public static string Number(double value)
    {
        if (!double.IsFinite(value)) return "–";
        if (value == 0) return "0";
        int digits = (int)Math.Floor(Math.Log10(Math.Abs(value)));
        string text = digits is < -4 or > 5
            ? value.ToString("0.00e0", CultureInfo.InvariantCulture)
            : value.ToString("F" + Math.Clamp(2 - digits, 0, 8).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return text.Replace('-', '−');
    }

    /// <summary>As <see cref="Number"/>, with the sign always printed.</summary>
    public static string Signed(double value) => value > 0 && double.IsFinite(value) ? "+" + Number(value) : Number(value);

    /// <summary>A p-value: two significant digits, never 0.</summary>
    public static string PValue(double p) => p switch
    {
        double.NaN => "–",
        < 0.001 => "< 0.001",
        < 0.1 => p.ToString("0.0##", CultureInfo.InvariantCulture),
        _ => p.ToString("0.00", CultureInfo.InvariantCulture),
    };

    /// <summary>A share as a percentage.</summary>
    public static string Percent(double share) => double.IsFinite(share)
        ? (share * 100).ToString(share is > 0 and < 0.1 ? "0.0" : "0", CultureInfo.InvariantCulture) + " %"
        : "–";

    /// <summary>A quantity with its unit in parentheses, or alone.</summary>
    public static string WithUnit(string quantity, string unit) => unit.Length == 0 ? quantity : $"{quantity} ({unit})";

    /// <summary>The verdict in words.</summary>
    public static string Verdict(Verdict verdict) => verdict switch
    {
        Sweeps.Results.Verdict.Better => "better",
        Sweeps.Results.Verdict.Worse => "worse",
        Sweeps.Results.Verdict.TooFewFolds => "too few folds",
        _ => "not shown",
    };

    /// <summary>The verdict as a sign that needs no colour.</summary>
    public static string VerdictSign(Verdict verdict) => verdict switch
    {
        Sweeps.Results.Verdict.Better => "▼",
        Sweeps.Results.Verdict.Worse => "▲",
        Sweeps.Results.Verdict.TooFewFolds => "?",
        _ => "○",
    };
}
