using System.Net;
using System.Xml.Linq;
using IonSweep.Charts.Figures;
using IonSweep.Charts.Marks;
using IonSweep.Learning.Inspection;
using IonSweep.Report;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;
using IonSweep.Spectra.Storage;

namespace IonSweep.Web.Tests;

/// <summary>What there is to see of a dataset before training on it: one page, offline, and the same at the server.</summary>
public class DatasetPageTests
{
    private static readonly SpectralDataset Data = Made(40, 30);

    public static TheoryData<string> Figures => [.. new DatasetFigures(DatasetInspection.Of(Data), 0).All.Select(figure => figure.Slug)];

    [Fact]
    public async Task The_page_holds_its_sections_in_order_its_warnings_and_nothing_from_outside()
    {
        string page = await DatasetDocument.RenderAsync(DatasetInspection.Of(Data), 1);
        string[] order = ["facts", "warnings", "spectra", "targets", "replicates", "outliers"];
        int[] places = [.. order.Select(id => page.IndexOf($"<section id=\"{id}\">", StringComparison.Ordinal))];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        Assert.Contains("Channels 1004–1006 cm⁻¹ are constant", WebUtility.HtmlDecode(page));
        Assert.Contains("Spectra, coloured by Ni", WebUtility.HtmlDecode(page));
        Assert.Contains("wavenumber (cm⁻¹)", WebUtility.HtmlDecode(page));
        Assert.DoesNotContain("src=", page);
        Assert.Contains("prefers-color-scheme", page);
        foreach (Figure figure in new DatasetFigures(DatasetInspection.Of(Data), 1).All)
        {
            Assert.Contains($"download=\"made-{figure.Slug}.svg\"", page);
            Assert.Contains($"download=\"made-{figure.Slug}.csv\"", page);
        }
    }

