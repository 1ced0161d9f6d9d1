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
}
