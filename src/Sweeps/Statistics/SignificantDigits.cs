using System.Globalization;

namespace IonSweep.Sweeps.Statistics;

/// <summary>
/// Rounds what a statistics library computed with the machine's own transcendental functions, whose last bits differ between machines.
/// </summary>
internal static class SignificantDigits
{
    /// <summary>The nearest number of 10 significant decimal digits; NaN stays NaN.</summary>
    public static double Round(double value) => double.IsFinite(value)
        ? double.Parse(value.ToString("E9", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : value;
}
