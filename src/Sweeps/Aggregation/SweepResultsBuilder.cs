using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Statistics;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Sweeps.Aggregation;

/// <summary>
/// Puts the results of work items together: cells in a fixed order, means and spreads over folds, comparisons with E and with PLS.
/// </summary>
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
        Dictionary<CellKey, CellResult> cells = [];
        List<SyntheticSetResult> sets = [];
        List<TrustResult> trust = [];
        for (int i = 0; i < state.Opened; i++)
        {
            WorkItem item = state.Plan.Items[i];
            if (item.Kind is WorkKind.Cell or WorkKind.MultiTarget && !item.LabellingOnly)
                foreach (CellResult cell in CellsOf(item, i, state, resultOf, definition))
                    cells.Add(new CellKey(cell.Fold, cell.Target, cell.Model, cell.Strategy), cell);
            if (item.Kind == WorkKind.SyntheticSet && SetOf(item, i, state, resultOf) is { } set) sets.Add(set);
            if (item.Kind == WorkKind.Trust && TrustOf(item, i, state, resultOf) is { } measured) trust.Add(measured);
        }

        List<CellResult> ordered = [];
        for (int fold = 0; fold < spec.Folds; fold++)
            foreach (string target in spec.Targets)
                foreach (string model in spec.Models)
                    foreach (string strategy in spec.Strategies)
                        if (cells.TryGetValue(new CellKey(fold, target, model, strategy), out CellResult? cell)) ordered.Add(cell);
        ResultStatistics statistics = new(definition, cells, FoldsOnDemand.LooksOf(definition, state));
        return new SweepResults(summary, ordered, statistics.Aggregates(), sets)
        {
            ModelComparisons = statistics.ModelComparisons(),
            Trust = trust
        };
    }

    /// <summary>One cell, or those of a multi-target model that the sweep reports.</summary>
    private static IEnumerable<CellResult> CellsOf(
        WorkItem item, int index, SweepState state, Func<int, WorkResult?> resultOf, SweepDefinition definition)
    {
        if (state.StatusOf(index) is not (WorkStatus.Done or WorkStatus.Failed or WorkStatus.Blocked)) return [];
        WorkResult? result = resultOf(index);
        if (state.StatusOf(index) == WorkStatus.Done && result is null) return [];
        if (item.Kind == WorkKind.Cell) return [(result as WorkResult.Cell)?.Value ?? Failed(item.Target)];
        IReadOnlyList<string> reported = item.Strategy == StrategyCatalog.Reference.Slug ? definition.Spec.Targets
            : definition.Spec.AugmentedTargets;
        return result is WorkResult.MultiTarget { Value: { Failure: null } group }
            ? group.Cells.Where(cell => reported.Contains(cell.Target))
            : reported.Select(Failed);

        // A failure that the store keeps has more to say than the state.
        CellResult Failed(string target) => new()
        {
            Fold = item.Fold,
            Target = target,
            Strategy = item.Strategy,
            Model = item.Model,
            Failure = result?.Failure ?? WorkFailure.Of(state.FailureOf(index)),
            Trainer = definition.Spec.Trainer,
            NumericsVersion = definition.NumericsVersion,
        };
    }

    private static SyntheticSetResult? SetOf(WorkItem item, int index, SweepState state, Func<int, WorkResult?> resultOf) =>
        state.StatusOf(index) switch
        {
            WorkStatus.Done => (resultOf(index) as WorkResult.SyntheticSet)?.Value,
            WorkStatus.Failed or WorkStatus.Blocked => (resultOf(index) as WorkResult.SyntheticSet)?.Value ?? new SyntheticSetResult
            {
                Fold = item.Fold,
                Strategy = item.Strategy,
                Generator = item.Generator,
                Failure = WorkFailure.Of(state.FailureOf(index)),
                MeasuredPassRate = double.NaN,
            },
            _ => null,
        };

    private static TrustResult? TrustOf(WorkItem item, int index, SweepState state, Func<int, WorkResult?> resultOf) =>
        state.StatusOf(index) switch
        {
            WorkStatus.Done => (resultOf(index) as WorkResult.Trust)?.Value,
            WorkStatus.Failed or WorkStatus.Blocked => (resultOf(index) as WorkResult.Trust)?.Value ?? new TrustResult
            {
                Fold = item.Fold,
                Strategy = item.Strategy,
                Model = item.Model,
                Failure = WorkFailure.Of(state.FailureOf(index)),
            },
            _ => null,
        };
}
