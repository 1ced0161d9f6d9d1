using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Results;

namespace IonSweep.Sweeps.Reporting;

/// <summary>
/// What is said of negligible differences: the margin, the p-values of equivalence, and the Bayesian reading of the same numbers.
/// </summary>
public static class EquivalenceTable
{
    /// <summary>One row for each comparison of a strategy with E, then of a model with PLS, that has a margin.</summary>
    public static ReportTable Of(SweepResults results) => new(
        "Equivalence, and a second reading by the Bayesian correlated t-test",
        ["Target", "Compared", "With", "Margin", "p equivalent", "Holm p equivalent", "P better", "P equivalent", "P worse"],
        [
            .. results.Aggregates.Where(a => a.Comparison is { Margin: > 0 }).Select(a => Row(a, a.Label, "E", a.Comparison!)),
            .. results.ModelComparisons.Where(m => m.Comparison.Margin > 0).Select(m => Row(
                results.Aggregates.First(a => a.Target == m.Target), ModelCatalog.Get(m.Model).Name, ModelCatalog.Pls.Name, m.Comparison)),
        ]);

    private static IReadOnlyList<string> Row(StrategyAggregate target, string name, string reference, Comparison c) =>
    [
        target.Unit.Length == 0 ? target.TargetName : $"{target.TargetName} ({target.Unit})",
        name,
        reference,
        NumberText.Significant(c.Margin, 2),
        NumberText.P(c.EquivalenceP),
        NumberText.P(c.HolmEquivalenceP),
        NumberText.Share(c.Posterior?.Better ?? double.NaN),
        NumberText.Share(c.Posterior?.Equivalent ?? double.NaN),
        NumberText.Share(c.Posterior?.Worse ?? double.NaN),
    ];
}
