using IonSweep.Spectra.Axes;

namespace IonSweep.Formats.Tables;

/// <summary>What positions are whose unit a table does not name.</summary>
internal static class UnnamedAxis
{
    private const int FewestChannels = 3;

    /// <summary>Channel numbers where they count from 0 or 1, up or down, else wavelengths in nanometres.</summary>
    public static AxisUnit Of(IReadOnlyList<double> positions) => Counts(positions) ? AxisUnit.Channel : AxisUnit.Nanometre;

    private static bool Counts(IReadOnlyList<double> positions)
    {
        if (positions.Count < FewestChannels) return false;
        int step = positions[1] > positions[0] ? 1 : -1;
        if ((step > 0 ? positions[0] : positions[^1]) is not (0 or 1)) return false;
        for (int c = 1; c < positions.Count; c++)
            if (positions[c] != positions[c - 1] + step) return false;
        return true;
    }
}
