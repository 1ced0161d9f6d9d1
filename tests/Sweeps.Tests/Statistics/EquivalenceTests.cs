using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Statistics;

namespace IonSweep.Sweeps.Tests.Statistics;

/// <summary>
/// Expected values from a separate program: tails by Simpson's rule on Student's density, folds by trying one after the other with
/// quantiles that bisection finds.
/// </summary>
public class EquivalenceTests
{
    private static readonly CorrectedResampledTTest Test = CorrectedResampledTTest.Of(
        [-0.012, -0.004, -0.009, 0.001, -0.015, -0.007, -0.002, -0.011], 375.0 / 2620);

    [Theory]
    [InlineData(0.015, 0.014984688013667702, 0.9849685484333444, 4.676355298793844e-05)]
    [InlineData(0.010, 0.190511900771399, 0.809262694414597, 0.00022540481400401546)]
    [InlineData(0.005, 0.7871708373223836, 0.2112636298216144, 0.0015655328560020276)]
    public void Both_readings_agree_with_an_independent_computation(double margin, double p, double within, double worse)
    {
        Assert.Equal(p, EquivalenceTest.P(Test, margin), 1e-9);
        Posterior posterior = CorrelatedPosterior.Of(Test, margin)!;
        Assert.Equal(p, posterior.Better, 1e-9); // the mean lies on that side: the larger one-sided p is this probability
        Assert.Equal(within, posterior.Equivalent, 1e-9);
        Assert.Equal(worse, posterior.Worse, 1e-9);
    }

    /// <summary>t(0.95; 7) = 1.8946 in any table of Student's distribution.</summary>
    [Theory]
    [InlineData(1.8945, false)]
    [InlineData(1.8947, true)]
    public void Equivalence_is_shown_from_the_tabulated_quantile_on(double quantile, bool shown) => Assert.Equal(
        shown, EquivalenceTest.P(Test, Math.Abs(Test.MeanDifference) + quantile * Test.StandardError) < 0.05);

    [Theory]
    [InlineData(0.05 / 2, 10)]
    [InlineData(0.05 / 10, 23)]
    public void The_folds_that_would_decide_a_difference_are_those_of_an_independent_search(double level, int folds) =>
        Assert.Equal(folds, DecidingFolds.Of(Test, 0.005, level, level));

    [Fact]
    public void No_number_of_folds_decides_what_the_overlap_of_training_sets_hides()
    {
        // d̄/(s √(n_test/n_train)) is 0.2, and the margin no farther away: the limits of both tests are never reached.
        double s = Test.Spread, r = Test.TestToTraining, mean = 0.2 * s * Math.Sqrt(r);
        CorrectedResampledTTest hidden = CorrectedResampledTTest.Of(
            [.. Enumerable.Range(0, 8).Select(i => mean + (i % 2 == 0 ? s : -s) * Math.Sqrt(7.0 / 8))], r);
        Assert.Null(DecidingFolds.Of(hidden, 2 * mean, 0.05, 0.05));
        Assert.NotNull(DecidingFolds.Of(hidden, mean + 2 * s * Math.Sqrt(r), 0.05, 0.05)); // 2 > 1.645
        Assert.Null(DecidingFolds.Of(hidden, double.NaN, 0.05, 0.05));
    }

    [Fact]
    public void The_same_models_are_equivalent_and_a_constant_difference_says_nothing()
    {
        Assert.Equal(0, EquivalenceTest.P(CorrectedResampledTTest.Of([0, 0, 0, 0, 0], 0.1), 0.01));
        Assert.True(double.IsNaN(EquivalenceTest.P(CorrectedResampledTTest.Of([1, 1, 1, 1, 1], 0.1), 2)));
        Assert.Null(CorrelatedPosterior.Of(CorrectedResampledTTest.Of([0, 0, 0, 0, 0], 0.1), 0.01));
    }
}
