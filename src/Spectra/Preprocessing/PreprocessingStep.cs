namespace IonSweep.Spectra.Preprocessing;

/// <summary>
/// One operation on every spectrum, in the order in which a spec lists them. Written as <c>{kind: snv}</c> or
/// <c>{kind: savitzkyGolay, window: 11, polynomial: 2, derivative: 1}</c>; only Savitzky–Golay reads the further properties.
/// </summary>
public sealed record PreprocessingStep
{
    /// <summary>What is done. Default none.</summary>
    public PreprocessingKind Kind { get; init; } = PreprocessingKind.None;

    /// <summary>Channels in the Savitzky–Golay window, odd. Default 11.</summary>
    public int Window { get; init; } = 11;

    /// <summary>Degree of the Savitzky–Golay polynomial, below <see cref="Window"/>. Default 2.</summary>
    public int Polynomial { get; init; } = 2;

    /// <summary>Which derivative Savitzky–Golay gives, 0 (smoothing) to <see cref="Polynomial"/>. Default 0.</summary>
    public int Derivative { get; init; }

    /// <summary>Distance between channels, in whose unit the derivative is taken; positive. Default 1: per channel.</summary>
    public double Delta { get; init; } = 1;
}

/// <summary>An operation on one spectrum.</summary>
public enum PreprocessingKind
{
    /// <summary>The spectrum as it is.</summary>
    None,

    /// <summary>Standard normal variate: minus the spectrum's mean, divided by its standard deviation (n − 1).</summary>
    Snv,

    /// <summary>Savitzky–Golay smoothing or derivative: least-squares polynomial on a moving window.</summary>
    SavitzkyGolay,
}
