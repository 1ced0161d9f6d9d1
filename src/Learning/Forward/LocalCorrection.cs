using IonSweep.Spectra.Numerics;

namespace IonSweep.Learning.Forward;

/// <summary>
/// What the polynomial mean leaves unexplained although neighbouring samples share it, such as saturation: the weighted average of the
/// nearest samples' residuals, weights 1 / (1 + (d/δ)²) with d the distance in standardised targets and δ its mean between neighbours.
/// Every channel has its own share g of it, the regression of a sample's residual on the average of its neighbours without itself; James
/// and Stein's positive-part rule takes g to 0 where residuals are mere noise.
/// </summary>
internal sealed class LocalCorrection
{
    private readonly TargetFeatures _features;
    private readonly double[] _targets;   // S × T
    private readonly double[] _residuals; // S × C
    private readonly double[] _shares;    // g, C
    private readonly int _targetCount, _count;
    private readonly double _scale;       // δ²

    private LocalCorrection(TargetFeatures features, double[] targets, int targetCount, double[] residuals, double[] shares, int count,
        double scale)
    {
        _features = features;
        _targets = targets;
        _targetCount = targetCount;
        _residuals = residuals;
        _shares = shares;
        _count = count;
        _scale = scale;
    }

    /// <summary>Shares g of every channel, 0 to 1.</summary>
    public IReadOnlyList<double> Shares => _shares;

    /// <param name="features">Measures distances.</param>
    /// <param name="targets">S × T sample targets.</param>
    /// <param name="targetCount">T.</param>
    /// <param name="residuals">S × C, sample means minus polynomial means; kept.</param>
    /// <param name="channels">C.</param>
    /// <param name="count">Nearest samples that are averaged.</param>
    /// <returns>The correction, and its value for every sample without that sample's own residual, S × C.</returns>
    public static (LocalCorrection Correction, double[] LeftOut) Fit(
        TargetFeatures features, double[] targets, int targetCount, double[] residuals, int channels, int count)
    {
        int samples = targets.Length / targetCount;
        count = Math.Min(count, samples - 1);
        double[] shares = new double[channels], averages = new double[residuals.Length];
        LocalCorrection correction = new(features, targets, targetCount, residuals, shares, count, 1);
        double squares = 0;
        for (int s = 0; s < samples; s++)
            foreach ((_, double distance) in correction.Nearest(correction.Target(s), s)) squares += distance;
        double scale = squares > 0 ? squares / ((double)samples * count) : 1;
        correction = new LocalCorrection(features, targets, targetCount, residuals, shares, count, scale);
        for (int s = 0; s < samples; s++) correction.Average(correction.Target(s), s, averages.AsSpan(s * channels, channels));

        for (int c = 0; c < channels; c++)
        {
            double product = 0, average = 0, own = 0;
            for (int s = 0; s < samples; s++)
            {
                double r = residuals[s * channels + c], a = averages[s * channels + c];
                product = Math.FusedMultiplyAdd(r, a, product);
                average = Math.FusedMultiplyAdd(a, a, average);
                own = Math.FusedMultiplyAdd(r, r, own);
            }
            if (!(average > 0 && product > 0)) continue;
            double g = product / average, error = own / samples / average;
            shares[c] = Math.Min(g * Math.Max(0, 1 - error / (g * g)), 1);
        }
        for (int s = 0; s < samples; s++)
            for (int c = 0; c < channels; c++) averages[s * channels + c] *= shares[c];
        return (correction, averages);
    }

    /// <summary>Adds the correction at a target combination to a mean spectrum of C values.</summary>
    public void AddTo(ReadOnlySpan<double> targets, Span<double> spectrum)
    {
        double[] average = new double[spectrum.Length];
        Average(targets, -1, average);
        for (int c = 0; c < average.Length; c++) spectrum[c] = Math.FusedMultiplyAdd(_shares[c], average[c], spectrum[c]);
    }

    private void Average(ReadOnlySpan<double> targets, int excluded, Span<double> average)
    {
        (int Sample, double Distance)[] nearest = Nearest(targets, excluded);
        double sum = 0;
        foreach ((_, double distance) in nearest) sum += 1 / (1 + distance / _scale);
        foreach ((int sample, double distance) in nearest)
        {
            double weight = 1 / (1 + distance / _scale) / sum;
            ReadOnlySpan<double> residual = _residuals.AsSpan(sample * average.Length, average.Length);
            FixedOrder.AddScaled(average, weight, residual);
        }
    }

    /// <summary>The nearest samples with their squared distances, nearest first; of equals the first sample.</summary>
    private (int Sample, double Distance)[] Nearest(ReadOnlySpan<double> targets, int excluded)
    {
        (int Sample, double Distance)[] nearest = new (int, double)[_count];
        int found = 0, samples = _targets.Length / _targetCount;
        for (int s = 0; s < samples; s++)
        {
            if (s == excluded) continue;
            double distance = _features.SquaredDistance(targets, Target(s));
            if (found == _count && distance >= nearest[found - 1].Distance) continue;
            int at = found < _count ? found++ : found - 1;
            for (; at > 0 && nearest[at - 1].Distance > distance; at--) nearest[at] = nearest[at - 1];
            nearest[at] = (s, distance);
        }
        return nearest;
    }

    private ReadOnlySpan<double> Target(int sample) => _targets.AsSpan(sample * _targetCount, _targetCount);
}
