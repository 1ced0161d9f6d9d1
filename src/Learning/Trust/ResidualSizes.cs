namespace IonSweep.Learning.Trust;

/// <summary>Absolute residuals in order, which conformal intervals take a rank of.</summary>
internal static class ResidualSizes
{
    /// <summary>Ascending.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The coverage is no probability between 0 and 1.</exception>
    /// <exception cref="ArgumentException">A residual is not a number.</exception>
    public static double[] Sorted(ReadOnlySpan<double> residuals, double coverage)
    {
        if (!(coverage > 0 && coverage < 1))
            throw new ArgumentOutOfRangeException(nameof(coverage), coverage, "Coverage lies between 0 and 1, as 0.9.");
        double[] sizes = new double[residuals.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = Math.Abs(residuals[i]);
            if (double.IsNaN(sizes[i])) throw new ArgumentException("A residual is not a number.", nameof(residuals));
        }
        Array.Sort(sizes);
        return sizes;
    }
}
