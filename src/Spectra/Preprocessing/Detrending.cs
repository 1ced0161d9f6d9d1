using System.Globalization;
using IonSweep.Spectra.Numerics;

namespace IonSweep.Spectra.Preprocessing;

/// <summary>
/// Detrending (R. J. Barnes, M. S. Dhanoa, S. J. Lister, Appl. Spectrosc. 43 (1989) 772): the least-squares polynomial of the channel's
/// number is taken out of every spectrum.
/// </summary>
public sealed record Detrending : PreprocessingStep
{
    /// <summary>Degree of the polynomial, 0 to 6. Default 2, as in the source.</summary>
    public int Degree { get; init; } = 2;

    /// <inheritdoc/>
    public override string Kind => "detrend";

    /// <inheritdoc/>
    public override string Summary => "a line or curve fitted to each spectrum taken off";

    /// <inheritdoc/>
    public override string Text => string.Create(CultureInfo.InvariantCulture, $"detrended, degree {Degree}");

    /// <inheritdoc/>
    public override StepProblem? Problem(int channels) => Degree is < 0 or > 6 ? new("degree", $"has degree {Degree}; expected 0 to 6")
        : Degree >= channels ? new("degree", $"has degree {Degree}; expected less than the {channels} channels of a spectrum") : null;

    /// <inheritdoc/>
    public override IPreprocessor Fit(PreprocessingRows rows) => new Ready(OrthogonalPolynomials.Of(rows.Channels, Degree));

    private sealed class Ready(double[][] basis) : IPreprocessor
    {
        public void Apply(Span<double> spectrum)
        {
            foreach (double[] polynomial in basis)
                OrthogonalPolynomials.Subtract(spectrum, polynomial, FixedOrder.DotInFours(spectrum, polynomial));
        }
    }
}
