using MathNet.Numerics.Distributions;

namespace IonSweep.Sweeps.Statistics;

/// <summary>
/// Two one-sided tests (Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15, 1987) with the standard error of the corrected
/// resampled t-test: that the true difference lies at or beyond a margin on either side is the null hypothesis; rejecting both is
/// equivalence. As an intersection-union test it needs no correction for being two.
/// </summary>
public static class EquivalenceTest
{
    /// <summary>
    /// The larger of the two one-sided p-values. NaN for fewer than 2 pairs, without a margin, or when the differences are all the same;
    /// 0 when they are all zero, since those models are the same.
    /// </summary>
    /// <param name="test">The differences.</param>
    /// <param name="margin">In their unit, positive.</param>
    public static double P(CorrectedResampledTTest test, double margin)
    {
        if (!(margin > 0) || test.Pairs < 2) return double.NaN;
        if (!(test.StandardError > 0)) return test.MeanDifference == 0 ? 0 : double.NaN;
        return StudentT.CDF(0, 1, test.Pairs - 1, (Math.Abs(test.MeanDifference) - margin) / test.StandardError);
    }
}
