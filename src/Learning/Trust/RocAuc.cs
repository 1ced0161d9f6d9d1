namespace IonSweep.Learning.Trust;

/// <summary>
/// Area under the receiver operating characteristic: the chance that a disturbed spectrum scores higher than an undisturbed one, ties
/// counting half (H. B. Mann, D. R. Whitney, Ann. Math. Stat. 18 (1947) 50). 0.5 is guessing, 1 tells all apart.
/// </summary>
public static class RocAuc
{
    /// <param name="undisturbed">Scores of undisturbed spectra; not empty.</param>
    /// <param name="disturbed">Scores of disturbed spectra; not empty.</param>
    /// <exception cref="ArgumentException">A set is empty or holds a NaN.</exception>
    public static double Of(ReadOnlySpan<double> undisturbed, ReadOnlySpan<double> disturbed)
    {
        if (undisturbed.Length == 0 || disturbed.Length == 0)
            throw new ArgumentException("The area under the ROC curve needs scores of both kinds.");
        double[] lower = Sorted(undisturbed, nameof(undisturbed)), higher = Sorted(disturbed, nameof(disturbed));
        double wins = 0;
        int below = 0, notAbove = 0; // of the undisturbed, relative to one disturbed score
        foreach (double score in higher)
        {
            while (below < lower.Length && lower[below] < score) below++;
            while (notAbove < lower.Length && lower[notAbove] <= score) notAbove++;
            wins += 0.5 * (below + notAbove);
        }
        return wins / ((double)lower.Length * higher.Length);
    }

    private static double[] Sorted(ReadOnlySpan<double> scores, string name)
    {
        double[] sorted = scores.ToArray();
        foreach (double score in sorted) if (double.IsNaN(score)) throw new ArgumentException("A score is not a number.", name);
        Array.Sort(sorted);
        return sorted;
    }
}
