using IonSweep.Spectra;

namespace IonSweep.Learning.Inspection;

/// <summary>What all spectra of a dataset have in each channel; C values each.</summary>
/// <param name="Lowest">Smallest value.</param>
/// <param name="Mean">Mean.</param>
/// <param name="Highest">Largest value.</param>
/// <param name="Sd">Standard deviation over rows; NaN for one row.</param>
public sealed record SpectralEnvelope(
    IReadOnlyList<float> Lowest, IReadOnlyList<float> Mean, IReadOnlyList<float> Highest, IReadOnlyList<double> Sd)
{
    /// <summary>Of these rows.</summary>
    public static SpectralEnvelope Of(UnlabelledSpectra data, IReadOnlyList<int> rows)
    {
        int channels = data.ChannelCount;
        float[] lowest = [.. data.Spectrum(rows[0])], highest = [.. lowest];
        double[] sums = new double[channels], squares = new double[channels];
        foreach (int row in rows)
        {
            ReadOnlySpan<float> spectrum = data.Spectrum(row);
            for (int c = 0; c < channels; c++)
            {
                lowest[c] = Math.Min(lowest[c], spectrum[c]);
                highest[c] = Math.Max(highest[c], spectrum[c]);
                sums[c] += spectrum[c];
            }
        }
        for (int c = 0; c < channels; c++) sums[c] /= rows.Count;
        foreach (int row in rows)
        {
            ReadOnlySpan<float> spectrum = data.Spectrum(row);
            for (int c = 0; c < channels; c++) squares[c] += (spectrum[c] - sums[c]) * (spectrum[c] - sums[c]);
        }
        return new SpectralEnvelope(lowest, [.. sums.Select(mean => (float)mean)], highest,
            [.. squares.Select(square => rows.Count > 1 ? Math.Sqrt(square / (rows.Count - 1)) : double.NaN)]);
    }
}
