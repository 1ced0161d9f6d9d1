using MathNet.Numerics.Distributions;

namespace IonSweep.Sweeps.Statistics;

/// <summary>
/// How many folds would decide a comparison if mean and spread of its differences stayed what they are. More folds make the mean more
/// certain, but all of them draw on one dataset: s² (1/J + n_test/n_train) never falls below s² n_test/n_train. Where that is too much, no
/// number of folds decides.
/// </summary>
public static class DecidingFolds
{
    /// <summary>More than a spec can ask for.</summary>
    public const int Most = 10_000;

    /// <summary>The fewest folds above those there are; null when no number up to <see cref="Most"/> decides.</summary>
    /// <param name="test">The differences so far, with spread.</param>
    /// <param name="margin">Of equivalence, in their unit; NaN for none.</param>
    /// <param name="level">Two-sided level at which a difference would be shown.</param>
    /// <param name="equivalenceLevel">One-sided level at which equivalence would be shown.</param>
    public static int? Of(CorrectedResampledTTest test, double margin, double level, double equivalenceLevel)
    {
        if (!(test.StandardError > 0) || !Decide(Most)) return null;
        // The standard error and both quantiles fall with the folds, so what decides once decides with more too.
        int low = test.Pairs, high = Most;
        while (high - low > 1)
        {
            int middle = low + (high - low) / 2;
            if (Decide(middle)) high = middle;
            else low = middle;
        }
        return high;

        bool Decide(int folds)
        {
            double error = test.Spread * Math.Sqrt(1.0 / folds + test.TestToTraining), difference = Math.Abs(test.MeanDifference);
            return 2 * Tail(difference / error) <= level || Tail((margin - difference) / error) <= equivalenceLevel;

            double Tail(double t) => StudentT.CDF(0, 1, folds - 1, -t); // NaN without a margin, which decides nothing
        }
    }
}
