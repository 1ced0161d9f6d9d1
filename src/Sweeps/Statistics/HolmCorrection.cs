namespace IonSweep.Sweeps.Statistics;

/// <summary>
/// Holm's step-down procedure (Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6,
/// 1979): adjusted p of the i-th smallest of m is max over j ≤ i of min(1, (m − j + 1) p_j). Rejecting where it is at most α keeps the
/// probability of any false rejection at most α.
/// </summary>
public static class HolmCorrection
{
    /// <summary>Adjusted p-values in the order given. A NaN stays NaN but counts in m, since that comparison was made too.</summary>
    public static double[] Adjust(IReadOnlyList<double> p)
    {
        double[] adjusted = [.. p];
        double highest = 0;
        int rank = 0;
        foreach (int i in Enumerable.Range(0, p.Count).Where(i => !double.IsNaN(p[i])).OrderBy(i => p[i]))
        {
            highest = Math.Max(highest, Math.Min(1, (p.Count - rank) * p[i]));
            adjusted[i] = highest;
            rank++;
        }
        return adjusted;
    }
}
