using IonSweep.Spectra.Formulas;

namespace IonSweep.Spectra.Preprocessing;

/// <summary>
/// Preprocessing steps made ready for spectra of one length. Without steps that learn from rows it can be made from the number of
/// channels alone, and nothing can leak from test rows; with such steps it is fitted on training rows.
/// </summary>
public sealed class PreprocessingPipeline
{
    private readonly IPreprocessor[] _ready;

    /// <param name="steps">In the order in which they are done; may be empty. None of them learns from rows.</param>
    /// <param name="channelCount">Channels of a spectrum, C.</param>
    /// <exception cref="InvalidPreprocessingException">A step cannot be done on C channels, or learns from rows; names it.</exception>
    public PreprocessingPipeline(IReadOnlyList<PreprocessingStep> steps, int channelCount)
        : this(steps, channelCount, [.. steps.Select((step, s) => step.LearnsFromRows
            ? throw new InvalidPreprocessingException(
                $"Preprocessing step {s + 1}, {step.Kind}, learns from rows; expected steps that look at one spectrum alone.")
            : Checked(step, s, channelCount).Fit(new PreprocessingRows([], 0, channelCount)))])
    {
    }

    private PreprocessingPipeline(IReadOnlyList<PreprocessingStep> steps, int channelCount, IPreprocessor[] ready)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channelCount);
        Steps = [.. steps];
        ChannelCount = channelCount;
        _ready = ready;
    }

    /// <summary>The steps, for a model card.</summary>
    public IReadOnlyList<PreprocessingStep> Steps { get; }

    /// <summary>Channels of a spectrum, C; the same before and after.</summary>
    public int ChannelCount { get; }

    /// <summary>What each step learned, for <see cref="Restore"/>.</summary>
    public IReadOnlyList<double[]> Learned => [.. _ready.Select(step => step.Learned)];

    /// <summary>Fits the steps one after the other on training rows, which become the preprocessed ones.</summary>
    /// <exception cref="InvalidPreprocessingException">A step cannot be done; names it.</exception>
    public static PreprocessingPipeline Fit(IReadOnlyList<PreprocessingStep> steps, PreprocessingRows rows)
    {
        IPreprocessor[] ready = new IPreprocessor[steps.Count];
        for (int s = 0; s < steps.Count; s++)
        {
            ready[s] = Checked(steps[s], s, rows.Channels).Fit(rows);
            for (int row = 0; row < rows.Count; row++) ready[s].Apply(rows.Spectra.AsSpan(row * rows.Channels, rows.Channels));
        }
        return new PreprocessingPipeline(steps, rows.Channels, ready);
    }

    /// <summary>A fitted pipeline from its parts.</summary>
    /// <exception cref="InvalidPreprocessingException">A step cannot be done on C channels; names it.</exception>
    public static PreprocessingPipeline Restore(
        IReadOnlyList<PreprocessingStep> steps, IReadOnlyList<double[]> learned, int channelCount) => new(
        steps, channelCount, [.. steps.Select((step, s) => Checked(step, s, channelCount).Restore(learned[s], channelCount))]);

    /// <summary>Preprocesses one spectrum of C values in place.</summary>
    public void Apply(Span<double> spectrum)
    {
        foreach (IPreprocessor step in _ready) step.Apply(spectrum);
    }

    /// <summary>The steps as formulas.</summary>
    /// <exception cref="NoFormulaException">A step has none; names it.</exception>
    public FormulaValue Write(IFormulas formulas, FormulaValue spectra)
    {
        for (int s = 0; s < _ready.Length; s++)
            if (Steps[s] is not NoPreprocessing)
                spectra = _ready[s].Write(formulas, spectra) ?? AffineStep.Write(_ready[s], Steps[s].Text, formulas, spectra);
        return spectra;
    }

    /// <summary>Writes the preprocessed spectrum. Both spans have C values and may be the same memory.</summary>
    public void Apply(ReadOnlySpan<float> spectrum, Span<float> preprocessed)
    {
        if (spectrum.Length != ChannelCount || preprocessed.Length != ChannelCount)
            throw new ArgumentException(
                $"A spectrum of {spectrum.Length} channels into {preprocessed.Length} was given to preprocessing for {ChannelCount}.");
        double[] values = new double[ChannelCount];
        for (int c = 0; c < values.Length; c++) values[c] = spectrum[c];
        Apply(values);
        for (int c = 0; c < values.Length; c++) preprocessed[c] = (float)values[c];
    }

    /// <summary>The dataset with every spectrum preprocessed; the same object when there is no step.</summary>
    public SpectralDataset Apply(SpectralDataset data)
    {
        if (Steps.All(step => step is NoPreprocessing)) return data;
        float[] spectra = new float[data.RowCount * data.ChannelCount];
        for (int row = 0; row < data.RowCount; row++)
            Apply(data.Spectrum(row), spectra.AsSpan(row * data.ChannelCount, data.ChannelCount));
        return new SpectralDataset(
            data.Name, data.Origin, data.Wavelengths, data.Targets, spectra, data.TargetValues.ToArray(), data.SampleIds,
            data.AxisUnit, data.Ordinate);
    }

    private static PreprocessingStep Checked(PreprocessingStep step, int index, int channels) => step.Problem(channels) is { } problem
        ? throw new InvalidPreprocessingException($"Preprocessing step {index + 1} {problem.Text}.") : step;
}
