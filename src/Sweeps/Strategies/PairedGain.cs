namespace IonSweep.Sweeps.Strategies;

/// <summary>Whether errors of the same samples became smaller by more than chance would make them: the one-standard-error rule.</summary>
internal static class PairedGain
{
    /// <param name="before">Absolute errors of S samples.</param>
    /// <param name="after">Those of the same samples with a change.</param>
    /// <returns>True when the mean difference is above its standard error.</returns>
    public static bool IsClear(IReadOnlyList<double> before, IReadOnlyList<double> after)
    {
        int count = before.Count;
        if (count < 2) return false;
        double mean = 0, squares = 0;
        for (int s = 0; s < count; s++) mean += (before[s] - after[s]) / count;
        for (int s = 0; s < count; s++) squares += (before[s] - after[s] - mean) * (before[s] - after[s] - mean);
        return mean > Math.Sqrt(squares / (count - 1.0) / count);
    }
}
