using IonSweep.Charts.Plots;
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
        + $"The bar is the mean, ± 1 SD over folds around it. Signs: ▼ significantly better than {Reference}, ▲ "
        + "significantly worse, = "
        + "equivalent, ○ undecided, ? too few folds for a verdict.";

    /// <inheritdoc/>
    public override Type Component => typeof(MaeChart);

    /// <summary>What signs compare with. Default E of the same model.</summary>
    public string Reference { get; init; } = "E of the same model";

    /// <summary>Whether each fold is drawn: thousands of markers would say no more than mean and spread.</summary>
    public bool ShowsFolds => Results.Cells.Count <= MostCells;

    /// <summary>One entry a target that has results, in the dataset's order.</summary>
    public IReadOnlyList<Panel> Panels { get; } = PanelsOf(Results);

    /// <inheritdoc/>
    public override FigureTable ToTable() => new(
        ["target", "unit", "strategy", "fold", "mae", "mean_mae", "sd_mae", "verdict"],
        Panels.SelectMany(panel => panel.Columns.SelectMany(column => column.Cells.Select(cell => new object?[]
        {
            column.Aggregate.TargetName, panel.Unit, column.Aggregate.Label, cell.Fold, cell.Mae, column.Aggregate.MeanMae,
            column.Aggregate.SdMae,
            column.Aggregate.Comparison is { } comparison ? Wording.Verdict(comparison.Verdict) : "reference",
        }))));

    /// <inheritdoc/>
    public override IReadOnlyList<Plot> ToPlots()
    {
        Dictionary<string, string> colours = Series.Of(Results).ToDictionary(series => series.Key, series => series.Style.Colour);
        double folds = Math.Max(1, Results.Cells.Select(cell => cell.Fold).DefaultIfEmpty(0).Max());
        return
        [
            .. Panels.Select(panel => new Plot(panel.Name,
                new PlotAxis("", -0.5, panel.Columns.Count - 0.5) { Names = [.. panel.Columns.Select(NameOf)] },
                new PlotAxis(Wording.WithUnit("test MAE", panel.Unit), 0, 1.06 * panel.Columns.Max(Highest)),
                SeriesOf(panel, colours, folds))
            { LeastWidth = Math.Clamp(70 + 44 * panel.Columns.Count, 290, 700) }),
        ];
    }

    /// <summary>Bands lie below what joins folds, and that below marks.</summary>
    private IReadOnlyList<PlotSeries> SeriesOf(Panel panel, IReadOnlyDictionary<string, string> colours, double folds)
    {
        ILookup<bool, PlotSeries> marks = panel.Columns
            .SelectMany((column, i) => Marks(column, i, colours[column.Aggregate.Series], folds))
            .ToLookup(series => series.Kind == PlotKind.Band);
        return [.. marks[true], .. Pairs(panel, folds), .. marks[false]];
    }

    private static string NameOf(Column column) => column.Aggregate.Comparison is not { } comparison ? column.Aggregate.Label + "\n "
        : $"{column.Aggregate.Label}\n{Wording.VerdictSign(comparison.Verdict)} "
            + (comparison.Verdict == Verdict.TooFewFolds ? "too few" : Wording.Verdict(comparison.Verdict));

    private static double PlaceOf(int column, int fold, double folds) => column + 0.62 * (fold / folds - 0.5);

    /// <summary>Joins what belongs to one fold.</summary>
    private IEnumerable<PlotSeries> Pairs(Panel panel, double folds) => !ShowsFolds ? []
        : from one in panel.Columns.SelectMany(
            (column, i) => column.Cells.Select(cell => (Place: PlaceOf(i, cell.Fold, folds), Cell: cell)))
          group one by one.Cell.Fold into fold
          where fold.Count() > 1
          select new PlotSeries($"fold {fold.Key}", "same fold", "frame", PlotKind.ThinLine, [.. fold.Select(one => one.Place)],
              [.. fold.Select(one => one.Cell.Mae)]);

    private IEnumerable<PlotSeries> Marks(Column column, int place, string colour, double folds)
    {
        StrategyAggregate all = column.Aggregate;
        if (all.Folds == 0) yield break;
        if (double.IsFinite(all.SdMae))
        {
            double low = Math.Max(0, all.MeanMae - all.SdMae), high = all.MeanMae + all.SdMae;
            yield return new PlotSeries(
                "± 1 SD over folds", "± 1 SD over folds", "envelope", PlotKind.Band, [place - 0.3, place + 0.3], [low, low])
            { Upper = [high, high] };
        }
        if (ShowsFolds)
            yield return new PlotSeries(all.Label, "each fold", colour, PlotKind.Rings,
                [.. column.Cells.Select(cell => PlaceOf(place, cell.Fold, folds))], [.. column.Cells.Select(cell => cell.Mae)])
            { Names = [.. column.Cells.Select(cell => $"{all.Label}, fold {cell.Fold}")] };
        string spread = double.IsFinite(all.SdMae) ? $" ± {Wording.Number(all.SdMae)}" : "";
        yield return new PlotSeries(
            $"{all.Label}, mean{(spread.Length > 0 ? " ± SD" : "")} of {all.Folds} folds: {Wording.Number(all.MeanMae)}{spread}",
            "mean over folds", colour, PlotKind.Line, [place - 0.36, place + 0.36], [all.MeanMae, all.MeanMae]);
    }

    private static double Highest(Column column) => Math.Max(
        column.Cells.Select(cell => cell.Mae).DefaultIfEmpty(0).Max() is > 0 and var mae ? mae : 1e-9,
        double.IsFinite(column.Aggregate.SdMae) ? column.Aggregate.MeanMae + column.Aggregate.SdMae : 0);

    private static IReadOnlyList<Panel> PanelsOf(SweepResults results)
    {
        ILookup<(string, string, string), CellResult> cells =
            results.Cells.Where(cell => double.IsFinite(cell.Mae)).ToLookup(cell => (cell.Target, cell.Model, cell.Strategy));
        return
        [
            .. results.Aggregates.GroupBy(aggregate => aggregate.Target).Select(group => new Panel(
                ChemicalName.Pretty(group.First().TargetName),
                group.First().Unit,
                [
                    .. group.Select(aggregate => new Column(
                        aggregate, [.. cells[(aggregate.Target, aggregate.Model, aggregate.Strategy)]])),
                ]))
                .Where(panel => panel.Columns.Any(column => column.Cells.Count > 0)),
        ];
    }

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
