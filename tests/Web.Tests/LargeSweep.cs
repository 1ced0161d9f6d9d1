using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;

namespace IonSweep.Web.Tests;

/// <summary>A sweep of 10,000 cells, 125 folds of 8 targets, 2 families and 5 strategies, with made-up errors.</summary>
public static class LargeSweep
{
    private static readonly string[] Targets = ["zn2", "cu2", "li", "fe3", "ni2", "nh4", "so42", "no3"];
    private static readonly string[] Series = [.. from model in (string[])["mlp", "pls"]
                                               from strategy in (string[])["e", "noise", "shift", "mixup", "emsa"]
                                               select SeriesKey.Of(model, strategy)];

    /// <summary>What was asked for.</summary>
    public static SweepSpec Spec { get; } = new()
    {
        Folds = 125,
        Targets = Targets,
        AugmentedTargets = Targets,
        Models = ["mlp", "pls"],
        Strategies = ["e", "noise", "shift", "mixup", "emsa"],
    };

    /// <summary>Ids of its cells.</summary>
    public static IReadOnlyList<string> Work { get; } = [.. from fold in Enumerable.Range(0, 125)
                                                         from target in Targets
                                                         from series in Series
                                                         select $"cells/{fold}/{target}/{series}"];

    /// <summary>Its report when all is done.</summary>
    public static Lazy<SweepReport> Report { get; } = new(() =>
    {
        Random random = new(1);
        CellResult[] cells = [.. Work.Select(id => id.Split('/')).Select(id => new CellResult
        {
            Fold = int.Parse(id[1]),
            Target = id[2],
            Strategy = id[3],
            Model = id.Length > 4 ? id[4] : "mlp",
            Mae = 0.02 + 0.01 * random.NextDouble(),
            TrainingSamples = 2620,
            TestSamples = 375,
        })];
        StrategyAggregate[] aggregates =
            [.. cells.GroupBy(cell => (cell.Target, cell.Model, cell.Strategy)).Select(group => new StrategyAggregate
        {
            Target = group.Key.Target,
            TargetName = group.Key.Target,
            Unit = "M",
            Strategy = group.Key.Strategy,
            StrategyName = "E+" + group.Key.Strategy,
            Model = group.Key.Model,
            Label = $"{group.Key.Model}+{group.Key.Strategy}",
            Folds = group.Count(),
            MeanMae = group.Average(cell => cell.Mae),
            SdMae = 0.003,
        })];
        SweepReport report = SampleReport.Create(2, 20, 2, 50);
        return report with { Results = new SweepResults(report.Results.Summary, cells, aggregates, []) };
    });

    /// <summary>Its items, all ready.</summary>
    public static IReadOnlyList<WorkItemSnapshot> Items =>
        [.. Work.Select(id => new WorkItemSnapshot(id, WorkStatus.Ready, null, null, ""))];
}
