using IonSweep.Sweeps.Results;

namespace IonSweep.Charts.Figures;

/// <summary>
/// The main figure (source A, Fig. 7): test MAE of each target and strategy, mean and spread over folds, every fold's point.
/// </summary>
/// <param name="Results">Results so far.</param>
public sealed record MaeFigure(SweepResults Results) : Figure
{
    private const int MostCells = 2000;

    /// <inheritdoc/>
    public override string Slug => "mae";

    /// <inheritdoc/>
    public override string Title => "Test error of each target and strategy";

    /// <inheritdoc/>
    public override string Description =>
        "Mean absolute error on the untouched test rows, one panel a target, one column a strategy. " + string.Join(
            " ", Panels.Select(panel =>
            $"{panel.Name}: " + string.Join(", ", panel.Columns.Where(column => column.Aggregate.Folds > 0).Select(column =>
                $"{column.Aggregate.Label} {Wording.Number(column.Aggregate.MeanMae)} ± {Wording.Number(column.Aggregate.SdMae)} "
                    + $"{panel.Unit}"
                + (column.Aggregate.Comparison is { } comparison ? $" ({Wording.Verdict(comparison.Verdict)})" : ""))) + "."));

    /// <inheritdoc/>
    public override string Caption =>
        (ShowsFolds
            ? "Each small marker is one fold; the same fold stands at the same place in every column and is joined by a thin line. "
            : "The folds are too many to be drawn; the numbers have each. ")
        + $"The bar is the mean, the whisker ± 1 SD over folds. Signs above: ▼ significantly better than {Reference}, ▲ "
        + "significantly worse, = "
        + "equivalent, ○ undecided, ? too few folds for a verdict.";

    /// <inheritdoc/>
    public override Type Component => typeof(MaeChart);

    /// <summary>What signs compare with. Default E of the same model.</summary>
    public string Reference { get; init; } = "E of the same model";

    /// <summary>Whether each fold is drawn: thousands of markers would say no more than mean and spread.</summary>
    public bool ShowsFolds => Results.Cells.Count <= MostCells;

    /// <summary>One entry a target that has results, in the dataset's order.</summary>
    public IReadOnlyList<Panel> Panels { get; } =
        [.. Results.Aggregates.GroupBy(aggregate => aggregate.Target).Select(group => new Panel(
            ChemicalName.Pretty(group.First().TargetName),
            group.First().Unit,
            [.. group.Select(aggregate => new Column(
                aggregate,
                [.. Results.Cells.Where(
                    cell => cell.Target == aggregate.Target && cell.Series == aggregate.Series && double.IsFinite(cell.Mae))]))]))
            .Where(panel => panel.Columns.Any(column => column.Cells.Count > 0))];

    /// <inheritdoc/>
    public override FigureTable ToTable() => new(
        ["target", "unit", "strategy", "fold", "mae", "mean_mae", "sd_mae", "verdict"],
        Panels.SelectMany(panel => panel.Columns.SelectMany(column => column.Cells.Select(cell => new object?[]
        {
            column.Aggregate.TargetName, panel.Unit, column.Aggregate.Label, cell.Fold, cell.Mae, column.Aggregate.MeanMae,
            column.Aggregate.SdMae,
            column.Aggregate.Comparison is { } comparison ? Wording.Verdict(comparison.Verdict) : "reference",
        }))));

    /// <summary>One target.</summary>
    /// <param name="Name">Name as printed.</param>
    /// <param name="Unit">Unit of the errors.</param>
    /// <param name="Columns">One entry a strategy of the spec.</param>
    public sealed record Panel(string Name, string Unit, IReadOnlyList<Column> Columns);

    /// <summary>One target and strategy.</summary>
    /// <param name="Aggregate">Mean, spread and verdict.</param>
    /// <param name="Cells">Folds with a result.</param>
    public sealed record Column(StrategyAggregate Aggregate, IReadOnlyList<CellResult> Cells);
}
