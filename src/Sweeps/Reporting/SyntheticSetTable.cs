using System.Globalization;
using IonSweep.Sweeps.Results;

namespace IonSweep.Sweeps.Reporting;

/// <summary>What drawing generated spectra gave: acceptance and, beside it, what measured spectra would have got.</summary>
public static class SyntheticSetTable
{
    /// <summary>One row for each fold and strategy that generates.</summary>
    public static ReportTable Of(SweepResults results)
    {
        Dictionary<string, string> strategies = results.Aggregates.DistinctBy(a => a.Strategy).ToDictionary(
            a => a.Strategy, a => a.StrategyName);
        List<IReadOnlyList<string>> rows = [];
        foreach (SyntheticSetResult set in results.SyntheticSets.OrderBy(g => g.Strategy, StringComparer.Ordinal).ThenBy(g => g.Fold))
        {
            rows.Add(
            [
                strategies.GetValueOrDefault(set.Strategy, set.Strategy),
                set.Fold.ToString(CultureInfo.InvariantCulture),
                set.Kept.ToString(CultureInfo.InvariantCulture),
                set.Drawn.ToString(CultureInfo.InvariantCulture),
                set.Drawn > 0 ? NumberText.Share((double)set.Kept / set.Drawn) : "–",
                NumberText.Share(set.MeasuredPassRate),
                Rejections(set),
            ]);
        }
        return new(
            "Generated spectra",
            ["Strategy", "Fold", "Kept", "Drawn", "Accepted", "Measured spectra that pass", "Rejected most by"],
            rows);
    }

    /// <summary>Mean ± SD of kept labels beside the training labels, one row for each strategy and target, averaged over folds.</summary>
    public static ReportTable Labels(SweepResults results)
    {
        Dictionary<string, string> names = results.Aggregates.DistinctBy(a => a.Target).ToDictionary(a => a.Target, a => a.TargetName);
        Dictionary<string, string> strategies = results.Aggregates.DistinctBy(a => a.Strategy).ToDictionary(
            a => a.Strategy, a => a.StrategyName);
        List<IReadOnlyList<string>> rows = [];
        foreach (IGrouping<string, SyntheticSetResult> sets in results.SyntheticSets.Where(g => g.Labels.Count > 0)
            .GroupBy(g => g.Strategy))
        {
            foreach (string target in sets.First().Labels.Keys.Order(StringComparer.Ordinal))
            {
                List<MeanAndSd> kept = Of(sets, g => g.Labels, target), training = Of(sets, g => g.TrainingLabels, target);
                rows.Add([strategies.GetValueOrDefault(sets.Key, sets.Key), names.GetValueOrDefault(target, target), Text(training),
                    Text(kept)]);
            }
        }
        return new("Labels of generated spectra beside those of the training rows, mean ± SD, averaged over folds",
            ["Strategy", "Target", "Training rows", "Generated"], rows);
    }

    private static List<MeanAndSd> Of(
        IEnumerable<SyntheticSetResult> sets, Func<SyntheticSetResult, IReadOnlyDictionary<string, MeanAndSd>> labels, string target) =>
        [.. sets.Where(s => labels(s).ContainsKey(target)).Select(s => labels(s)[target])];

    private static string Text(List<MeanAndSd> folds) =>
        folds.Count == 0 ? "–" : NumberText.MeanAndSpread(folds.Average(m => m.Mean), folds.Average(m => m.Sd));

    private static string Rejections(SyntheticSetResult set)
    {
        int rejected = set.Drawn - set.Kept;
        if (rejected <= 0 || set.RejectedBy.Count == 0) return "–";
        return string.Join(", ", set.RejectedBy
            .Where(r => r.Value > 0)
            .OrderByDescending(r => r.Value).ThenBy(r => r.Key, StringComparer.Ordinal)
            .Take(3)
            .Select(r => $"{r.Key} {NumberText.Share((double)r.Value / set.Drawn)}"));
    }
}
