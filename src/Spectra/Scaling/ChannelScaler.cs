using IonSweep.Spectra.Formulas;

namespace IonSweep.Spectra.Scaling;

/// <summary>
/// Min–max scaling of each channel to [0, 1] over the rows it was fitted on (source A). Values outside their range scale to
/// values outside [0, 1]; nothing is clipped. A channel without spread maps to 0.
/// </summary>
public sealed class ChannelScaler
{
    private readonly float[] _minimum;
    private readonly float[] _maximum;

    /// <summary>A scaler of known ranges, e.g. from an artifact.</summary>
    /// <param name="minimum">C smallest values.</param>
    /// <param name="maximum">C largest values, none below its minimum.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a maximum lies below its minimum.</exception>
    public ChannelScaler(IReadOnlyList<float> minimum, IReadOnlyList<float> maximum)
    {
        if (minimum.Count != maximum.Count)
            throw new ArgumentException($"{minimum.Count} minima and {maximum.Count} maxima; expected as many.", nameof(maximum));
        _minimum = [.. minimum];
        _maximum = [.. maximum];
        for (int c = 0; c < _minimum.Length; c++)
            if (!(_maximum[c] >= _minimum[c]))
                throw new ArgumentException($"Channel {c + 1} has maximum {_maximum[c]} below minimum {_minimum[c]}.", nameof(maximum));
    }

    /// <summary>Channels, C.</summary>
    public int ChannelCount => _minimum.Length;

    /// <summary>Smallest value of each channel; scales to 0.</summary>
    public IReadOnlyList<float> Minimum => _minimum;

    /// <summary>Largest value of each channel; scales to 1 unless it equals the minimum.</summary>
    public IReadOnlyList<float> Maximum => _maximum;

    /// <summary>Ranges of the given rows.</summary>
    /// <exception cref="ArgumentException">No rows.</exception>
    public static ChannelScaler Fit(SpectralDataset data, ReadOnlySpan<int> rows)
    {
        if (rows.IsEmpty) throw new ArgumentException("A scaling needs at least one row.", nameof(rows));
        float[] minimum = data.Spectrum(rows[0]).ToArray(), maximum = [.. minimum];
        foreach (int row in rows[1..])
        {
            ReadOnlySpan<float> spectrum = data.Spectrum(row);
            for (int c = 0; c < spectrum.Length; c++)
            {
                if (spectrum[c] < minimum[c]) minimum[c] = spectrum[c];
                if (spectrum[c] > maximum[c]) maximum[c] = spectrum[c];
            }
        }
        return new ChannelScaler(minimum, maximum);
    }

    /// <summary>Ranges of all rows.</summary>
    public static ChannelScaler Fit(SpectralDataset data) => Fit(data, [.. Enumerable.Range(0, data.RowCount)]);

    /// <summary>Scales one spectrum: (x − min) / (max − min) in each channel.</summary>
    /// <param name="spectrum">C values in the instrument's unit.</param>
    /// <param name="scaled">Receives C values; may be the same memory.</param>
    public void Transform(ReadOnlySpan<float> spectrum, Span<float> scaled)
    {
        CheckLengths(spectrum.Length, scaled.Length);
        for (int c = 0; c < _minimum.Length; c++)
        {
            float range = _maximum[c] - _minimum[c];
            scaled[c] = range > 0 ? (spectrum[c] - _minimum[c]) / range : 0;
        }
    }

    /// <summary><see cref="Transform"/> as a formula, with the same rounding.</summary>
    public FormulaValue Write(IFormulas formulas, FormulaValue spectra)
    {
        double[] ranges = Ranges;
        FormulaValue scaled = formulas.Rounded(formulas.Divide(
            formulas.Rounded(formulas.Subtract(spectra, formulas.Constant([.. _minimum.Select(value => (double)value)]))),
            formulas.Constant([.. ranges.Select(range => range > 0 ? range : 1)])));
        return Array.TrueForAll(ranges, range => range > 0) ? scaled
            : formulas.Multiply(scaled, formulas.Constant([.. ranges.Select(range => range > 0 ? 1.0 : 0)]));
    }

    /// <summary><see cref="Inverse"/> as a formula, with the same rounding.</summary>
    public FormulaValue WriteInverse(IFormulas formulas, FormulaValue scaled) => formulas.Rounded(formulas.Add(
        formulas.Rounded(formulas.Multiply(scaled, formulas.Constant(Ranges))),
        formulas.Constant([.. _minimum.Select(value => (double)value)])));

    private double[] Ranges => [.. _maximum.Zip(_minimum, (maximum, minimum) => (double)(maximum - minimum))];

    /// <summary>Undoes <see cref="Transform"/>; a channel without spread gets the value it had when fitted.</summary>
    /// <param name="scaled">C scaled values.</param>
    /// <param name="spectrum">Receives C values in the instrument's unit; may be the same memory.</param>
    public void Inverse(ReadOnlySpan<float> scaled, Span<float> spectrum)
    {
        CheckLengths(scaled.Length, spectrum.Length);
        for (int c = 0; c < _minimum.Length; c++)
        {
            float range = _maximum[c] - _minimum[c];
            spectrum[c] = range > 0 ? scaled[c] * range + _minimum[c] : _minimum[c];
        }
    }

    private void CheckLengths(int source, int destination)
    {
        if (source != ChannelCount || destination != ChannelCount)
            throw new ArgumentException($"Spectra of {source} and {destination} channels; this scaling has {ChannelCount}.");
    }
}
