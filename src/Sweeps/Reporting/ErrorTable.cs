using IonSweep.Sweeps.Results;

namespace IonSweep.Sweeps.Reporting;

/// <summary>Test MAE for each target and strategy, with verdicts (source A, Fig. 7).</summary>
public static class ErrorTable
{
    /// <summary>One row a target, one column a model family and strategy, in the order of the results.</summary>
    public static ReportTable Of(SweepResults results)
    {
        // Targets without augmented cells have fewer columns; the fullest row gives the order.
        List<string> labels = [
            .. (results.Aggregates.GroupBy(a => a.Target).MaxBy(target => target.Count())?.AsEnumerable() ?? []).Select(a => a.Label)];
        List<IReadOnlyList<string>> rows = [];
        foreach (IGrouping<string, StrategyAggregate> target in results.Aggregates.GroupBy(a => a.Target))
        {
            StrategyAggregate first = target.First();
            List<string> row = [first.Unit.Length == 0 ? first.TargetName : $"{first.TargetName} ({first.Unit})"];
            row.AddRange(labels.Select(s => Cell(target.FirstOrDefault(a => a.Label == s))));
            rows.Add(row);
        }
        return new("Mean absolute error on the test rows, mean ± SD over folds", ["Target", .. labels], rows);
    }

    private static string Cell(StrategyAggregate? aggregate)
    {
        if (aggregate is null || aggregate.Folds == 0) return "–";
        string error = NumberText.MeanAndSpread(aggregate.MeanMae, aggregate.SdMae);
        // "Too few folds" would stand in every cell of a short sweep; a warning says it once.
        return aggregate.Comparison is null or { Verdict: Verdict.TooFewFolds }
            ? error
            : $"{error} {NumberText.Verdict(aggregate.Comparison.Verdict)}";
    }
}
