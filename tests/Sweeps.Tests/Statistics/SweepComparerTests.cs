using IonSweep.Sweeps.Aggregation;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Reporting;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;

namespace IonSweep.Sweeps.Tests.Statistics;

/// <summary>Sweeps side by side. Expected numbers are SciPy's (scipy.stats.t) on the same errors; see the comment at each.</summary>
public sealed class SweepComparerTests
{
    // Two targets, six folds of PLS in sweep one, seven in sweep two, whose fourth failed for zn2.
    private static readonly double[] OneZinc = [0.021, 0.024, 0.019, 0.022, 0.025, 0.020],
        TwoZinc = [0.018, 0.022, 0.018, double.NaN, 0.021, 0.017, 0.030],
        OneCopper = [0.051, 0.048, 0.055, 0.050, 0.049, 0.053], TwoCopper = [0.0512, 0.0479, 0.0551, 0.0502, 0.0488, 0.0531, 0.06];

    [Fact]
    public void Errors_are_paired_on_the_shared_folds_and_tested_as_an_independent_computation_does()
    {
        ComparedSweeps compared = SweepComparer.Compare([Sweep("one", OneZinc, OneCopper), Sweep("two", TwoZinc, TwoCopper)], []);

        ComparedTarget zinc = compared.Targets[0], copper = compared.Targets[1];
        Assert.Equal([0, 1, 2, 4, 5], zinc.Folds);
        Assert.Equal([0, 1, 2, 3, 4, 5], copper.Folds);
        Assert.Equal(["one:e/pls", "two:e/pls"], zinc.Columns.Select(column => column.Column));
        Assert.Equal(0.0218, zinc.Columns[0].MeanMae, 1e-12);
        Assert.Equal(0.0192, zinc.Columns[1].MeanMae, 1e-12);
        Assert.Null(zinc.Columns[0].Comparison);
        Assert.Equal("one:e/pls", zinc.Columns[1].Reference);

        Comparison of = zinc.Columns[1].Comparison!;
        Assert.Equal(5, of.Pairs);
        Assert.Equal(ZincExpected.Mean, of.MeanDifference, 1e-12);
        Assert.Equal(ZincExpected.P, of.P, 1e-8);
        Assert.Equal(ZincExpected.HolmP, of.HolmP, 1e-8);
        Assert.Equal(ZincExpected.Lower, of.Lower, 1e-9);
        Assert.Equal(ZincExpected.Upper, of.Upper, 1e-9);
        Comparison other = copper.Columns[1].Comparison!;
        Assert.Equal(CopperExpected.P, other.P, 1e-8);
        Assert.Equal(CopperExpected.EquivalenceP, other.EquivalenceP, 1e-8);
        Assert.Equal(CopperExpected.HolmEquivalenceP, other.HolmEquivalenceP, 1e-8);
        Assert.Equal((Verdict.Better, Verdict.Equivalent), (of.Verdict, other.Verdict));
        Assert.Contains("B: PLS − A: PLS", ComparedTables.Differences(compared).Rows[0]);
    }

    [Fact]
    public void Columns_of_one_sweep_or_several_are_compared_with_the_first_named()
    {
        var one = Sweep("one", OneZinc, OneCopper);
        var two = Sweep("two", TwoZinc, TwoCopper);
        one = (one.Item1, one.Item2 with
        {
            Cells = [.. one.Item2.Cells, .. one.Item2.Cells.Select(cell => cell with { Strategy = "sim", Mae = cell.Mae * 2 })],
            Aggregates = [.. one.Item2.Aggregates, .. one.Item2.Aggregates.Select(a => a with { Strategy = "sim", Label = "PLS+SIM" })],
        });
        ComparedTarget zinc = SweepComparer.Compare([one, two], ["one:e/pls", "one:sim/pls", "two:e/pls"]).Targets[0];
        Assert.Equal([null, "one:e/pls", "one:e/pls"], zinc.Columns.Select(column => column.Reference));
        Assert.Equal(0.0218, zinc.Columns[1].Comparison!.MeanDifference, 1e-12);
        ComparedSweeps alone = SweepComparer.Compare([one], []);
        Assert.Equal(6, alone.Targets[0].Folds.Count);
        Assert.Equal("PLS+SIM − PLS", ComparedTables.Differences(alone).Rows[0][1]);
        string message = Assert.Throws<InvalidSpecException>(() => SweepComparer.Compare([one], ["one:e/pls", "one:sin/pls"])).Message;
        Assert.Contains("did you mean 'one:sim/pls'?", message);
    }

