using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Statistics;

namespace IonSweep.Sweeps.Aggregation;

/// <summary>
/// Adds folds to a sweep while a comparison is undecided and could still be decided. The plan holds all folds; those of the next look are
/// opened when all that is open has ended. What is opened depends on results alone, so that everybody who has them opens the same.
/// </summary>
public static class FoldsOnDemand
{
    /// <summary>Closes what a sweep does not begin with; nothing where its folds are fixed.</summary>
    public static void Begin(SweepDefinition definition, SweepState state)
    {
        if (definition.Spec.FirstFolds is { } first) state.CloseFrom(EndOf(state, first));
    }

    /// <summary>Opens the next folds if what is open has ended and does not decide.</summary>
    /// <param name="definition">The sweep.</param>
    /// <param name="state">Where it stands.</param>
    /// <param name="resultOf">Stored result of an item by its index in the plan, or null.</param>
    /// <returns>Items whose status changed.</returns>
    public static IReadOnlyList<int> Advance(SweepDefinition definition, SweepState state, Func<int, WorkResult?> resultOf)
    {
        if (definition.Spec.FirstFolds is null || !state.IsComplete || state.Opened == state.Plan.Items.Count) return [];
        int reached = LooksOf(definition, state)!.Reached;
        SweepResults results = SweepResultsBuilder.Build(definition, state, resultOf, new SweepSummary(
            definition.Id, SweepStatus.Running, definition.Dataset, "", "", definition.CreatedUtc, 0, 0, 0, ""));
        IEnumerable<Comparison> comparisons = [
            .. results.Aggregates.Where(one => one.Comparison is not null).Select(one => one.Comparison!),
            .. results.ModelComparisons.Select(one => one.Comparison),
        ];
        if (!comparisons.Any(one => one is { Verdict: Verdict.Undecided, FoldsToDecide: { } folds } && folds <= definition.Spec.Folds))
            return [];
        return state.OpenTo(EndOf(state, Looks(definition.Spec)[reached]));
    }

    /// <summary>The looks whose folds have all ended; null where folds are fixed.</summary>
    public static FoldLooks? LooksOf(SweepDefinition definition, SweepState state)
    {
        if (definition.Spec.FirstFolds is not { } first) return null;
        int running = definition.Spec.Folds; // the first fold of which something has not ended
        for (int i = 0; i < state.Plan.Items.Count; i++)
            if (i >= state.Opened || state.StatusOf(i) is not (WorkStatus.Done or WorkStatus.Failed or WorkStatus.Blocked))
                running = Math.Min(running, state.Plan.Items[i].Fold);
        return new FoldLooks(first, definition.Spec.Folds, Looks(definition.Spec).Count(folds => folds <= running));
    }

    /// <summary>Folds that are open.</summary>
    public static int OpenFolds(SweepState state) => state.Opened == 0 ? 0 : state.Plan.Items[state.Opened - 1].Fold + 1;

    private static int[] Looks(SweepSpec spec) => [.. SpendingPlan.LooksOf(spec.FirstFolds!.Value, spec.Folds)];

    /// <summary>Index after the last item of the first folds; the plan is listed fold by fold.</summary>
    private static int EndOf(SweepState state, int folds) => state.Plan.Items.Count(item => item.Fold < folds);
}
