using System.Security.Cryptography;
using System.Text.Json.Nodes;
using IonSweep.Charts;
using IonSweep.Charts.Figures;
using IonSweep.Charts.Plots;
using IonSweep.Report;
using IonSweep.Sweeps.Results;

namespace IonSweep.Web.Tests;

/// <summary>What a browser gets to let a reader explore a figure: the library as it was published, and the numbers of the figure.</summary>
public class PlotTests
{
    private static readonly SweepReport Report = SampleReport.Create(3, 30, 3, 60);

    [Theory]
    [InlineData("uplot.js", "uPlot.iife.min.js"), InlineData("uplot.css", "uPlot.min.css"), InlineData("uplot.LICENSE", "LICENSE")]
    public void The_library_is_that_of_the_package_unchanged(string resource, string file)
    {
        JsonNode source = JsonNode.Parse(Resource("uplot.SOURCE"))!;
        Assert.Equal(source["sha256"]![file]!.GetValue<string>(), Convert.ToHexStringLower(SHA256.HashData(Resource(resource))));
        Assert.Contains($"uPlot (v{source["version"]})", ChartScript.Library);
        Assert.Contains("Permission is hereby granted, free of charge", ChartScript.Library); // goes wherever the library goes
    }

    [Fact]
    public void Every_figure_of_spectra_errors_predictions_and_learning_can_be_explored_with_its_own_numbers()
    {
        HashSet<string> explored =
            [.. new ReportFigures(Report).All.Where(figure => figure.ToPlots().Count > 0).Select(figure => figure.Slug)];
        Assert.Superset(new HashSet<string> { "mae", "spectra", "learning-zn2", "predictions-zn2" }, explored);

        MaeFigure mae = new(Report.Results);
        IReadOnlyList<Plot> plots = mae.ToPlots();
        Assert.Equal(mae.Panels.Count, plots.Count);
        Assert.Equal(Report.Results.Cells.Where(cell => cell.Failure is null).Select(cell => cell.Mae).Order(),
            plots.SelectMany(plot => plot.Series).Where(series => series.Kind == PlotKind.Rings).SelectMany(series => series.Y).Order());

        PredictionFigure predictions = new(Report, Report.Dataset.Targets[0]);
        Assert.Equal(predictions.Panels.Sum(panel => panel.Rows), predictions.ToPlots().SelectMany(plot => plot.Series)
            .Where(series => series.Kind == PlotKind.Points).Sum(series => series.Y.Count));
    }

    [Fact]
    public void Everything_that_is_plotted_lies_within_its_axes_and_ascends_but_for_points()
    {
        foreach (Figure figure in new ReportFigures(Report).All)
            foreach (Plot plot in figure.ToPlots())
                foreach (PlotSeries series in plot.Series)
                {
                    Assert.Equal(series.X.Count, series.Y.Count);
                    Assert.All(series.X, x => Assert.InRange(x, plot.X.From, plot.X.To));
                    Assert.All(series.Y.Concat(series.Upper).Where(double.IsFinite),
                        y => Assert.InRange(y, plot.Y.From - 1e-6, plot.Y.To + 1e-6));
                    if (series.Kind is not (PlotKind.Points or PlotKind.Rings)) Assert.Equal(series.X.Order(), series.X);
                }
    }

    [Fact]
    public void A_thinned_line_keeps_its_ends_lowest_and_highest_values_and_never_more_points_than_fit()
    {
        Random random = new(3);
        float[] values = [.. Enumerable.Range(0, 10_007).Select(_ => (float)random.NextDouble())];
        (values[4321], values[9000]) = (7, -3); // spikes of one channel
        ThinnedAxis axis = new([.. Enumerable.Range(0, values.Length).Select(c => 190.0 + c)], 2000);
        IReadOnlyList<double> thinned = axis.Of(values);
        Assert.Equal((2000, 2000), (axis.X.Count, thinned.Count));
        Assert.Equal((7.0, -3.0), (thinned.Max(), thinned.Min()));
        Assert.Equal((190.0, 10_196.0), (axis.X[0], axis.X[^1]));
        Assert.Equal(axis.X.Order().Distinct(), axis.X);
        Assert.InRange(axis.X[thinned.ToList().IndexOf(7)], 4321 + 190 - 11, 4321 + 190 + 11); // where they were, within a group

        ThinnedAxis whole = new([1, 2, 3], 2000);
        Assert.Equal([4, 5, double.NaN], whole.Of([4, 5, float.NaN]));
    }

    [Fact]
    public void Numbers_in_a_page_are_short_alike_abscissae_stand_there_once_and_text_cannot_leave_its_block()
    {
        double[] x = [1, 2];
        string json = PlotJson.Of(
        [
            new Plot("</script><script>alert(1)</script>", new PlotAxis("x", 0, 3), new PlotAxis("y", 0, 1),
            [
                new PlotSeries("a", "a", "series-1", PlotKind.Line, x, [1.0 / 3, double.NaN]),
                new PlotSeries("b", "b", "series-2", PlotKind.Line, [1, 2], [1e-7, -2]),
            ]),
        ]);
        Assert.DoesNotContain("<", json);
        JsonNode read = JsonNode.Parse(json)!;
        Assert.Equal("[[1,2]]", read["xs"]!.ToJsonString());
        Assert.Equal("</script><script>alert(1)</script>", read["plots"]![0]!["title"]!.GetValue<string>());
        JsonArray series = read["plots"]![0]!["series"]!.AsArray();
        Assert.Equal("[0.333333,null]", series[0]!["y"]!.ToJsonString());
        Assert.Equal([0, 0], series.Select(one => one!["x"]!.GetValue<int>()));
    }

    private static byte[] Resource(string name)
    {
        using Stream stream = typeof(ChartScript).Assembly.GetManifestResourceStream(name)!;
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
