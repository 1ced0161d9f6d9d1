using IonSweep.Charts.Plots;
using IonSweep.Sweeps.Results;

namespace IonSweep.Charts.Figures;

/// <summary>Predicted against true values of one target on the test rows of all folds, one panel a strategy.</summary>
/// <param name="Report">The report whose predictions are drawn.</param>
/// <param name="Target">The target.</param>
public sealed record PredictionFigure(SweepReport Report, TargetFacts Target) : Figure
{
    private const int MostPlotted = 20_000; // predictions; a figure of more is only drawn

    /// <inheritdoc/>
    public override string Slug => $"predictions-{Target.Slug}";

    /// <inheritdoc/>
    public override string Title => $"Predicted against true: {ChemicalName.Pretty(Target.Name)}";

    /// <inheritdoc/>
    public override string Description =>
        $"Test rows of all folds, {Wording.WithUnit(ChemicalName.Pretty(Target.Name), Target.Unit)}; the dashed line is perfect agreement. "
        + string.Join(" ", Panels.Select(panel =>
            $"{panel.Series.Name}: {panel.Rows} predictions, mean MAE {Wording.Number(panel.Mae)}, mean R² {Wording.Number(panel.R2)}."));

    /// <inheritdoc/>
    public override Type Component => typeof(PredictionChart);

    /// <summary>One entry a strategy with predictions.</summary>
    public IReadOnlyList<Panel> Panels { get; } =
        [.. from series in Series.Of(Report.Results)
            let details = Report.Cells.Where(cell => cell.Target == Target.Slug && cell.Series == series.Key && cell.True.Count > 0)
                .ToArray()
            where details.Length > 0
            let results = Report.Results.Cells.Where(
                cell => cell.Target == Target.Slug && cell.Series == series.Key && double.IsFinite(cell.Mae)).ToArray()
            select new Panel(
                series, details, details.Sum(cell => cell.True.Count),
                results.Select(cell => cell.Mae).DefaultIfEmpty(double.NaN).Average(),
                results.Select(cell => cell.R2).DefaultIfEmpty(double.NaN).Average())];

    /// <inheritdoc/>
    public override FigureTable ToTable() => new(
        ["strategy", "fold", Target.Unit.Length == 0 ? "true" : $"true ({Target.Unit})",
            Target.Unit.Length == 0 ? "predicted" : $"predicted ({Target.Unit})"],
        from panel in Panels
        from cell in panel.Cells
        from i in Enumerable.Range(0, cell.True.Count)
        select new object?[] { panel.Series.Name, cell.Fold, cell.True[i], cell.Predicted[i] });

    /// <inheritdoc/>
    public override IReadOnlyList<Plot> ToPlots()
    {
        float[] values =
            [.. Panels.SelectMany(panel => panel.Cells).SelectMany(cell => cell.True.Concat(cell.Predicted)).Where(float.IsFinite)];
        if (values.Length is 0 or > 2 * MostPlotted) return [];
        PlotAxis x = PlotAxis.Around(Wording.WithUnit("true", Target.Unit), values.Min(), values.Max());
        return
        [
            .. Panels.Select(panel => new Plot(
                $"{panel.Series.Name}: MAE {Wording.Number(panel.Mae)}, R² {Wording.Number(panel.R2)}",
                x, x with { Title = Wording.WithUnit("predicted", Target.Unit) },
                [
                    new PlotSeries("perfect agreement", "perfect agreement", "soft", PlotKind.Line, [x.From, x.To], [x.From, x.To])
                    { Dash = "4 3" },
                    .. panel.Cells.Select(cell => new PlotSeries(
                        $"fold {cell.Fold}", "test rows", panel.Series.Style.Colour, PlotKind.Points, Numbers(cell.True),
                        Numbers(cell.Predicted))),
                ])
            { LeastWidth = 220 }),
        ];

        static double[] Numbers(IReadOnlyList<float> values) => [.. values.Select(value => (double)value)];
    }

    /// <summary>One strategy.</summary>
    /// <param name="Series">The strategy.</param>
    /// <param name="Cells">Its folds.</param>
    /// <param name="Rows">Predictions in all.</param>
    /// <param name="Mae">Mean over folds of the test MAE.</param>
    /// <param name="R2">Mean over folds of R².</param>
    public sealed record Panel(Series Series, IReadOnlyList<CellDetail> Cells, int Rows, double Mae, double R2);
}
