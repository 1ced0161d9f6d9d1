using IonSweep.Spectra.Axes;

namespace IonSweep.Charts.Axes;

/// <summary>The horizontal axis of spectra.</summary>
public static class SpectralScale
{
    /// <summary>Low to high from left to right; infrared wavenumbers high to low, as instruments draw them.</summary>
    /// <param name="positions">C positions, ascending.</param>
    /// <param name="unit">What they are.</param>
    /// <param name="area">Where the spectra are drawn.</param>
    public static LinearScale Of(IReadOnlyList<double> positions, AxisUnit unit, PlotArea area) => unit.RunsHighToLow()
        ? new LinearScale(positions[0], positions[^1], area.Right, area.Left, 8)
        : new LinearScale(positions[0], positions[^1], area.Left, area.Right, 8);
}
