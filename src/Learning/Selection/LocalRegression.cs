namespace IonSweep.Learning.Selection;

/// <summary>PLS of the training spectra nearest to one spectrum.</summary>
internal static class LocalRegression
{
    /// <summary>The nearest of N rows, ascending, and their tricube weights, which fall to 0 at the next row behind them.</summary>
    /// <param name="squares">N squared distances.</param>
    /// <param name="count">How many; all of N where there are no more.</param>
    public static (int[] Rows, double[] Weights) Nearest(double[] squares, int count)
    {
        int[] order = [.. Enumerable.Range(0, squares.Length).OrderBy(i => squares[i])];
        count = Math.Min(count, order.Length);
        double reach = Math.Sqrt(Math.Max(0, squares[order[Math.Min(count, order.Length - 1)]]));
        int[] rows = [.. order.Take(count).Order()];
        double[] weights = [.. rows.Select(row =>
        {
            double share = reach > 0 ? Math.Sqrt(Math.Max(0, squares[row])) / reach : 0;
            double rest = 1 - (share * share * share);
            return Math.Max(rest * rest * rest, 1e-6); // one that lies at the end still counts a little
        })];
        return (rows, weights);
    }

    /// <summary>Predictions for the one held-out spectrum with 1, 2, … components.</summary>
    /// <param name="local">Weighed products (<see cref="SplitGram.Weighted"/>).</param>
    /// <param name="weights">Weights of its training spectra.</param>
    /// <param name="targets">Their targets.</param>
    public static double[] Predict(SplitGram local, double[] weights, double[] targets)
    {
        double sum = 0, mean = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            sum += weights[i];
            mean = Math.FusedMultiplyAdd(weights[i], targets[i], mean);
        }
        mean /= sum;
        double[] y = [.. targets.Select((target, i) => Math.Sqrt(weights[i]) * (target - mean))];
        return [.. PlsMethod.Predictions(local, y, mean).Select(one => one[0])];
    }
}
