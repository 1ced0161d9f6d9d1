namespace IonSweep.Spectra.Preprocessing;

/// <summary>
/// Autoscaling: every channel gets mean 0 and standard deviation 1 (n − 1) over the training spectra; a channel that does not vary there
/// becomes 0.
/// </summary>
public sealed record Autoscaling : PreprocessingStep
{
    /// <inheritdoc/>
    public override string Kind => "autoscale";

    /// <inheritdoc/>
    public override string Summary => "each channel less its mean, divided by its standard deviation";

    /// <inheritdoc/>
    public override string Text => "autoscaled";

    /// <inheritdoc/>
    public override bool LearnsFromRows => true;

    /// <inheritdoc/>
    public override IPreprocessor Fit(PreprocessingRows rows)
    {
        int n = rows.Count, channels = rows.Channels;
        if (n < 2) throw new InvalidPreprocessingException($"Autoscaling needs two or more training spectra, found {n}.");
        double[] learned = new double[2 * channels]; // means, factors
        Span<double> means = learned.AsSpan(0, channels), factors = learned.AsSpan(channels);
        for (int row = 0; row < n; row++)
            for (int c = 0; c < channels; c++) means[c] += rows.Row(row)[c];
        for (int c = 0; c < channels; c++) means[c] /= n;
        for (int row = 0; row < n; row++)
            for (int c = 0; c < channels; c++) factors[c] += (rows.Row(row)[c] - means[c]) * (rows.Row(row)[c] - means[c]);
        for (int c = 0; c < channels; c++)
        {
            double deviation = Math.Sqrt(factors[c] / (n - 1));
            factors[c] = deviation > 1e-12 * Math.Abs(means[c]) ? 1 / deviation : 0;
        }
        return new Ready(learned);
    }

    /// <inheritdoc/>
    public override IPreprocessor Restore(double[] learned, int channels) => new Ready(learned);

    private sealed class Ready(double[] learned) : IPreprocessor
    {
        public double[] Learned => learned;

        public void Apply(Span<double> spectrum)
        {
            int channels = spectrum.Length;
            for (int c = 0; c < channels; c++) spectrum[c] = (spectrum[c] - learned[c]) * learned[channels + c];
        }
    }
}
