using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Statistics;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Sweeps.Results;

/// <summary>Puts the results of work items together: cells in a fixed order, means and spreads over folds, comparisons with E.</summary>
public static class SweepResultsBuilder
{
    /// <summary>Results so far.</summary>
    /// <param name="definition">The sweep.</param>
    /// <param name="state">Where each work item stands.</param>
    /// <param name="resultOf">Stored result of an item by its index in the plan, or null.</param>
    /// <param name="summary">The sweep in one line.</param>
    public static SweepResults Build(SweepDefinition definition, SweepState state, Func<int, WorkResult?> resultOf, SweepSummary summary)
    {
        SweepSpec spec = definition.Spec;
        Dictionary<(int, string, string), CellResult> cells = [];
        List<SyntheticSetResult> sets = [];
        for (int i = 0; i < state.Plan.Items.Count; i++)
        {
            WorkItem item = state.Plan.Items[i];
            if (item.Kind == WorkKind.Cell && !item.LabellingOnly && CellOf(item, i, state, resultOf, definition) is { } cell)
                cells.Add((item.Fold, item.Target, item.Strategy), cell);
            if (item.Kind == WorkKind.SyntheticSet && SetOf(item, i, state, resultOf) is { } set) sets.Add(set);
        }

        List<CellResult> ordered = [];
        for (int fold = 0; fold < spec.Folds; fold++)
            foreach (string target in spec.Targets)
                foreach (string strategy in spec.Strategies)
                    if (cells.TryGetValue((fold, target, strategy), out CellResult? cell)) ordered.Add(cell);
        return new SweepResults(summary, ordered, Aggregates(definition, cells), sets);
    }

    private static CellResult? CellOf(WorkItem item, int index, SweepState state, Func<int, WorkResult?> resultOf, SweepDefinition definition) => state.StatusOf(index) switch
    {
        WorkStatus.Done => resultOf(index)?.Cell,
        // A failure that the store keeps has more to say than the state.
        WorkStatus.Failed or WorkStatus.Blocked => resultOf(index)?.Cell ?? new CellResult
        {
            Fold = item.Fold, Target = item.Target, Strategy = item.Strategy, Failure = state.FailureOf(index),
            Trainer = definition.Spec.Trainer, NumericsVersion = definition.NumericsVersion,
        },
        _ => null,
    };

    private static SyntheticSetResult? SetOf(WorkItem item, int index, SweepState state, Func<int, WorkResult?> resultOf) => state.StatusOf(index) switch
    {
        WorkStatus.Done => resultOf(index)?.SyntheticSet,
        WorkStatus.Failed or WorkStatus.Blocked => resultOf(index)?.SyntheticSet ?? new SyntheticSetResult
        {
            Fold = item.Fold, Strategy = item.Strategy, Generator = item.Generator, Failure = state.FailureOf(index), MeasuredPassRate = double.NaN,
        },
        _ => null,
    };

    private static List<StrategyAggregate> Aggregates(SweepDefinition definition, Dictionary<(int, string, string), CellResult> cells)
    {
        SweepSpec spec = definition.Spec;
        string reference = StrategyCatalog.Reference.Slug;
        (string Target, string Strategy)[] groups =
        [
            .. from target in spec.Targets
               from strategy in spec.Strategies
               where strategy == reference || spec.AugmentedTargets.Contains(target)
               select (target, strategy),
        ];
        (string Target, string Strategy)[] compared = [.. groups.Where(group => group.Strategy != reference)];
        IReadOnlyList<Comparison> comparisons = StrategyComparison.Compare([.. compared.Select(Pairs)], spec.Statistics);

        List<StrategyAggregate> aggregates = [];
        foreach ((string target, string strategy) in groups)
        {
            TargetFacts facts = definition.Facts.Targets.First(t => t.Slug == target);
            double[] errors = [.. Trained(target, strategy).Select(cell => cell.Mae)];
            double mean = errors.Length > 0 ? errors.Sum() / errors.Length : double.NaN;
            aggregates.Add(new StrategyAggregate
            {
                Target = target,
                TargetName = facts.Name,
                Unit = facts.Unit,
                Strategy = strategy,
                StrategyName = StrategyCatalog.Get(strategy).Name,
                Folds = errors.Length,
                MeanMae = mean,
                SdMae = errors.Length > 1 ? Math.Sqrt(errors.Sum(error => (error - mean) * (error - mean)) / (errors.Length - 1)) : double.NaN,
                Comparison = strategy == reference ? null : comparisons[Array.IndexOf(compared, (target, strategy))],
            });
        }
        return aggregates;

        IEnumerable<CellResult> Trained(string target, string strategy) => Enumerable.Range(0, spec.Folds)
            .Select(fold => cells.GetValueOrDefault((fold, target, strategy))).Where(cell => cell is { Failure.Length: 0 }).Select(cell => cell!);

        IReadOnlyList<(CellResult, CellResult)> Pairs((string Target, string Strategy) of) =>
        [
            .. from augmented in Trained(of.Target, of.Strategy)
               let e = cells.GetValueOrDefault((augmented.Fold, of.Target, reference))
               where e is { Failure.Length: 0 }
               select (e, augmented),
        ];
    }
}
