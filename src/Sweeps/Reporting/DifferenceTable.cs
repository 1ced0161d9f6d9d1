using IonSweep.Sweeps.Results;

namespace IonSweep.Sweeps.Reporting;

/// <summary>Every strategy against E: paired differences with their corrected p-values.</summary>
public static class DifferenceTable
{
    /// <summary>One row for each target and strategy other than E that has at least one pair.</summary>
    public static ReportTable Of(SweepResults results)
    {
        List<IReadOnlyList<string>> rows = [];
        foreach (StrategyAggregate a in results.Aggregates)
        {
            if (a.Comparison is not { Pairs: > 0 } c) continue;
            int decimals = NumberText.Decimals(double.IsFinite(c.Upper) ? (c.Upper - c.Lower) / 2 : c.MeanDifference, 2);
            rows.Add(
            [
                a.Unit.Length == 0 ? a.TargetName : $"{a.TargetName} ({a.Unit})",
                a.StrategyName,
                c.Pairs.ToString(System.Globalization.CultureInfo.InvariantCulture),
                NumberText.Fixed(c.MeanDifference, decimals),
                double.IsFinite(c.Lower) ? $"{NumberText.Fixed(c.Lower, decimals)} … {NumberText.Fixed(c.Upper, decimals)}" : "–",
                NumberText.P(c.P),
                NumberText.P(c.HolmP),
                NumberText.Fixed(c.SmallestDetectable, decimals),
                NumberText.Verdict(c.Verdict),
            ]);
        }
        return new(
            "Difference of MAE to E on the same folds; negative is better",
            ["Target", "Strategy", "Pairs", "Difference", "95 % interval", "p", "Holm p", "Smallest detectable", "Verdict"],
            rows);
    }
}
