namespace IonSweep.Learning.Trust;

/// <summary>
/// A quantity that can be computed from a spectrum, which a multitask network also predicts (source B): where both disagree, the spectrum
/// is unlike those that the network knows. Areas are trapezoidal, in the spectrum's unit times the axis'.
/// </summary>
public sealed record AuxiliaryQuantity
{
    /// <summary>What is computed.</summary>
    public required AuxiliaryKind Kind { get; init; }

    /// <summary>First position of the band, in the axis' unit. Default: the first channel.</summary>
    public double From { get; init; } = double.NegativeInfinity;

    /// <summary>Last position of the band, in the axis' unit. Default: the last channel.</summary>
    public double To { get; init; } = double.PositiveInfinity;

    /// <summary>First position of the band compared with, in the axis' unit; for ratios.</summary>
    public double OtherFrom { get; init; } = double.NegativeInfinity;

    /// <summary>Last position of the band compared with, in the axis' unit; for ratios.</summary>
    public double OtherTo { get; init; } = double.PositiveInfinity;
}

/// <summary>A way to compute a number from a spectrum.</summary>
public enum AuxiliaryKind
{
    /// <summary>Area of the band; of all channels it is the total intensity.</summary>
    Area,

    /// <summary>
    /// Centre of gravity of what stands above the band's lowest value, in the axis' unit; the band's middle for a flat band.
    /// </summary>
    Centroid,

    /// <summary>
    /// A / (|A| + |B|) of the areas A of the band and B of the other: a line ratio kept finite. Of an ion's and an atom's line it stands
    /// for the plasma's temperature.
    /// </summary>
    Ratio,
}
