using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Reporting;
using IonSweep.Sweeps.Results;

namespace IonSweep.Charts.Figures;

/// <summary>
/// Differences of test MAE to a reference with their 95 % intervals, in percent of the reference's mean MAE so that targets share one axis:
/// of strategies to E, or of model families to PLS.
/// </summary>
/// <param name="Results">Results so far.</param>
/// <param name="Models">Compare model families with PLS instead of strategies with E.</param>
public sealed record DifferenceFigure(SweepResults Results, bool Models = false) : Figure
{
    /// <inheritdoc/>
    public override string Slug => Models ? "differences-to-pls" : "differences";

    /// <inheritdoc/>
    public override string Title => Models ? "Difference of test error to PLS" : "Difference of test error to the reference E";

    /// <summary>What the errors are compared with.</summary>
    public string ReferenceName => Models ? "PLS" : "E";

    /// <inheritdoc/>
    public override string Description =>
        $"Mean over folds of MAE minus MAE of {ReferenceName}, in percent of {ReferenceName}'s mean MAE, with 95 percent intervals. Left "
            + $"of zero is better. "
        + string.Join(
            " ", Rows.Select(row => $"{row.Name}, {row.Aggregate.Label}: {Wording.Signed(row.Percent(row.Comparison.MeanDifference))} % "
            + $"[{Wording.Signed(row.Percent(row.Comparison.Lower))}, {Wording.Signed(row.Percent(row.Comparison.Upper))}], "
            + $"{NumberText.Verdict(row.Comparison)}."));

    /// <inheritdoc/>
    public override string Caption =>
        "Interval of the corrected resampled t-test (Nadeau and Bengio 2003). An arrow head means that the interval goes on beyond the "
            + "axis. Verdicts are after Holm's correction; the shaded band is the margin of equivalence.";

    /// <inheritdoc/>
    public override Type Component => typeof(DifferenceChart);

    /// <summary>One entry for each target and strategy that was compared.</summary>
    public IReadOnlyList<Row> Rows { get; } = Models ? OfModels(Results) :
        [.. from aggregate in Results.Aggregates
            where aggregate.Comparison is { Pairs: > 0 }
            let reference = Results.Aggregates.First(
                other => other.Target == aggregate.Target && other.Model == aggregate.Model && other.Comparison is null)
            where reference.MeanMae > 0
            select new Row(ChemicalName.Pretty(aggregate.TargetName), aggregate, aggregate.Comparison!, reference.MeanMae)];

    private static IReadOnlyList<Row> OfModels(SweepResults results) =>
        [.. from comparison in results.ModelComparisons
            where comparison.Comparison.Pairs > 0
            let model = results.Aggregates.First(
                one => one.Target == comparison.Target && one.Model == comparison.Model && one.Comparison is null)
            let pls = results.Aggregates.First(
                one => one.Target == comparison.Target && one.Model == ModelCatalog.Pls.Slug && one.Comparison is null)
            where pls.MeanMae > 0
            select new Row(ChemicalName.Pretty(model.TargetName), model, comparison.Comparison, pls.MeanMae)];

    /// <inheritdoc/>
    public override FigureTable ToTable() => new(
        ["target", "unit", "strategy", "pairs", "mean_difference", "lower_95", "upper_95", "p", "holm_p", "smallest_detectable",
            "reference_mean_mae", "verdict", "margin", "holm_p_equivalent", "folds_to_decide"],
        Rows.Select(row => new object?[]
        {
            row.Aggregate.TargetName, row.Aggregate.Unit, row.Aggregate.Label, row.Comparison.Pairs, row.Comparison.MeanDifference,
            row.Comparison.Lower,
            row.Comparison.Upper, row.Comparison.P, row.Comparison.HolmP, row.Comparison.SmallestDetectable, row.Reference,
            Wording.Verdict(row.Comparison.Verdict), row.Comparison.Margin, row.Comparison.HolmEquivalenceP, row.Comparison.FoldsToDecide,
        }));

    /// <summary>One comparison.</summary>
    /// <param name="Name">Target as printed.</param>
    /// <param name="Aggregate">Target and strategy.</param>
    /// <param name="Comparison">Its comparison with the reference.</param>
    /// <param name="Reference">Mean MAE of the reference.</param>
    public sealed record Row(string Name, StrategyAggregate Aggregate, Comparison Comparison, double Reference)
    {
        /// <summary>A difference in percent of the reference's mean MAE.</summary>
        public double Percent(double difference) => difference / Reference * 100;
    }
}
