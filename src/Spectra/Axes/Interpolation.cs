namespace IonSweep.Spectra.Axes;

/// <summary>How values between channels are found.</summary>
public enum Interpolation
{
    /// <summary>Straight lines between neighbouring channels.</summary>
    Linear,

    /// <summary>
    /// Cubic spline whose third derivative is continuous at the second and the last but one channel ("not a knot"; C. de Boor, A Practical
    /// Guide to Splines, chapter IV). Follows curved bands better than lines; swings beside steps and spikes.
    /// </summary>
    Cubic,
}
