using System.Globalization;
using IonSweep.Sweeps.Reporting;
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

    /// <summary>A p-value, as in every other output.</summary>
    public static string PValue(double p) => NumberText.P(p);

    /// <summary>A share as a percentage, as in every other output.</summary>
    public static string Percent(double share) => NumberText.Share(share);

    /// <summary>A quantity with its unit in parentheses, or alone.</summary>
    public static string WithUnit(string quantity, string unit) => unit.Length == 0 ? quantity : $"{quantity} ({unit})";

    /// <summary>The verdict in words, as in every other output.</summary>
    public static string Verdict(Verdict verdict) => NumberText.Verdict(verdict);

    /// <summary>The verdict as a sign that needs no colour.</summary>
    public static string VerdictSign(Verdict verdict) => verdict switch
    {
        Sweeps.Results.Verdict.Better => "▼",
        Sweeps.Results.Verdict.Worse => "▲",
        Sweeps.Results.Verdict.TooFewFolds => "?",
        Sweeps.Results.Verdict.Equivalent => "=",
        _ => "○",
    };
}
