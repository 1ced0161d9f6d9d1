using MathNet.Numerics.Distributions;

namespace IonSweep.Sweeps.Statistics;

/// <summary>
/// The corrected resampled t-test for paired differences over J resamplings of one dataset (Nadeau and Bengio, "Inference for the
/// generalization error", Machine Learning 52, 2003, section 4): t = d̄ / √(s² (1/J + n_test/n_train)), J − 1 degrees of freedom,
/// two-sided. The plain t-test, without n_test/n_train, would take overlapping training sets for independent ones.
/// </summary>
public sealed record CorrectedResampledTTest
{
    private CorrectedResampledTTest()
    {
    }

    /// <summary>Differences, J.</summary>
    public required int Pairs { get; init; }

    /// <summary>d̄.</summary>
    public required double MeanDifference { get; init; }

    /// <summary>Standard deviation s of the differences; NaN for J &lt; 2.</summary>
    public required double Spread { get; init; }

    /// <summary>n_test/n_train.</summary>
    public required double TestToTraining { get; init; }

    /// <summary>√(s² (1/J + n_test/n_train)); NaN for J &lt; 2.</summary>
    public required double StandardError { get; init; }

    /// <summary>Two-sided p-value; NaN for J &lt; 2 or without spread, when nothing can be said.</summary>
    public required double P { get; init; }

    /// <summary>The test of J differences.</summary>
    /// <param name="differences">One a fold, in the order of the folds.</param>
    /// <param name="testToTraining">n_test/n_train, positive.</param>
    public static CorrectedResampledTTest Of(IReadOnlyList<double> differences, double testToTraining)
    {
        if (!(testToTraining > 0))
            throw new ArgumentOutOfRangeException(
                nameof(testToTraining), testToTraining, "Expected a positive ratio of test to training samples.");
        int pairs = differences.Count;
        double sum = 0, squares = 0;
        foreach (double difference in differences) sum += difference;
        double mean = pairs > 0 ? sum / pairs : double.NaN;
        foreach (double difference in differences) squares += (difference - mean) * (difference - mean);
        double variance = pairs > 1 ? squares / (pairs - 1) : double.NaN;
        double error = Math.Sqrt(variance * (1.0 / pairs + testToTraining));
        double p = error > 0 ? 2 * StudentT.CDF(0, 1, pairs - 1, -Math.Abs(mean / error)) : double.NaN;
        return new CorrectedResampledTTest
        {
            Pairs = pairs,
            MeanDifference = mean,
            Spread = Math.Sqrt(variance),
            TestToTraining = testToTraining,
            StandardError = error,
            P = p,
        };
    }

    /// <summary>Half the width of the interval that covers the true difference with this probability; NaN for J &lt; 2.</summary>
    public double HalfWidth(double coverage) =>
        Pairs > 1 ? StudentT.InvCDF(0, 1, Pairs - 1, (1 + coverage) / 2) * StandardError : double.NaN;
}
