namespace IonSweep.Learning.Trust;

/// <summary>
/// Prediction intervals from residuals of cross-validation (V. Vovk, Ann. Math. Artif. Intell. 74 (2015) 9; R. F. Barber et al., Ann.
/// Stat. 49 (2021) 486), so that every sample calibrates and none is set aside: with 26 samples there is an interval where split conformal
/// has too few rows. The models that made the residuals were trained on a part of what the final one was, which makes the interval slightly
/// wide; the promise is approximate, and measured (bench/Intervals).
/// </summary>
public static class CrossConformal
{
    /// <summary>
    /// The absolute residual of rank (n + 1) · coverage, between two neighbours in proportion, so that few samples do not widen it to the
    /// next whole rank; infinity when there is no such rank.
    /// </summary>
    /// <param name="residuals">n residuals by models that were not trained on the sample, one a sample, target units.</param>
    /// <param name="coverage">Wanted probability, above 0 and below 1.</param>
    public static double HalfWidth(ReadOnlySpan<double> residuals, double coverage)
    {
        double[] sizes = ResidualSizes.Sorted(residuals, coverage);
        double rank = (sizes.Length + 1) * coverage;
        int below = (int)Math.Floor(rank + 1e-9); // 10 × 0.9 is 9
        if (below < 1) return sizes.Length == 0 ? double.PositiveInfinity : sizes[0];
        if (below > sizes.Length || (below == sizes.Length && rank - below > 1e-9)) return double.PositiveInfinity;
        double share = Math.Max(0, rank - below);
        return below == sizes.Length ? sizes[^1] : sizes[below - 1] + share * (sizes[below] - sizes[below - 1]);
    }
}
