using System.Globalization;
using IonSweep.Sweeps.Results;

namespace IonSweep.Sweeps.Reporting;

/// <summary>How long the networks trained.</summary>
public static class TrainingTable
{
    /// <summary>One row a target, one column a strategy: median of the epochs at stop, smallest and largest in brackets.</summary>
    public static ReportTable Of(SweepResults results)
    {
        List<StrategyAggregate> strategies = [
            .. results.Aggregates.DistinctBy(a => a.Series).Where(a => results.Cells.Any(c => c.Series == a.Series && c.Epochs > 0))];
        List<IReadOnlyList<string>> rows = [];
        foreach (StrategyAggregate target in results.Aggregates.DistinctBy(a => a.Target))
        {
            List<string> row = [target.TargetName];
            foreach (StrategyAggregate strategy in strategies)
                row.Add(Cell([.. results.Cells
                    .Where(c => c.Failure is null && c.Target == target.Target && c.Series == strategy.Series)
                    .Select(c => c.Epochs).Order()]));
            rows.Add(row);
        }
        return new("Epochs trained, median over folds (smallest … largest)", ["Target", .. strategies.Select(s => s.Label)], rows);
    }

    private static string Cell(int[] epochs)
    {
        if (epochs.Length == 0) return "–";
        double median = (epochs[(epochs.Length - 1) / 2] + epochs[epochs.Length / 2]) / 2.0;
        string text = median.ToString("0.#", CultureInfo.InvariantCulture);
        return epochs.Length == 1 ? text : string.Create(CultureInfo.InvariantCulture, $"{text} ({epochs[0]} … {epochs[^1]})");
    }
}
