using IonSweep.Sweeps.Results;
using MathNet.Numerics.Distributions;

namespace IonSweep.Sweeps.Statistics;

/// <summary>
/// The Bayesian correlated t-test with a region of practical equivalence (Benavoli, Corani, Demšar and Zaffalon, "Time for a change",
/// Journal of Machine Learning Research 18, 2017, section 3). With their prior, and ρ = n_test/(n_test + n_train) between folds, the mean
/// difference has Student's distribution with J − 1 degrees of freedom around d̄, scaled by √(s² (1/J + ρ/(1 − ρ))), which is the standard
/// error of <see cref="CorrectedResampledTTest"/>.
/// </summary>
public static class CorrelatedPosterior
{
    /// <summary>Probabilities of the three regions; null for fewer than 2 pairs, without a margin or without spread.</summary>
    /// <param name="test">The differences.</param>
    /// <param name="margin">Half the width of the region of practical equivalence, in their unit, positive.</param>
    public static Posterior? Of(CorrectedResampledTTest test, double margin)
    {
        if (!(margin > 0) || !(test.StandardError > 0)) return null;
        double better = Below(-margin), worse = StudentT.CDF(0, 1, test.Pairs - 1, (test.MeanDifference - margin) / test.StandardError);
        return new Posterior(
            SignificantDigits.Round(better), SignificantDigits.Round(Math.Max(0, 1 - better - worse)), SignificantDigits.Round(worse));

        double Below(double value) => StudentT.CDF(0, 1, test.Pairs - 1, (value - test.MeanDifference) / test.StandardError);
    }
}
