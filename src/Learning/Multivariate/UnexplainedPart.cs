using IonSweep.Spectra.Numerics;

namespace IonSweep.Learning.Multivariate;

/// <summary>What a linear regression leaves of values: residuals of least squares with an intercept, by Gram–Schmidt.</summary>
public static class UnexplainedPart
{
    /// <param name="values">N × P, row-major.</param>
    /// <param name="explaining">N × T values to regress on; null for the intercept alone.</param>
    /// <param name="rows">N.</param>
    /// <returns>
    /// N × P residuals, enlarged by √(N/(N − r)) for the r parameters of the regression, so that the mean of their products estimates the
    /// covariance; all 0 when nothing is left to estimate it from.
    /// </returns>
    public static double[] Of(double[] values, float[]? explaining, int rows)
    {
        int columns = values.Length / rows, regressors = explaining is null ? 0 : explaining.Length / rows;
        double[] constant = new double[rows];
        Array.Fill(constant, 1 / Math.Sqrt(rows));
        List<double[]> basis = [constant];
        for (int t = 0; t < regressors; t++)
        {
            double[] one = new double[rows];
            for (int row = 0; row < rows; row++) one[row] = explaining![row * regressors + t];
            double before = Math.Sqrt(FixedOrder.Dot(one, one));
            Subtract(one, basis);
            double norm = Math.Sqrt(FixedOrder.Dot(one, one));
            if (!(norm > 1e-6 * before)) continue; // nothing that the others do not say: targets are floats
            for (int row = 0; row < rows; row++) one[row] /= norm;
            basis.Add(one);
        }
        double[] residuals = new double[values.Length];
        if (rows <= basis.Count) return residuals;
        double enlarged = Math.Sqrt((double)rows / (rows - basis.Count));
        for (int c = 0; c < columns; c++)
        {
            double[] one = new double[rows];
            for (int row = 0; row < rows; row++) one[row] = values[row * columns + c];
            Subtract(one, basis);
            for (int row = 0; row < rows; row++) residuals[row * columns + c] = enlarged * one[row];
        }
        return residuals;
    }

    private static void Subtract(double[] values, List<double[]> basis)
    {
        for (int pass = 0; pass < 2; pass++)
            foreach (double[] one in basis) FixedOrder.AddScaled(values, -FixedOrder.Dot(values, one), one);
    }
}
