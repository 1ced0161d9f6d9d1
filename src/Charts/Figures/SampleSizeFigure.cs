using IonSweep.Charts.Plots;
using IonSweep.Sweeps.Results;

namespace IonSweep.Charts.Figures;

/// <summary>Test error of what the search selected against the number of samples that it learned from, one panel a target.</summary>
/// <param name="Report">Results with their recommendations.</param>
public sealed record SampleSizeFigure(SweepReport Report) : Figure
{
    /// <inheritdoc/>
    public override string Slug => "sample-sizes";

    /// <inheritdoc/>
    public override string Title => "Test error against the number of samples";

    /// <inheritdoc/>
    public override string Description =>
        "Mean absolute error on test rows of what the search selected, one panel a target. " + string.Join(
            " ", Panels.Select(panel => $"{panel.TargetName}: " + string.Join(", ", panel.Samples!.Sizes.Select(size =>
                $"{size.Samples} samples {Wording.Number(size.MeanMae)}")) + $" {panel.Unit}".TrimEnd() + "."));

    /// <inheritdoc/>
    public override string Caption =>
        "Means over folds with their standard deviation. The parts of a fold's samples contain each other.";

    /// <inheritdoc/>
    public override Type Component => typeof(SampleSizeChart);

    /// <summary>Targets whose curve was measured.</summary>
    public IReadOnlyList<Recommendation> Panels =>
        [.. (Report.Recommendations ?? []).Where(one => one.Samples is { Sizes.Count: > 1 })];

    /// <inheritdoc/>
    public override FigureTable ToTable() => new(
        ["target", "unit", "samples", "mean_mae", "sd_mae", "folds"],
        Panels.SelectMany(panel => panel.Samples!.Sizes.Select(size => new object?[]
        {
            panel.TargetName, panel.Unit, size.Samples, size.MeanMae, size.SdMae, size.Folds,
        })));

    /// <inheritdoc/>
    public override IReadOnlyList<Plot> ToPlots() => [.. Panels.Select(panel =>
    {
        IReadOnlyList<SampleSize> sizes = panel.Samples!.Sizes;
        double[] samples = [.. sizes.Select(size => (double)size.Samples)];
        return new Plot(ChemicalName.Pretty(panel.TargetName), new PlotAxis("samples learned from", 0, sizes[^1].Samples * 1.06),
            new PlotAxis(Wording.WithUnit("test MAE", panel.Unit), 0, sizes.Max(size => size.MeanMae + Spread(size)) * 1.06),
            [
                new PlotSeries("± 1 SD over folds", "± 1 SD over folds", "envelope", PlotKind.Band, samples,
                    [.. sizes.Select(size => Math.Max(0, size.MeanMae - Spread(size)))])
                { Upper = [.. sizes.Select(size => size.MeanMae + Spread(size))] },
                new PlotSeries("mean over folds", "mean over folds", "series-0", PlotKind.LineWithPoints, samples,
                    [.. sizes.Select(size => size.MeanMae)])
                {
                    Names = [.. sizes.Select(size =>
                        $"mean ± SD of {size.Folds} folds: {Wording.Number(size.MeanMae)} ± {Wording.Number(size.SdMae)}")],
                },
            ]);
    })];

    private static double Spread(SampleSize size) => double.IsFinite(size.SdMae) ? size.SdMae : 0;
}
