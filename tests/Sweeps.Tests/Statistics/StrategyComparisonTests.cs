using IonSweep.Sweeps.Reporting;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Statistics;

namespace IonSweep.Sweeps.Tests.Statistics;

public class StrategyComparisonTests
{
    private static readonly double[] Noise = [0.0003, -0.0002, 0.0001, -0.0004, 0.0002, 0.0004, -0.0001, -0.0003];

    [Fact]
    public void Clear_differences_get_their_verdict_and_small_ones_none()
    {
        IReadOnlyList<Comparison> c = StrategyComparison.Compare(
            [Pairs(-0.02, 1), Pairs(0.02, 1), Pairs(-0.0001, 1), Pairs(-0.02, 0)], new StatisticsSpec());
        // the last has no spread
        Assert.Equal([Verdict.Better, Verdict.Worse, Verdict.Undecided, Verdict.NotShown], c.Select(x => x.Verdict));
        Assert.All(c, x => Assert.Equal(8, x.Pairs));
        Assert.Equal(-0.02, c[0].MeanDifference, 1e-12);
        Assert.InRange(c[0].MeanDifference, c[0].Lower, c[0].Upper);
        Assert.Equal(c[0].Upper - c[0].MeanDifference, c[0].SmallestDetectable, 1e-9); // α is 0.05
        Assert.Equal(4 * Math.Min(c[0].P, c[1].P), Math.Min(c[0].HolmP, c[1].HolmP), 1e-12);
        Assert.True(double.IsNaN(c[3].P));
    }

    [Fact]
    public void Holm_takes_a_verdict_that_stands_alone()
    {
        double[] borderline = [-0.012, -0.004, -0.009, 0.001, -0.015, -0.007, -0.002, -0.011]; // p = 0.034
        Assert.Equal(Verdict.Better, Assert.Single(StrategyComparison.Compare([Of(borderline)], new StatisticsSpec())).Verdict);
        Assert.All(StrategyComparison.Compare([Of(borderline), Of(borderline)], new StatisticsSpec()),
            x => Assert.Equal((Verdict.Undecided, 0.0682), (x.Verdict, Math.Round(x.HolmP, 4))));
    }

    [Fact]
    public void Too_few_folds_get_no_verdict_and_do_not_weigh_on_others()
    {
        IReadOnlyList<Comparison> c = StrategyComparison.Compare([[.. Pairs(-0.02, 1).Take(4)], [], Pairs(-0.02, 1)], new StatisticsSpec());
        Assert.Equal([Verdict.TooFewFolds, Verdict.TooFewFolds, Verdict.Better], c.Select(x => x.Verdict));
        Assert.Equal(c[2].P, c[2].HolmP);
        Assert.True(c[0].P < 0.05 && double.IsNaN(c[0].HolmP));
        Assert.True(double.IsNaN(c[1].MeanDifference));
    }

    [Fact]
    public void Training_samples_set_the_correction_not_rows_and_not_generated_ones()
    {
        Comparison rows = StrategyComparison.Compare([Of(Noise)], new StatisticsSpec())[0];
        Comparison replicates = StrategyComparison.Compare(
            [[.. Of(Noise).Select(p => (p.Reference with { TrainingRows = 9999, SyntheticRows = 9999, TestRows = 9999 }, p.Strategy))]],
            new StatisticsSpec())[0];
        Assert.Equal(rows, replicates);
    }

    [Fact]
    public void What_is_negligible_is_equivalent_and_what_is_neither_says_how_many_folds_it_needs()
    {
        // E's error is 0.1, so 0.005 is negligible; in steps of Noise, 0.0003 is far from it and 0.0049 is not.
        IReadOnlyList<Comparison> c = StrategyComparison.Compare(
            [WithError(0.1, Pairs(0.00003, 1)), WithError(0.1, Pairs(0.0049, 60)), WithError(0.1, Pairs(-0.04, 1))], new StatisticsSpec());
        Assert.Equal([Verdict.Equivalent, Verdict.Undecided, Verdict.Better], c.Select(x => x.Verdict));
        Assert.Equal((0.005, 0.03), (Math.Round(c[0].Margin, 9), Math.Round(c[0].DifferencePercent, 6)));
        Assert.True(c[0].HolmEquivalenceP <= 0.05 && c[0].Posterior!.Equivalent > 0.95);
        Assert.Equal("undecided, no number of folds would", NumberText.Verdict(c[1]));

        StatisticsSpec wide = new() { Margin = 0.5 };
        Comparison wider = StrategyComparison.Compare([WithError(0.1, Pairs(0.02, 120))], wide)[0];
        Assert.Equal(Verdict.Undecided, wider.Verdict);
        Assert.True(wider.FoldsToDecide > 8);
        Assert.Equal($"undecided, {wider.FoldsToDecide} folds would decide", NumberText.Verdict(wider));
    }

    [Fact]
    public void Equivalence_is_corrected_over_all_comparisons_as_differences_are()
    {
        (CellResult, CellResult)[] one = WithError(0.1, Pairs(0.001, 8));
        double alone = Assert.Single(StrategyComparison.Compare([one], new StatisticsSpec())).HolmEquivalenceP;
        Assert.All(StrategyComparison.Compare([one, one, one], new StatisticsSpec()),
            x => Assert.Equal(Math.Min(1, 3 * alone), x.HolmEquivalenceP, 1e-12));
    }

    private static (CellResult, CellResult)[] WithError(double error, (CellResult Reference, CellResult Strategy)[] pairs) =>
        [.. pairs.Select(pair => (pair.Reference with { Mae = error }, pair.Strategy with { Mae = error + pair.Strategy.Mae }))];

    private static (CellResult, CellResult)[] Pairs(double difference, double noise) => Of([.. Noise.Select(n => difference + noise * n)]);

    private static (CellResult Reference, CellResult Strategy)[] Of(double[] differences) =>
    [
        .. differences.Select((d, fold) => (
            new CellResult { Fold = fold, Target = "zn2", Strategy = "e", Mae = 0, TrainingSamples = 2620, TestSamples = 375 },
            new CellResult { Fold = fold, Target = "zn2", Strategy = "vae-u", Mae = d })),
    ];
}
