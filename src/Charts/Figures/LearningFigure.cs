using IonSweep.Charts.Marks;
using IonSweep.Charts.Plots;
using IonSweep.Sweeps.Results;

namespace IonSweep.Charts.Figures;

/// <summary>Learning curves with the chosen epoch, one panel a strategy or generator, one pair of lines a fold.</summary>
/// <param name="Key">Ends the slug: a target's or <c>generators</c>.</param>
/// <param name="Subject">What was trained, for the title.</param>
/// <param name="Panels">One entry a strategy or generator.</param>
public sealed record LearningFigure(string Key, string Subject, IReadOnlyList<LearningFigure.Panel> Panels) : Figure
{
    private const int MostPlotted = 20_000, MostPoints = 500, FewestPoints = 40; // losses of a plot's figure; of a line

    /// <summary>The cells of one target.</summary>
    public static LearningFigure OfTarget(SweepReport report, TargetFacts target) => new(
        target.Slug, ChemicalName.Pretty(target.Name),
        [.. from series in Series.Of(report.Results)
            let curves = report.Cells.Where(cell => cell.Target == target.Slug && cell.Series == series.Key && cell.Curve.Epochs.Count > 0)
                .Select(cell => new Curve(cell.Fold, cell.Curve)).ToArray()
            where curves.Length > 0
            select new Panel(series.Name, series.Style.Index, curves)]);

    /// <summary>The generators.</summary>
    public static LearningFigure OfGenerators(SweepReport report) => new(
        "generators", "generators",
        [.. report.Generators.Where(generator => generator.Curve.Epochs.Count > 0).GroupBy(generator => generator.Generator)
            .Select((group, i) => new Panel(group.Key, i == 0 ? 1 : 2 + i,
                [.. group.Select(generator => new Curve(generator.Fold, generator.Curve))]))]);

    /// <inheritdoc/>
    public override string Slug => $"learning-{Key}";

    /// <inheritdoc/>
    public override string Title => $"Learning curves: {Subject}";

    /// <inheritdoc/>
    public override string Description => "Loss by epoch on a logarithmic axis; the ring marks the epoch whose weights were kept. "
        + string.Join(
            " ",
            Panels.Select(
                panel =>
                    $"{panel.Name}: best epochs {string.Join(", ", panel.Curves.Select(curve => curve.Losses.BestEpoch))} of "
                        + $"{string.Join(", ", panel.Curves.Select(curve => curve.Losses.Epochs[^1]))}."));

    /// <inheritdoc/>
    public override string Caption =>
        "Solid: validation loss; dashed and faint: training loss, both in the scaled units of training. One pair of lines a fold; the ring "
            + "is the chosen epoch.";

    /// <inheritdoc/>
    public override Type Component => typeof(LearningChart);

    /// <inheritdoc/>
    public override FigureTable ToTable() => new(
        ["network", "fold", "epoch", "training_loss", "validation_loss", "chosen"],
        from panel in Panels
        from curve in panel.Curves
        from i in Enumerable.Range(0, curve.Losses.Epochs.Count)
        select new object?[] { panel.Name, curve.Fold, curve.Losses.Epochs[i], curve.Losses.Training[i], curve.Losses.Validation[i],
            curve.Losses.Epochs[i] == curve.Losses.BestEpoch ? 1 : 0 });

    /// <inheritdoc/>
    public override IReadOnlyList<Plot> ToPlots()
    {
        LearningCurve[] all = [.. Panels.SelectMany(panel => panel.Curves).Select(curve => curve.Losses)];
        float[] losses =
            [.. all.SelectMany(curve => curve.Training.Concat(curve.Validation)).Where(loss => float.IsFinite(loss) && loss > 0)];
        if (losses.Length == 0) return [];
        int points = Math.Clamp(MostPlotted / (2 * all.Length), FewestPoints, MostPoints);
        PlotAxis x = new("epoch", 0, all.Max(curve => curve.Epochs[^1]));
        PlotAxis y = new("loss (scaled units)", losses.Min() * 0.9, losses.Max() * 1.1) { IsLogarithmic = true };
        return [.. Panels.Select(panel => new Plot(panel.Name, x, y, [.. panel.Curves.SelectMany(curve => Lines(curve, panel, points))]))];
    }

    private static IEnumerable<PlotSeries> Lines(Curve curve, Panel panel, int points)
    {
        string colour = new SeriesStyle(panel.Style).Colour;
        ThinnedAxis axis = new([.. curve.Losses.Epochs.Select(epoch => (double)epoch)], points);
        yield return Line("training loss", curve.Losses.Training, "3 2");
        yield return Line("validation loss", curve.Losses.Validation, "");
        int best = curve.Losses.Epochs.ToList().IndexOf(curve.Losses.BestEpoch);
        if (best >= 0 && curve.Losses.Validation[best] > 0)
            yield return new PlotSeries($"fold {curve.Fold}, chosen epoch", "chosen epoch", colour, PlotKind.Rings,
                [curve.Losses.BestEpoch], [curve.Losses.Validation[best]]);

        PlotSeries Line(string name, IReadOnlyList<float> losses, string dash) => new($"fold {curve.Fold}, {name}", name, colour,
            PlotKind.ThinLine, axis.X, [.. axis.Of(losses).Select(loss => loss > 0 ? loss : double.NaN)])
        { Dash = dash };
    }

    /// <summary>One strategy or generator.</summary>
    /// <param name="Name">As printed.</param>
    /// <param name="Style">Index of the series style.</param>
    /// <param name="Curves">One entry a fold.</param>
    public sealed record Panel(string Name, int Style, IReadOnlyList<Curve> Curves);

    /// <summary>One fold's losses.</summary>
    /// <param name="Fold">Fold, from 0.</param>
    /// <param name="Losses">Losses by epoch.</param>
    public sealed record Curve(int Fold, LearningCurve Losses);
}
