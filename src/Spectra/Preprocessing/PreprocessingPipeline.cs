using System.Globalization;

namespace IonSweep.Spectra.Preprocessing;

/// <summary>
/// Preprocessing steps made ready for spectra of one length. Every step looks at one spectrum alone, so that nothing is learned from
/// rows and nothing can leak from test rows; channel scaling, which does learn, comes afterwards.
/// </summary>
public sealed class PreprocessingPipeline
{
    private readonly SavitzkyGolay?[] _filters; // one a step; null for the others

    /// <param name="steps">In the order in which they are done; may be empty.</param>
    /// <param name="channelCount">Channels of a spectrum, C.</param>
    /// <exception cref="InvalidPreprocessingException">A step cannot be done on C channels; names it.</exception>
    public PreprocessingPipeline(IReadOnlyList<PreprocessingStep> steps, int channelCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channelCount);
        Steps = [.. steps];
        ChannelCount = channelCount;
        _filters = new SavitzkyGolay?[steps.Count];
        for (int s = 0; s < steps.Count; s++)
        {
            PreprocessingStep step = steps[s];
            Check(step, s, channelCount);
            if (step.Kind == PreprocessingKind.SavitzkyGolay)
                _filters[s] = new SavitzkyGolay(step.Window, step.Polynomial, step.Derivative, step.Delta);
        }
    }

    /// <summary>The steps, for a model card.</summary>
    public IReadOnlyList<PreprocessingStep> Steps { get; }

    /// <summary>Channels of a spectrum, C; the same before and after.</summary>
    public int ChannelCount { get; }

    /// <summary>Writes the preprocessed spectrum. Both spans have C values and may be the same memory.</summary>
    public void Apply(ReadOnlySpan<float> spectrum, Span<float> preprocessed)
    {
        if (spectrum.Length != ChannelCount || preprocessed.Length != ChannelCount)
            throw new ArgumentException(
                $"A spectrum of {spectrum.Length} channels into {preprocessed.Length} was given to preprocessing for {ChannelCount}.");
        double[] values = new double[ChannelCount], scratch = new double[ChannelCount];
        for (int c = 0; c < values.Length; c++) values[c] = spectrum[c];
        for (int s = 0; s < Steps.Count; s++)
        {
            if (_filters[s] is { } filter) filter.Apply(values, scratch);
            else if (Steps[s].Kind == PreprocessingKind.Snv) StandardNormalVariate.Apply(values);
        }
        for (int c = 0; c < values.Length; c++) preprocessed[c] = (float)values[c];
    }

    /// <summary>The dataset with every spectrum preprocessed; the same object when there is no step.</summary>
    public SpectralDataset Apply(SpectralDataset data)
    {
        if (Steps.All(step => step.Kind == PreprocessingKind.None)) return data;
        float[] spectra = new float[data.RowCount * data.ChannelCount];
        for (int row = 0; row < data.RowCount; row++)
            Apply(data.Spectrum(row), spectra.AsSpan(row * data.ChannelCount, data.ChannelCount));
        return new SpectralDataset(
            data.Name, data.Origin, data.Wavelengths, data.Targets, spectra, data.TargetValues.ToArray(), data.SampleIds,
            data.AxisUnit, data.Ordinate);
    }

    private static void Check(PreprocessingStep step, int index, int channels)
    {
        if (!Enum.IsDefined(step.Kind))
            throw Invalid(index, $"has kind {step.Kind}", "expected none, snv or savitzkyGolay");
        if (step.Kind != PreprocessingKind.SavitzkyGolay) return;
        if (step.Window < 1 || step.Window % 2 == 0)
            throw Invalid(index, $"has window {step.Window}", "expected an odd number of channels such as 11");
        if (step.Window > channels)
            throw Invalid(index, $"has window {step.Window}", $"expected at most the {channels} channels of a spectrum");
        if (step.Polynomial < 0 || step.Polynomial >= step.Window)
            throw Invalid(index, $"has polynomial {step.Polynomial} on window {step.Window}",
                $"expected a degree of 0 to {step.Window - 1}");
        if (step.Derivative < 0 || step.Derivative > step.Polynomial)
            throw Invalid(index, $"has derivative {step.Derivative} of polynomial {step.Polynomial}", $"expected 0 to {step.Polynomial}");
        if (!double.IsFinite(step.Delta) || step.Delta <= 0)
            throw Invalid(index, $"has delta {step.Delta.ToString(CultureInfo.InvariantCulture)}",
                "expected a positive distance between channels");
    }

    private static InvalidPreprocessingException Invalid(int index, string found, string expected) =>
        new($"Preprocessing step {index + 1} {found}; {expected}.");
}
