using System.Globalization;

namespace IonSweep.Charts;

/// <summary>Writes coordinates: invariant culture, at most one decimal, which is finer than a screen or printer shows.</summary>
public static class SvgNumber
{
    /// <summary>A length or position in pixels.</summary>
    public static string Px(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);
}