    [Fact]
    public void Sweeps_that_share_no_folds_are_refused_and_the_setting_is_named()
    {
        var one = Sweep("one", OneZinc, OneCopper);
        var two = Sweep("two", TwoZinc, TwoCopper);
        var seeded = (two.Item1 with { Seed = 2 }, two.Item2);
        SweepsNotComparableException seed = Assert.Throws<SweepsNotComparableException>(() => SweepComparer.Compare([one, seeded], []));
        Assert.Equal("seed", seed.Setting);
        Assert.Contains("seed is 1 and 2", seed.Message);
        var elsewhere = (two.Item1, two.Item2 with
        {
            Summary = two.Item2.Summary with { Dataset = new DatasetReference("other", new string('b', 64), false, "other.csv") }
        });
        SweepsNotComparableException dataset =
            Assert.Throws<SweepsNotComparableException>(() => SweepComparer.Compare([one, elsewhere], []));
        Assert.Equal("dataset", dataset.Setting);
        Assert.Contains("'other'", dataset.Message);
    }

    [Fact]
    public void Settings_that_differ_are_told_and_do_not_keep_sweeps_apart()
    {
        var one = Sweep("one", OneZinc, OneCopper);
        var two = Sweep("two", TwoZinc, TwoCopper);
        two = (two.Item1 with { Scaling = ChannelScalingRows.Dataset }, two.Item2);
        ComparedSweeps compared = SweepComparer.Compare([one, two], []);
        Assert.Equal(["two: scaling is \"dataset\", was \"training\""], compared.Differences);
    }

    private static (SweepSpec, SweepResults) Sweep(string id, double[] zinc, double[] copper)
    {
        SweepSummary summary = new(id, SweepStatus.Completed, new DatasetReference("d", new string('a', 64), false, "d.csv"), "custom", "",
            DateTime.UnixEpoch, 14, 14, 0, "");
        (string Target, double[] Errors)[] targets = [("zn2", zinc), ("cu2", copper)];
        return (new SweepSpec { Folds = 7, Models = ["pls"], Strategies = ["e", "sim"], Targets = ["zn2", "cu2"] },
            new SweepResults(summary,
            [.. from target in targets
                from fold in Enumerable.Range(0, target.Errors.Length)
                select new CellResult
                {
                    Fold = fold,
                    Target = target.Target,
                    Strategy = "e",
                    Model = "pls",
                    Mae = target.Errors[fold],
                    Failure = double.IsNaN(target.Errors[fold]) ? new WorkFailure("It failed.") : null,
                    TrainingSamples = 70,
                    TestSamples = 10,
                }],
            [.. targets.Select(target => new StrategyAggregate
            {
                Target = target.Target,
                TargetName = target.Target,
                Unit = "M",
                Strategy = "e",
                StrategyName = "E",
                Model = "pls",
                Label = "PLS",
            })],
            []));
    }

    // d = two − one; se = √(var(d, ddof=1) (1/J + 10/70)); p = 2 t.sf(|d̄/se|, J−1); Holm over both targets; margin 5 % of one's mean MAE.
    private static readonly (double Mean, double P, double HolmP, double Lower, double Upper) ZincExpected =
        (-0.0026000000000000007, 0.0176241974308, 0.0352483948616, -0.00445360575085, -0.000746394249146);

    private static readonly (double P, double EquivalenceP, double HolmEquivalenceP) CopperExpected =
        (0.607933328036, 6.11669048924e-07, 1.22333809785e-06);
}
