namespace IonSweep.Spectra.Axes;

/// <summary>The positions of a spectrum's channels: strictly ascending or strictly descending, not necessarily regular.</summary>
/// <param name="Unit">What the positions are.</param>
/// <param name="Positions">C positions in that unit.</param>
public sealed record SpectralAxis(AxisUnit Unit, IReadOnlyList<double> Positions)
{
    /// <summary>Number of channels, C.</summary>
    public int Count => Positions.Count;

    /// <summary>The positions fall from the first channel to the last, as an FTIR instrument writes them.</summary>
    public bool IsDescending => Count > 1 && Positions[1] < Positions[0];

    /// <summary>The same unit and the same positions in the same order.</summary>
    public bool Equals(SpectralAxis? other) => other is not null && Unit == other.Unit && Positions.SequenceEqual(other.Positions);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        Count == 0 ? HashCode.Combine(Unit, 0) : HashCode.Combine(Unit, Count, Positions[0], Positions[^1]);
}
