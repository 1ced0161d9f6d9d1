using System.Globalization;
using IonSweep.Sweeps.Results;

namespace IonSweep.Sweeps.Reporting;

/// <summary>What a strategy that chooses has chosen.</summary>
public static class ChoiceTable
{
    /// <summary>One row a target, one column a model: what was chosen in how many folds, the most frequent first.</summary>
    public static ReportTable Of(SweepResults results)
    {
        StrategyAggregate[] series =
        [
            .. results.Aggregates.DistinctBy(a => a.Series)
                .Where(a => results.Cells.Any(c => c.Series == a.Series && c.Choice is not null)),
        ];
        List<IReadOnlyList<string>> rows = [];
        foreach (StrategyAggregate target in results.Aggregates.DistinctBy(a => a.Target).Where(_ => series.Length > 0))
        {
            List<string> row = [target.TargetName];
            foreach (StrategyAggregate one in series)
                row.Add(Text(results.Cells.Where(c => c.Target == target.Target && c.Series == one.Series)));
            rows.Add(row);
        }
        return new("Chosen ways to augment, and in how many folds", ["Target", .. series.Select(one => one.Label)], rows);
    }

    private static string Text(IEnumerable<CellResult> cells)
    {
        string text = string.Join(", ", cells.Where(cell => cell.Choice is not null).GroupBy(cell => cell.Choice!)
            .OrderByDescending(choice => choice.Count()).ThenBy(choice => choice.Key, StringComparer.Ordinal)
            .Select(choice => string.Create(CultureInfo.InvariantCulture, $"{choice.Key} {choice.Count()}")));
        return text.Length > 0 ? text : "–";
    }
}
