using IonSweep.Learning;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Spectra.Scaling;

namespace IonSweep.Sweeps.Models;

/// <summary>Scaled rows as a network of preprocessed spectra sees them. N rows, C channels.</summary>
internal static class PreprocessedRows
{
    /// <summary>N × C values in the instrument's unit.</summary>
    public static double[] Unscaled(RowSet rows, ChannelScaler channels)
    {
        double[] values = new double[rows.Count * rows.Columns];
        float[] spectrum = new float[rows.Columns];
        for (int row = 0; row < rows.Count; row++)
        {
            channels.Inverse(rows.Row(row), spectrum);
            for (int c = 0; c < spectrum.Length; c++) values[row * spectrum.Length + c] = spectrum[c];
        }
        return values;
    }

    /// <summary>Smallest and largest value of each channel of preprocessed rows.</summary>
    /// <param name="preprocessed">N × C values, N at least 1.</param>
    /// <param name="channels">C.</param>
    public static ChannelScaler Scaler(double[] preprocessed, int channels)
    {
        float[] minimum = new float[channels], maximum = new float[channels];
        for (int c = 0; c < channels; c++)
        {
            minimum[c] = maximum[c] = (float)preprocessed[c];
            for (int i = c + channels; i < preprocessed.Length; i += channels)
            {
                minimum[c] = Math.Min(minimum[c], (float)preprocessed[i]);
                maximum[c] = Math.Max(maximum[c], (float)preprocessed[i]);
            }
        }
        return new ChannelScaler(minimum, maximum);
    }

    /// <summary>Scaled rows preprocessed and scaled again.</summary>
    public static RowSet Of(RowSet rows, ChannelScaler channels, PreprocessingPipeline preprocessing, ChannelScaler preprocessed)
    {
        double[] values = Unscaled(rows, channels);
        for (int row = 0; row < rows.Count; row++) preprocessing.Apply(values.AsSpan(row * rows.Columns, rows.Columns));
        return Scaled(values, rows.Count, preprocessed);
    }

    /// <summary>Preprocessed rows scaled.</summary>
    public static RowSet Scaled(double[] preprocessed, int count, ChannelScaler scaler)
    {
        int channels = scaler.ChannelCount;
        Matrix matrix = new(count, channels);
        for (int row = 0; row < count; row++)
        {
            Span<float> values = matrix.Row(row);
            for (int c = 0; c < channels; c++) values[c] = (float)preprocessed[row * channels + c];
            scaler.Transform(values, values);
        }
        return RowSet.All(matrix);
    }
}
