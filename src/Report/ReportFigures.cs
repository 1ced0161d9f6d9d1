using IonSweep.Charts.Figures;
using IonSweep.Sweeps.Results;

namespace IonSweep.Report;

/// <summary>Which figures a report has, in its order; those without numbers yet are left out.</summary>
public sealed record ReportFigures
{
    /// <summary>Chooses the figures that <paramref name="report"/> has numbers for.</summary>
    public ReportFigures(SweepReport report)
    {
        Main = Only(new MaeFigure(report.Results), figure => figure.Panels.Count > 0);
        Differences = Only(new DifferenceFigure(report.Results), figure => figure.Rows.Count > 0);
        Search =
        [
            .. report.Dataset.Targets.SelectMany(
                target => Only(new SearchFigure(report.Results, target), figure => figure.Rows.Count > 0)),
        ];
        SampleSizes = Only(new SampleSizeFigure(report), figure => figure.Panels.Count > 0);
        Models = Only(new DifferenceFigure(report.Results, Models: true), figure => figure.Rows.Count > 0);
        Trust = Only(new TrustFigure(report.Results), figure => figure.Rows.Count > 0);
        Spectra = [.. Only(new SpectraFigure(report), figure => figure.Panels.Count > 0),
            .. Only(new SpectraFigure(report, Rejected: true), figure => figure.Panels.Count > 0)];
        Discard = Only(new DiscardFigure(report), figure => figure.Panels.Count > 0);
        Predictions = [
            .. report.Dataset.Targets.SelectMany(target => Only(new PredictionFigure(report, target), figure => figure.Panels.Count > 0))];
        Learning =
        [
            .. report.Dataset.Targets.SelectMany(
                target => Only(LearningFigure.OfTarget(report, target), figure => figure.Panels.Count > 0)),
            .. Only(LearningFigure.OfGenerators(report), figure => figure.Panels.Count > 0),
        ];
        Distributions = [.. Series.OfStrategies(report.Results)
            .SelectMany(series => Only(new DistributionFigure(report, series), figure => figure.Panels.Count > 0))];
        Latents = Only(new LatentFigure(report), figure => figure.Panels.Count > 0);
    }

    /// <summary>The main figure, if there is a result.</summary>
    public IReadOnlyList<Figure> Main { get; }

    /// <summary>Differences to E.</summary>
    public IReadOnlyList<Figure> Differences { get; }

    /// <summary>Preprocessings and regressions of the search, one figure a target.</summary>
    public IReadOnlyList<Figure> Search { get; }

    /// <summary>Error against the number of samples.</summary>
    public IReadOnlyList<Figure> SampleSizes { get; }

    /// <summary>Models against PLS.</summary>
    public IReadOnlyList<Figure> Models { get; }

    /// <summary>How well disturbed spectra are told apart.</summary>
    public IReadOnlyList<Figure> Trust { get; }

    /// <summary>Measured, generated and rejected spectra.</summary>
    public IReadOnlyList<Figure> Spectra { get; }

    /// <summary>What the discard rule did.</summary>
    public IReadOnlyList<Figure> Discard { get; }

    /// <summary>Predicted against true, one figure a target.</summary>
    public IReadOnlyList<Figure> Predictions { get; }

    /// <summary>Learning curves, one figure a target and one for the generators.</summary>
    public IReadOnlyList<Figure> Learning { get; }

    /// <summary>Targets before and after augmentation, one figure a strategy.</summary>
    public IReadOnlyList<Figure> Distributions { get; }

    /// <summary>Latent use.</summary>
    public IReadOnlyList<Figure> Latents { get; }

    /// <summary>Every figure in the report's order.</summary>
    public IEnumerable<Figure> All =>
    [
        .. Main, .. Differences, .. Search, .. SampleSizes, .. Models, .. Trust, .. Spectra, .. Discard, .. Predictions, .. Learning,
        .. Distributions, .. Latents,
    ];

    private static IReadOnlyList<Figure> Only<T>(T figure, Func<T, bool> hasNumbers) where T : Figure => hasNumbers(figure) ? [figure] : [];
}
