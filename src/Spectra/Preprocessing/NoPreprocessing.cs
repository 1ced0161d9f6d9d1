namespace IonSweep.Spectra.Preprocessing;

/// <summary>The spectrum as it is.</summary>
public sealed record NoPreprocessing : PreprocessingStep
{
    /// <inheritdoc/>
    public override string Kind => "none";

    /// <inheritdoc/>
    public override string Summary => "spectra as they are";

    /// <inheritdoc/>
    public override string Text => "none";

    /// <inheritdoc/>
    public override IPreprocessor Fit(PreprocessingRows rows) => new Ready();

    private sealed class Ready : IPreprocessor
    {
        public void Apply(Span<double> spectrum)
        {
        }
    }
}
