using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Statistics;

namespace IonSweep.Sweeps.Tests.Statistics;

public class SpendingPlanTests
{
    /// <summary>
    /// Boundaries of Lan and DeMets' spending function of O'Brien and Fleming's type for equally spaced looks, α 0.05 two-sided, as their
    /// program and every later one print them.
    /// </summary>
    [Theory]
    [InlineData(new[] { 4.3326, 2.9631, 2.3590, 2.0141 })]
    [InlineData(new[] { 4.8769, 3.3569, 2.6803, 2.2898, 2.0310 })]
    public void Boundaries_are_the_published_ones(double[] published)
    {
        int looks = published.Length;
        SpendingPlan plan = new([.. Enumerable.Range(1, looks).Select(k => (double)k / looks)], [.. Enumerable.Range(1, looks)]);
        for (int look = 0; look < looks; look++) Assert.Equal(published[look], plan.Boundary(0.05, look), 0.003);
    }

    [Fact]
    public void A_single_look_spends_everything_and_p_values_and_levels_are_each_other_s_inverse()
    {
        Assert.Equal([20], SpendingPlan.LooksOf(20, 20));
        Assert.Equal(0.05, SpendingPlan.Of(20, 20, 1 / 7.0).Level(0.05, 0), 1e-4);
        Assert.Equal([8, 16, 32, 50], SpendingPlan.LooksOf(8, 50));
        SpendingPlan plan = SpendingPlan.Of(8, 50, 1 / 7.0);
        foreach (double alpha in (double[])[0.2, 0.05, 0.05 / 24, 1e-5])
            for (int look = 0; look < 4; look++)
            {
                double level = plan.Level(alpha, look);
                Assert.InRange(level, 0, alpha);
                Assert.Equal(alpha, plan.Adjusted(level, look), 1e-9);
                Assert.Equal(alpha / 2, plan.AdjustedOneSided(level / 2, look), 1e-9);
            }
        Assert.True(plan.Adjusted(0, 0) < 1e-14);
        Assert.True(double.IsNaN(plan.Adjusted(double.NaN, 0)));
    }

    [Fact]
    public void A_verdict_of_an_early_look_stays_and_a_late_one_is_judged_by_the_whole_plan()
    {
        // Eight clear folds, then eight that point the other way.
        double[] differences = [.. Enumerable.Range(0, 16).Select(fold => (fold < 8 ? -0.02 : 0.06) + 0.001 * (fold % 3))];
        FoldLooks first = new(8, 32, 1), second = first with { Reached = 2 };
        Comparison early = Compare(differences[..8], first), late = Compare(differences, second);
        Assert.Equal((Verdict.Better, Verdict.Better), (early.Verdict, late.Verdict));
        Assert.Equal(early.HolmP, late.HolmP);
        Assert.True(late.MeanDifference > 0); // the numbers are those of all folds
        Assert.True(early.HolmP > early.P); // looking early costs
        Assert.Equal(Verdict.TooFewFolds, Compare(differences[..7], first with { Reached = 0 }).Verdict);
    }

    private static Comparison Compare(double[] differences, FoldLooks looks) => StrategyComparison.Compare(
        [[.. differences.Select((d, fold) => (Cell(fold, "e", 0.1), Cell(fold, "sim", 0.1 + d)))]], new StatisticsSpec(), looks)[0];

    private static CellResult Cell(int fold, string strategy, double error) =>
        new() { Fold = fold, Target = "t", Strategy = strategy, Mae = error, TrainingSamples = 70, TestSamples = 10 };
}
