using IonSweep.Charts.Marks;
using IonSweep.Charts.Plots;
using IonSweep.Spectra.Axes;
using IonSweep.Sweeps.Results;

namespace IonSweep.Charts.Figures;

/// <summary>Generated beside measured spectra with the envelope of the training set (source A, Fig. 6).</summary>
/// <param name="Report">The report whose <see cref="SweepReport.Spectra"/> are drawn.</param>
/// <param name="Rejected">Draw what the discard rule rejected instead of what was kept.</param>
public sealed record SpectraFigure(SweepReport Report, bool Rejected = false) : Figure
{
    private const int MostPositions = 2000; // of a plot

    /// <inheritdoc/>
    public override string Slug => Rejected ? "rejected-spectra" : "spectra";

    /// <inheritdoc/>
    public override string Title => Rejected ? "Generated spectra that the discard rule rejected" : "Measured and generated spectra";

    /// <inheritdoc/>
    public override string Description =>
        $"{string.Join("; ", Panels.Select(panel => $"{panel.Name}: {panel.Spectra.Count} spectra"))}; {Report.Dataset.Wavelengths.Count} "
            + $"channels from "
        + $"{Wording.Number(Report.Dataset.Wavelengths[0])} to "
        + $"{Wording.Number(Report.Dataset.Wavelengths[^1])}{Report.Dataset.AxisUnit.Suffix()}. Behind each: smallest "
        + $"to largest value of the training spectra in every channel, and their mean.";

    /// <summary>Title of the axis of channels.</summary>
    public string AxisTitle => Report.Dataset.AxisUnit.Title();

    /// <summary>Title of the axis of values.</summary>
    public string ValueTitle => Report.Dataset.Ordinate.Title();

    /// <inheritdoc/>
    public override string Caption => Rejected
        ? "Drawn from the same distributions as the kept ones, but a label left the allowed range. Grey: envelope and mean of the training "
            + "spectra of the same fold."
        : $"A few spectra of fold {Report.Spectra[0].Fold}, told apart by their dashes. Grey: envelope (smallest to largest value in each "
            + $"channel) and mean of the fold's training spectra.";

    /// <inheritdoc/>
    public override Type Component => typeof(SpectraChart);

    /// <summary>Measured first, then one entry a generating strategy.</summary>
    public IReadOnlyList<Panel> Panels { get; } = PanelsOf(Report, Rejected);

    private static IReadOnlyList<Panel> PanelsOf(SweepReport report, bool rejected)
    {
        if (report.Spectra.Count == 0) return [];
        IReadOnlyList<Series> series = Series.OfStrategies(report.Results);
        List<Panel> panels = rejected ? [] : [new Panel("Measured (training rows)", 0, report.Spectra[0], report.Spectra[0].Measured)];
        foreach (SpectraComparison spectra in report.Spectra)
        {
            Series? strategy = series.FirstOrDefault(one => one.Key == spectra.Strategy);
            IReadOnlyList<IReadOnlyList<float>> shown = rejected ? spectra.Rejected : spectra.Kept;
            if (shown.Count > 0)
                panels.Add(new Panel($"{(rejected ? "Rejected" : "Generated")}, {strategy?.Name ?? spectra.Strategy}",
                    strategy?.Style.Index ?? 1, spectra, shown));
        }
        return panels;
    }

    /// <inheritdoc/>
    public override FigureTable ToTable()
    {
        List<string> columns = [Report.Dataset.AxisUnit.ColumnName(), "training_lowest", "training_mean", "training_highest"];
        foreach (Panel panel in Panels)
            for (int i = 0; i < panel.Spectra.Count; i++) columns.Add($"{panel.Name} {i + 1}");
        return new FigureTable(columns, Enumerable.Range(0, Report.Dataset.Wavelengths.Count).Select(c =>
        {
            List<object?> row = [Report.Dataset.Wavelengths[c], Panels[0].Envelope.Lowest[c], Panels[0].Envelope.Mean[c],
                Panels[0].Envelope.Highest[c]];
            foreach (Panel panel in Panels)
                foreach (IReadOnlyList<float> spectrum in panel.Spectra) row.Add(spectrum[c]);
            return row.ToArray();
        }));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Plot> ToPlots()
    {
        ThinnedAxis axis = new(Report.Dataset.Wavelengths, MostPositions);
        float[] all = [.. Panels.SelectMany(panel => panel.Spectra.Append(panel.Envelope.Lowest).Append(panel.Envelope.Highest))
            .SelectMany(values => values)];
        PlotAxis x = PlotAxis.OfSpectra(Report.Dataset.Wavelengths, Report.Dataset.AxisUnit);
        PlotAxis y = PlotAxis.Around(ValueTitle, all.Min(), all.Max());
        return
        [
            .. Panels.Select(panel => new Plot(panel.Name, x, y,
            [
                new PlotSeries("range of training spectra", "range of training spectra", "envelope", PlotKind.Band, axis.X,
                    axis.Of(panel.Envelope.Lowest)) { Upper = axis.Of(panel.Envelope.Highest) },
                new PlotSeries("mean of training spectra", "mean of training spectra", "soft", PlotKind.Line, axis.X,
                    axis.Of(panel.Envelope.Mean)),
                .. panel.Spectra.Select((values, i) => new PlotSeries($"{panel.Name} {i + 1}", $"spectrum {i + 1}",
                    new SeriesStyle(panel.Style).Colour, PlotKind.Line, axis.X, axis.Of(values)) { Dash = new SeriesStyle(i).Dash }),
            ])
            { LeastWidth = 400 }),
        ];
    }

    /// <summary>One panel.</summary>
    /// <param name="Name">Its title.</param>
    /// <param name="Style">Index of the series style.</param>
    /// <param name="Envelope">Envelope of the fold's training spectra.</param>
    /// <param name="Spectra">The spectra drawn.</param>
    public sealed record Panel(string Name, int Style, SpectraComparison Envelope, IReadOnlyList<IReadOnlyList<float>> Spectra);
}
