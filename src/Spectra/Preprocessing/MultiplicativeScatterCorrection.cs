namespace IonSweep.Spectra.Preprocessing;

/// <summary>
/// Multiplicative scatter correction (P. Geladi, D. MacDougall, H. Martens, Appl. Spectrosc. 39 (1985) 491): every spectrum is regressed
/// on the mean of the training spectra, and offset and slope are taken out.
/// </summary>
public sealed record MultiplicativeScatterCorrection : PreprocessingStep
{
    /// <inheritdoc/>
    public override string Kind => "msc";

    /// <inheritdoc/>
    public override string Summary => "each spectrum brought to the mean spectrum by offset and factor: takes out scatter";

    /// <inheritdoc/>
    public override string Text => "MSC";

    /// <inheritdoc/>
    public override bool LearnsFromRows => true;

    /// <inheritdoc/>
    public override IPreprocessor Fit(PreprocessingRows rows) => ScatterCorrector.Fit(rows, degree: 0);

    /// <inheritdoc/>
    public override IPreprocessor Restore(double[] learned, int channels) => new ScatterCorrector(learned, degree: 0);
}
