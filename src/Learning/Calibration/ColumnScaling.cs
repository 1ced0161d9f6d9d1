namespace IonSweep.Learning.Calibration;

/// <summary>Mean and standard deviation (n − 1) of every column, summed in row order; a column without spread has deviation 1.</summary>
internal sealed record ColumnScaling(double[] Means, double[] Deviations)
{
    public static ColumnScaling Fit(RowSet rows)
    {
        double[] means = new double[rows.Columns], deviations = new double[rows.Columns];
        for (int row = 0; row < rows.Count; row++)
        {
            ReadOnlySpan<float> values = rows.Row(row);
            for (int c = 0; c < values.Length; c++) means[c] += values[c];
        }
        for (int c = 0; c < means.Length; c++) means[c] /= rows.Count;
        for (int row = 0; row < rows.Count; row++)
        {
            ReadOnlySpan<float> values = rows.Row(row);
            for (int c = 0; c < values.Length; c++)
            {
                double difference = values[c] - means[c];
                deviations[c] = Math.FusedMultiplyAdd(difference, difference, deviations[c]);
            }
        }
        for (int c = 0; c < deviations.Length; c++)
        {
            double deviation = rows.Count > 1 ? Math.Sqrt(deviations[c] / (rows.Count - 1)) : 0;
            // Rounding leaves a constant column of large values a spread of about 1e-16 of them.
            deviations[c] = deviation > 1e-12 * Math.Abs(means[c]) ? deviation : 1;
        }
        return new ColumnScaling(means, deviations);
    }

    /// <summary>The rows, minus mean and divided by deviation, row-major.</summary>
    public double[] Apply(RowSet rows)
    {
        int columns = rows.Columns;
        double[] scaled = new double[rows.Count * columns];
        for (int row = 0; row < rows.Count; row++)
        {
            ReadOnlySpan<float> values = rows.Row(row);
            Span<double> target = scaled.AsSpan(row * columns, columns);
            for (int c = 0; c < columns; c++) target[c] = (values[c] - Means[c]) / Deviations[c];
        }
        return scaled;
    }

    public static double Mean(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values) sum += value;
        return sum / values.Length;
    }

    public static void CheckRows(RowSet spectra, ReadOnlySpan<float> targets, int least, string method)
    {
        if (spectra.Count != targets.Length)
            throw new ArgumentException($"{spectra.Count} spectra came with {targets.Length} targets.", nameof(targets));
        if (spectra.Count < least)
            throw new CalibrationException($"{method} needs at least {least} training rows; there are {spectra.Count}.");
    }
}
