using System.Globalization;

namespace IonSweep.Spectra.Preprocessing;

/// <summary>
/// Savitzky–Golay smoothing or derivative: least-squares polynomial on a moving window (<see cref="SavitzkyGolayFilter"/>).
/// </summary>
public sealed record SavitzkyGolay : PreprocessingStep
{
    /// <summary>Channels in the window, odd. Default 11.</summary>
    public int Window { get; init; } = 11;

    /// <summary>Degree of the polynomial, below <see cref="Window"/>. Default 2.</summary>
    public int Polynomial { get; init; } = 2;

    /// <summary>Which derivative, 0 (smoothing) to <see cref="Polynomial"/>. Default 0.</summary>
    public int Derivative { get; init; }

    /// <summary>Distance between channels, in whose unit the derivative is taken; positive. Default 1: per channel.</summary>
    public double Delta { get; init; } = 1;

    /// <inheritdoc/>
    public override string Kind => "savitzkyGolay";

    /// <inheritdoc/>
    public override string Summary => "a polynomial fitted in a window: smooths, or gives a derivative that takes out offset and slope";

    /// <inheritdoc/>
    public override string Text => string.Create(
        CultureInfo.InvariantCulture, $"Savitzky–Golay, window {Window}, polynomial {Polynomial}, derivative {Derivative}");

    /// <inheritdoc/>
    public override StepProblem? Problem(int channels)
    {
        if (Window < 1 || Window % 2 == 0) return new("window", $"has window {Window}; expected an odd number of channels such as 11");
        if (Window > channels) return new("window", $"has window {Window}; expected at most the {channels} channels of a spectrum");
        if (Polynomial < 0 || Polynomial >= Window)
            return new("polynomial", $"has polynomial {Polynomial} on window {Window}; expected a degree of 0 to {Window - 1}");
        if (Derivative < 0 || Derivative > Polynomial)
            return new("derivative", $"has derivative {Derivative} of polynomial {Polynomial}; expected 0 to {Polynomial}");
        return double.IsFinite(Delta) && Delta > 0 ? null
            : new("delta", $"has delta {Delta.ToString(CultureInfo.InvariantCulture)}; expected a positive distance between channels");
    }

    /// <inheritdoc/>
    public override IPreprocessor Fit(PreprocessingRows rows) => new SavitzkyGolayFilter(Window, Polynomial, Derivative, Delta);
}
