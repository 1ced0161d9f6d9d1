using System.Globalization;

namespace IonSweep.Spectra.Preprocessing;

/// <summary>
/// Extended multiplicative signal correction (H. Martens, E. Stark, J. Pharm. Biomed. Anal. 9 (1991) 625): like MSC, with a polynomial of
/// the channel's number beside the mean of the training spectra, which takes out slopes and curvature that scattering adds.
/// </summary>
public sealed record ExtendedScatterCorrection : PreprocessingStep
{
    /// <summary>Degree of the polynomial, 0 (MSC) to 6. Default 2.</summary>
    public int Degree { get; init; } = 2;

    /// <inheritdoc/>
    public override string Kind => "emsc";

    /// <inheritdoc/>
    public override string Summary => "as MSC, with slopes and curves over the axis beside the offset";

    /// <inheritdoc/>
    public override string Text => string.Create(CultureInfo.InvariantCulture, $"EMSC, degree {Degree}");

    /// <inheritdoc/>
    public override bool LearnsFromRows => true;

    /// <inheritdoc/>
    public override StepProblem? Problem(int channels) => Degree is < 0 or > 6 ? new("degree", $"has degree {Degree}; expected 0 to 6")
        : Degree > channels - 2
            ? new("degree", $"has degree {Degree}; expected at most {channels - 2} on spectra of {channels} channels") : null;

    /// <inheritdoc/>
    public override IPreprocessor Fit(PreprocessingRows rows) => ScatterCorrector.Fit(rows, Degree);

    /// <inheritdoc/>
    public override IPreprocessor Restore(double[] learned, int channels) => new ScatterCorrector(learned, Degree);
}
