using IonSweep.Learning.Multivariate;
using IonSweep.Spectra.Numerics;

namespace IonSweep.Learning.Selection;

/// <summary>
/// Weights of an average of calibrations: not negative, sum 1, least squares on their held-out predictions (L. Breiman, Stacked
/// regressions, Machine Learning 24 (1996) 49).
/// </summary>
public static class Stacking
{
    private const int MaximumSteps = 20_000;
    private const double Negligible = 1e-3;

    /// <summary>K weights.</summary>
    /// <param name="heldOut">K predictions of R rows each; rows where they are NaN do not count.</param>
    /// <param name="targets">R values.</param>
    public static double[] Weights(IReadOnlyList<double[]> heldOut, double[] targets)
    {
        int count = heldOut.Count;
        int[] rows = [.. Enumerable.Range(0, targets.Length).Where(row => !double.IsNaN(heldOut[0][row]))];
        double[][] errors = [.. heldOut.Select(one => rows.Select(row => one[row] - targets[row]).ToArray())];
        double[,] products = new double[count, count];
        for (int i = 0; i < count; i++)
            for (int j = 0; j < count; j++) products[i, j] = FixedOrder.Dot(errors[i], errors[j]);
        double[] weights = new double[count], gradient = new double[count];
        weights[0] = 1;
        for (int i = 0; i < count; i++) gradient[i] = products[i, 0];
        // Weight moves from the candidate that would gain most by less of it to the one that would gain most by more.
        for (int step = 0; step < MaximumSteps; step++)
        {
            int to = 0, from = -1;
            for (int i = 0; i < count; i++)
            {
                if (gradient[i] < gradient[to]) to = i;
                if (weights[i] > 0 && (from < 0 || gradient[i] > gradient[from])) from = i;
            }
            double gain = gradient[from] - gradient[to];
            double curvature = products[to, to] + products[from, from] - 2 * products[to, from];
            if (!(gain > 1e-9 * products[0, 0]) || !(curvature > 0)) break;
            double move = Math.Min(gain / curvature, weights[from]);
            weights[to] += move;
            weights[from] = move == weights[from] ? 0 : weights[from] - move;
            for (int i = 0; i < count; i++) gradient[i] += move * (products[i, to] - products[i, from]);
        }
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            if (weights[i] < Negligible) weights[i] = 0;
            sum += weights[i];
        }
        return [.. weights.Select(weight => weight / sum)];
    }
}
