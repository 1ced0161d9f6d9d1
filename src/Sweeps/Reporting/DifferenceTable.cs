using System.Globalization;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Results;

namespace IonSweep.Sweeps.Reporting;

/// <summary>Paired differences with their corrected p-values: every strategy against E, every model family against PLS.</summary>
public static class DifferenceTable
{
    /// <summary>One row for each target, model family and strategy other than E that has at least one pair.</summary>
    public static ReportTable Of(SweepResults results) => Of(
        "Difference of MAE to E on the same folds; negative is better", "Strategy",
        results.Aggregates.Where(a => a.Comparison is not null).Select(a => (Target(a), a.Label, a.Comparison!)));

    /// <summary>One row for each target and model family other than PLS that has at least one pair; none without PLS.</summary>
    public static ReportTable OfModels(SweepResults results) => Of(
        "Difference of MAE to PLS on the same folds, measured spectra alone; negative is better", "Model",
        results.ModelComparisons.Select(
            m => (Target(results.Aggregates.First(a => a.Target == m.Target)), ModelCatalog.Get(m.Model).Name, m.Comparison)));

    /// <summary>One row for each comparison that has at least one pair.</summary>
    internal static ReportTable Of(
        string title, string what, IEnumerable<(string Target, string Name, Comparison Comparison)> comparisons)
    {
        List<IReadOnlyList<string>> rows = [];
        foreach ((string target, string name, Comparison c) in comparisons)
        {
            if (c.Pairs == 0) continue;
            int decimals = NumberText.Decimals(double.IsFinite(c.Upper) ? (c.Upper - c.Lower) / 2 : c.MeanDifference, 2);
            rows.Add(
            [
                target,
                name,
                c.Pairs.ToString(CultureInfo.InvariantCulture),
                NumberText.Fixed(c.MeanDifference, decimals),
                NumberText.Percent(c.DifferencePercent),
                double.IsFinite(c.Lower) ? $"{NumberText.Fixed(c.Lower, decimals)} … {NumberText.Fixed(c.Upper, decimals)}" : "–",
                NumberText.P(c.P),
                NumberText.P(c.HolmP),
                NumberText.Fixed(c.SmallestDetectable, decimals),
                NumberText.Verdict(c),
            ]);
        }
        return new(
            title, ["Target", what, "Pairs", "Difference", "In %", "95 % interval", "p", "Holm p", "Smallest detectable", "Verdict"], rows);
    }

    private static string Target(StrategyAggregate target) =>
        target.Unit.Length == 0 ? target.TargetName : $"{target.TargetName} ({target.Unit})";
}