    [Theory]
    [MemberData(nameof(Figures))]
    public async Task Its_figures_are_valid_svg_with_a_text_alternative_and_their_numbers(string slug)
    {
        Figure figure = new DatasetFigures(DatasetInspection.Of(Data), 0).All.Single(one => one.Slug == slug);
        string text = await ComponentText.StandaloneSvgAsync(figure);
        XElement svg = XDocument.Parse(text).Root!;
        Assert.True(svg.Elements().Single(one => one.Name.LocalName == "desc").Value.Length > 40);
        Assert.DoesNotContain("var(", text);
        Assert.DoesNotContain("NaN", text);
        Assert.DoesNotContain("Infinity", text);
        FigureTable table = figure.ToTable();
        Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Length));
        Assert.NotEmpty(table.Rows);
    }

    [Fact]
    public async Task Pages_of_large_and_noisy_sets_stay_below_two_megabytes_and_draw_two_hundred_spectra()
    {
        DatasetInspection inspection = DatasetInspection.Of(Made(2500, 1200, noise: 1));
        Assert.Equal(200, new DatasetSpectraFigure(inspection, 0).Shown.Count);
        Assert.InRange((await DatasetDocument.RenderAsync(inspection)).Length, 100_000, 2_000_000);
    }

    [Fact]
    public async Task A_single_spectrum_of_one_channel_has_a_page_too()
    {
        SpectralDataset least = new("least", new DatasetOrigin(true, "made up"), [400], [new Target("y", "")], [1], [2]);
        string page = await DatasetDocument.RenderAsync(DatasetInspection.Of(least));
        Assert.Contains("Simulated data.", page);
        Assert.DoesNotContain("NaN", page);
    }

    [Fact]
    public async Task Spectra_without_targets_have_a_page_without_them()
    {
        DatasetInspection inspection = DatasetInspection.Of(UnlabelledSpectra.Of(Data));
        string page = await DatasetDocument.RenderAsync(inspection);
        Assert.DoesNotContain("<section id=\"targets\">", page);
        Assert.Contains("<section id=\"outliers\">", page);
        Assert.Contains("wavenumber (cm⁻¹)", WebUtility.HtmlDecode(page));
        foreach (Figure figure in new DatasetFigures(inspection, 0).All)
            XDocument.Parse(await ComponentText.StandaloneSvgAsync(figure));
    }

    [Fact]
    public void Groups_are_fifths_of_the_target_and_equal_values_stay_together()
    {
        SpectralDataset data = new("g", new DatasetOrigin(false, "g"), [400], [new Target("y", "M")],
            [.. Enumerable.Range(0, 10).Select(row => (float)row)], [0, 0, 0, 0, 0, 1, 2, 3, 4, 5]);
        DatasetSpectraFigure figure = new(DatasetInspection.Of(data), 0);
        Assert.Equal(["0 M", "1.00 M", "2.00 to 3.00 M", "4.00 to 5.00 M"], figure.Groups.Select(group => group.Name));
        Assert.Equal([5, 1, 2, 2], figure.Groups.Select(group => group.Rows.Count));
        Assert.Equal(2, figure.Groups[0].Mean[0]);
    }

    [Fact]
    public void Thinning_keeps_every_spike()
    {
        (double, double)[] points = [.. Enumerable.Range(0, 1000).Select(i => (i * 0.01, i == 500 ? 100.0 : i == 503 ? -100 : i % 2))];
        IReadOnlyList<(double X, double Y)> thinned = ColumnExtremes.Of(points, 1);
        Assert.Equal((5.0, 100.0), thinned.MaxBy(point => point.Y));
        Assert.Equal(-100, thinned.Min(point => point.Y));
        Assert.Equal(points[0], thinned[0]);
        Assert.Equal(points[^1], thinned[^1]);
        Assert.True(thinned.Count <= 40);
        Assert.Equal(thinned.OrderBy(point => point.X), thinned);
    }

    [Fact]
    public async Task The_server_shows_the_page_of_a_stored_dataset_and_links_to_it_from_the_list()
    {
        ScriptedSweepService service = new();
        await using RunningServer server = await RunningServer.StartAsync(service);
        string sha256 = await service.StoreDatasetAsync(Data);
        using HttpResponseMessage answer = await server.Client.GetAsync($"/datasets/{sha256}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("style-src 'self'", answer.Headers.GetValues("Content-Security-Policy").Single());
        string page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("<section id=\"outliers\">", page);
        string figure = new DatasetSpectraFigure(DatasetInspection.Of(Data), 0).Slug;
        Assert.Contains($"/datasets/{sha256}/figures/{figure}.csv", page);
        XDocument.Parse(await server.Client.GetStringAsync($"/datasets/{sha256}/figures/{figure}.svg"));
        using HttpResponseMessage unknown = await server.Client.GetAsync($"/datasets/{sha256}/figures/none.svg");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        await service.SubmitAsync(new Sweeps.Specification.SweepSpec(), "one");
        Assert.Contains("href=\"/datasets/", await server.Client.GetStringAsync("/"));
        foreach (string none in (string[])[new string('0', 64), "..%2f..%2fetc", "X"])
        {
            using HttpResponseMessage missing = await server.Client.GetAsync($"/datasets/{none}");
            Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        }
    }

    private static SpectralDataset Made(int rows, int channels, double noise = 0.002)
    {
        Random random = new(9);
        float[] values = [.. Enumerable.Range(0, rows * 2).Select(_ => (float)random.NextDouble())], spectra = new float[rows * channels];
        for (int row = 0; row < rows; row++)
            for (int c = 0; c < channels; c++)
                spectra[row * channels + c] = c is 4 or 5 or 6 ? 1
                    : (float)(values[2 * row] * Math.Sin(6.0 * c / channels) + values[2 * row + 1] + noise * random.NextDouble());
        return new SpectralDataset("made", new DatasetOrigin(false, "made"), [.. Enumerable.Range(0, channels).Select(c => 1000.0 + c)],
            [new Target("Cu2+", "M"), new Target("Ni", "M")], spectra, values, [.. Enumerable.Range(0, rows).Select(row => $"s{row / 2}")],
            AxisUnit.Wavenumber);
    }
}
