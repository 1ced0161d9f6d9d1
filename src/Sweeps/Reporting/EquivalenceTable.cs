using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Results;

namespace IonSweep.Sweeps.Reporting;

/// <summary>
/// What is said of negligible differences: the margin, the p-values of equivalence, and the Bayesian reading of the same numbers.
/// </summary>
public static class EquivalenceTable
{
    /// <summary>One row for each comparison of a strategy with E, then of a model with PLS, that has a margin.</summary>
    public static ReportTable Of(SweepResults results) => Of(
    [
        .. results.Aggregates.Where(a => a.Comparison is { Margin: > 0 }).Select(a => (Target(a), a.Label, "E", a.Comparison!)),
        .. results.ModelComparisons.Where(m => m.Comparison.Margin > 0).Select(m => (
            Target(results.Aggregates.First(a => a.Target == m.Target)), ModelCatalog.Get(m.Model).Name, ModelCatalog.Pls.Name,
            m.Comparison)),
    ]);

    /// <summary>One row for each comparison.</summary>
    internal static ReportTable Of(IEnumerable<(string Target, string Name, string Reference, Comparison Comparison)> comparisons) => new(
        "Equivalence, and a second reading by the Bayesian correlated t-test",
        ["Target", "Compared", "With", "Margin", "p equivalent", "Holm p equivalent", "P better", "P equivalent", "P worse"],
        [.. comparisons.Select(one => (IReadOnlyList<string>)
        [
            one.Target,
            one.Name,
            one.Reference,
            NumberText.Significant(one.Comparison.Margin, 2),
            NumberText.P(one.Comparison.EquivalenceP),
            NumberText.P(one.Comparison.HolmEquivalenceP),
            NumberText.Share(one.Comparison.Posterior?.Better ?? double.NaN),
            NumberText.Share(one.Comparison.Posterior?.Equivalent ?? double.NaN),
            NumberText.Share(one.Comparison.Posterior?.Worse ?? double.NaN),
        ])]);

    private static string Target(StrategyAggregate target) =>
        target.Unit.Length == 0 ? target.TargetName : $"{target.TargetName} ({target.Unit})";
}
