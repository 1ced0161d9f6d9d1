namespace IonSweep.Spectra.Scaling;

/// <summary>
/// The unit in which networks see targets: each target minus its mean, divided by its standard deviation; or unchanged (mean 0,
/// SD 1), as in source A.
/// </summary>
public sealed class TargetScaler
{
    private readonly double[] _mean;
    private readonly double[] _sd;

    /// <summary>A scaler of known means and standard deviations, e.g. from an artifact.</summary>
    /// <param name="mean">T means.</param>
    /// <param name="sd">T standard deviations, all positive.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a value is not finite or an SD not positive.</exception>
    public TargetScaler(IReadOnlyList<double> mean, IReadOnlyList<double> sd)
    {
        if (mean.Count != sd.Count)
            throw new ArgumentException($"{mean.Count} means and {sd.Count} standard deviations; expected as many.", nameof(sd));
        _mean = [.. mean];
        _sd = [.. sd];
        for (int t = 0; t < _mean.Length; t++)
            if (!double.IsFinite(_mean[t]) || !double.IsFinite(_sd[t]) || _sd[t] <= 0)
                throw new ArgumentException(
                    $"Target {t + 1} has mean {_mean[t]} and SD {_sd[t]}; expected finite numbers and a positive SD.", nameof(sd));
    }

    /// <summary>Targets, T.</summary>
    public int TargetCount => _mean.Length;

    /// <summary>What is subtracted from each target, in its unit.</summary>
    public IReadOnlyList<double> Mean => _mean;

    /// <summary>What each target is then divided by, in its unit.</summary>
    public IReadOnlyList<double> Sd => _sd;

    /// <summary>Leaves every target in its own unit.</summary>
    public static TargetScaler Raw(int targets) => new(new double[targets], [.. Enumerable.Repeat(1.0, targets)]);

    /// <summary>
    /// Mean and sample standard deviation of those of the given rows that have a value; a target without spread keeps an SD of 1.
    /// </summary>
    /// <exception cref="ArgumentException">No rows.</exception>
    public static TargetScaler Standardized(SpectralDataset data, ReadOnlySpan<int> rows)
    {
        if (rows.IsEmpty) throw new ArgumentException("A scaling needs at least one row.", nameof(rows));
        double[] mean = new double[data.Targets.Count], sd = new double[mean.Length];
        for (int t = 0; t < mean.Length; t++)
        {
            bool spread = false;
            int known = 0;
            float first = float.NaN;
            foreach (int row in rows)
            {
                float value = data.TargetRow(row)[t];
                if (float.IsNaN(value)) continue;
                if (known++ == 0) first = value;
                mean[t] += value;
                spread |= value != first;
            }
            if (known > 0) mean[t] /= known;
            double squares = 0;
            foreach (int row in rows)
            {
                double deviation = data.TargetRow(row)[t] - mean[t];
                if (!double.IsNaN(deviation)) squares += deviation * deviation;
            }
            sd[t] = spread ? Math.Sqrt(squares / (known - 1)) : 1;
        }
        return new TargetScaler(mean, sd);
    }

    /// <summary>The scaler of one target alone.</summary>
    public TargetScaler Only(int target) => new([_mean[target]], [_sd[target]]);

    /// <summary>Scales values that run through the T targets in order, row after row.</summary>
    /// <param name="values">A multiple of T values, each in its target's unit.</param>
    /// <param name="scaled">Receives as many; may be the same memory.</param>
    public void Transform(ReadOnlySpan<float> values, Span<float> scaled)
    {
        CheckLengths(values.Length, scaled.Length);
        for (int i = 0, t = 0; i < values.Length; i++, t = t + 1 == _mean.Length ? 0 : t + 1)
            scaled[i] = (float)((values[i] - _mean[t]) / _sd[t]);
    }

    /// <summary>Undoes <see cref="Transform"/>.</summary>
    /// <param name="scaled">A multiple of T scaled values.</param>
    /// <param name="values">Receives as many, each in its target's unit; may be the same memory.</param>
    public void Inverse(ReadOnlySpan<float> scaled, Span<float> values)
    {
        CheckLengths(scaled.Length, values.Length);
        for (int i = 0, t = 0; i < scaled.Length; i++, t = t + 1 == _mean.Length ? 0 : t + 1)
            values[i] = (float)(scaled[i] * _sd[t] + _mean[t]);
    }

    private void CheckLengths(int source, int destination)
    {
        if (source != destination || source % TargetCount != 0)
            throw new ArgumentException($"{source} and {destination} values; expected equal multiples of {TargetCount}.");
    }
}
