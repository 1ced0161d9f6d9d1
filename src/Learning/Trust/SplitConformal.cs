namespace IonSweep.Learning.Trust;

/// <summary>
/// Prediction intervals from validation residuals by split conformal prediction (J. Lei et al., J. Am. Stat. Assoc. 113 (2018) 1094):
/// prediction ± q covers a new value with at least the wanted probability, whatever the errors' distribution, when validation and new
/// samples are exchangeable.
/// </summary>
public static class SplitConformal
{
    /// <summary>
    /// The ⌈(n + 1) · coverage⌉-th smallest absolute residual; infinity when n residuals cannot promise the coverage.
    /// </summary>
    /// <param name="residuals">n validation residuals, signed or absolute, target units. With replicates, one a sample keeps them
    /// exchangeable.</param>
    /// <param name="coverage">Wanted probability, above 0 and below 1.</param>
    public static double HalfWidth(ReadOnlySpan<double> residuals, double coverage)
    {
        double[] sizes = ResidualSizes.Sorted(residuals, coverage);
        // 1e-9 keeps a product such as 10 × 0.9 from being rounded up to 10.
        int rank = (int)Math.Ceiling((sizes.Length + 1) * coverage - 1e-9);
        return rank <= sizes.Length ? sizes[rank - 1] : double.PositiveInfinity;
    }

    /// <summary>Share of residuals that lie within ± <paramref name="halfWidth"/>: the coverage measured on test rows.</summary>
    public static double Coverage(ReadOnlySpan<double> residuals, double halfWidth)
    {
        int inside = 0;
        foreach (double residual in residuals) if (Math.Abs(residual) <= halfWidth) inside++;
        return residuals.Length == 0 ? double.NaN : (double)inside / residuals.Length;
    }
}
