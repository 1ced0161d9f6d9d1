using IonSweep.Learning.Trust;
using IonSweep.Sweeps.Reporting;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.State;

namespace IonSweep.Sweeps.Tests.Reporting;

public class TrustTableTests
{
    [Fact]
    public void Intervals_are_means_over_folds_and_infinite_ones_are_called_too_few_rows()
    {
        SweepResults results = Results(
            Trust(0, "pls", [new IntervalResult("zn2", 0.2, 0.9), new IntervalResult("cu2", 0.1, 1)]),
            Trust(1, "pls", [new IntervalResult("zn2", 0.4, 0.8), new IntervalResult("cu2", double.PositiveInfinity, 1)]));
        Assert.Equal(["Zn2+ (M) | PLS | 0.300 | 85 %", "Cu2+ (M) | PLS | too few rows | 100 %"],
            TrustTable.Intervals(results).Rows.Select(row => string.Join(" | ", row)));
    }

    [Fact]
    public void The_distance_stands_once_and_scores_of_a_model_under_its_name()
    {
        WarningResult Warning(string score, double auc) =>
            new(score, 0.05, [new DisturbanceResult(DisturbanceKind.ExtraLine, 0.2, auc, 0.5)]);
        SweepResults results = Results(
            Trust(0, "pls", [], Warning("distance", 0.9)),
            Trust(0, "cnn-multitask", [], Warning("distance", 0.9), Warning("auxiliary", 0.6)),
            Trust(1, "pls", [], Warning("distance", 0.7)),
            Trust(1, "cnn-multitask", [], Warning("distance", 0.7), Warning("auxiliary", 0.8)));
        ReportTable table = TrustTable.Warnings(results);
        Assert.Equal(["Score", "False alarms", "Extra line"], table.Columns);
        Assert.Equal(
            ["Distance from the training spectra | 5.0 % | 0.800 (50 %)", "CNN multitask, auxiliary quantities | 5.0 % | 0.700 (50 %)"],
            table.Rows.Select(row => string.Join(" | ", row)));
    }

    [Fact]
    public void Without_measured_trust_there_is_no_table()
    {
        Assert.Empty(TrustTable.Intervals(Results()).Rows);
        Assert.Empty(TrustTable.Warnings(Results()).Rows);
    }

    private static TrustResult Trust(int fold, string model, IntervalResult[] intervals, params WarningResult[] warnings) =>
        new() { Fold = fold, Strategy = "e", Model = model, Intervals = intervals, Warnings = warnings };

    private static SweepResults Results(params TrustResult[] trust) => new(
        new SweepSummary("test", SweepStatus.Completed, new DatasetReference("d", "00", false, "d.csv"), "models", "", DateTime.UnixEpoch,
            1, 1, 0, ""), [],
        [Aggregate("zn2", "Zn2+", "pls", "PLS"), Aggregate("cu2", "Cu2+", "pls", "PLS"),
            Aggregate("zn2", "Zn2+", "cnn-multitask", "CNN multitask")], [])
    { Trust = trust };

    private static StrategyAggregate Aggregate(string target, string name, string model, string label) =>
        new() { Target = target, TargetName = name, Unit = "M", Strategy = "e", StrategyName = "E", Model = model, Label = label };
}
