namespace IonSweep.Spectra.Numerics;

/// <summary>Errors of predictions, summed in double in row order.</summary>
/// <param name="Mae">Mean absolute error, in the target's unit.</param>
/// <param name="Rmse">Root mean squared error, in the target's unit.</param>
/// <param name="R2">1 − Σ(predicted − true)² / Σ(true − mean)²; NaN when the true values have no spread.</param>
/// <param name="Bias">Mean of predicted minus true, in the target's unit.</param>
public readonly record struct RegressionMetrics(double Mae, double Rmse, double R2, double Bias)
{
    /// <summary>Metrics of N predictions.</summary>
    /// <param name="truth">N known values.</param>
    /// <param name="predicted">N predictions.</param>
    /// <exception cref="ArgumentException">No values, or lengths that differ.</exception>
    public static RegressionMetrics Of(ReadOnlySpan<float> truth, ReadOnlySpan<float> predicted)
    {
        if (truth.Length != predicted.Length || truth.IsEmpty)
            throw new ArgumentException(
                $"{truth.Length} known and {predicted.Length} predicted values; expected equally many, at least one.");
        int n = truth.Length;
        double sum = 0, absolute = 0, squared = 0, difference = 0, spread = 0;
        for (int i = 0; i < n; i++)
        {
            double error = (double)predicted[i] - truth[i];
            absolute += Math.Abs(error);
            squared += error * error;
            difference += error;
            sum += truth[i];
        }
        double mean = sum / n;
        for (int i = 0; i < n; i++) spread += (truth[i] - mean) * (truth[i] - mean);
        return new RegressionMetrics(absolute / n, Math.Sqrt(squared / n), spread > 0 ? 1 - squared / spread : double.NaN, difference / n);
    }
}
