namespace IonSweep.Spectra.Axes;

/// <summary>The positions of a spectrum's channels: strictly ascending or strictly descending, not necessarily regular.</summary>
/// <param name="Unit">What the positions are.</param>
/// <param name="Positions">C positions in that unit.</param>
public sealed record SpectralAxis(AxisUnit Unit, IReadOnlyList<double> Positions)
{
    private const double Tolerance = 1e-6; // relative; what is lost in writing an axis as text

    /// <summary>Number of channels, C.</summary>
    public int Count => Positions.Count;

    /// <summary>The positions fall from the first channel to the last, as an FTIR instrument writes them.</summary>
    public bool IsDescending => Count > 1 && Positions[1] < Positions[0];

    /// <summary>Two positions are the same but for what is lost in writing them as text: within 1e-6, relative where above 1.</summary>
    public static bool IsSame(double position, double other) => Math.Abs(position - other) <= Tolerance * Math.Max(1, Math.Abs(position));

    /// <summary>Two axes of one unit have the same positions in the same order, each as <see cref="IsSame"/> says.</summary>
    public static bool AreSame(IReadOnlyList<double> positions, IReadOnlyList<double> others) =>
        positions.Count == others.Count && FirstDifference(positions, others) == positions.Count;

    /// <summary>Index of the first channel at which two axes differ; the shorter one's length when none does.</summary>
    public static int FirstDifference(IReadOnlyList<double> positions, IReadOnlyList<double> others)
    {
        int same = 0, shared = Math.Min(positions.Count, others.Count);
        while (same < shared && IsSame(positions[same], others[same])) same++;
        return same;
    }

    /// <summary>The same unit and the same positions in the same order.</summary>
    public bool Equals(SpectralAxis? other) => other is not null && Unit == other.Unit && Positions.SequenceEqual(other.Positions);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        Count == 0 ? HashCode.Combine(Unit, 0) : HashCode.Combine(Unit, Count, Positions[0], Positions[^1]);
}
