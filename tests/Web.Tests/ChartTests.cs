using System.Globalization;
using System.Xml.Linq;
using CsvHelper;
using IonSweep.Charts;
using IonSweep.Charts.Axes;
using IonSweep.Charts.Figures;
using IonSweep.Charts.Marks;
using IonSweep.Report;
using IonSweep.Spectra.Axes;
using IonSweep.Sweeps.Results;

namespace IonSweep.Web.Tests;

/// <summary>What every figure promises: well-formed SVG with a text alternative, true positions, numbers as CSV.</summary>
public class ChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly SweepReport Report = SampleReport.Create(3, 30, 3, 60);

    public static TheoryData<string> Figures => [.. new ReportFigures(Report).All.Select(figure => figure.Slug)];

    [Theory]
    [MemberData(nameof(Figures))]
    public async Task A_standalone_figure_is_valid_svg_with_a_text_alternative_and_no_css_variables(string slug)
    {
        Figure figure = new ReportFigures(Report).All.Single(one => one.Slug == slug);
        string text = await ComponentText.StandaloneSvgAsync(figure);
        XElement svg = XDocument.Parse(text).Root!;

        Assert.Equal(Svg + "svg", svg.Name);
        Assert.Equal(figure.Title, svg.Element(Svg + "title")!.Value);
        Assert.True(svg.Element(Svg + "desc")!.Value.Length > 40);
        Assert.Equal("img", svg.Attribute("role")!.Value);
        string[] labels = svg.Attribute("aria-labelledby")!.Value.Split(' ');
        string[] ids = [svg.Element(Svg + "title")!.Attribute("id")!.Value, svg.Element(Svg + "desc")!.Attribute("id")!.Value];
        Assert.Equal(ids, labels);
        Assert.DoesNotContain("var(", text);
        Assert.DoesNotContain("NaN", text);
        Assert.DoesNotContain("Infinity", text);
        Assert.Empty(svg.Descendants(Svg + "script"));
    }

    [Theory]
    [MemberData(nameof(Figures))]
    public void The_numbers_behind_a_figure_are_a_rectangular_csv(string slug)
    {
        Figure figure = new ReportFigures(Report).All.Single(one => one.Slug == slug);
        string[] lines = figure.ToTable().ToCsv().TrimEnd('\n').Split('\n');
        Assert.True(lines.Length > 1);
        using CsvReader reader = CsvReader.Create(new StringReader(figure.ToTable().ToCsv()), new CsvReaderOptions { HasHeader = false });
        int width = figure.ToTable().Columns.Count, rows = 0;
        while (reader.Read())
        {
            Assert.Equal(width, reader.FieldCount);
            rows++;
        }
        Assert.Equal(lines.Length, rows);
    }

    [Theory]
    [InlineData(AxisUnit.Nanometre, "wavelength (nm)", "wavelength_nm", false)]
    [InlineData(AxisUnit.Wavenumber, "wavenumber (cm⁻¹)", "wavenumber_cm-1", true)]
    [InlineData(AxisUnit.RamanShift, "Raman shift (cm⁻¹)", "raman_shift_cm-1", false)]
    public async Task Axes_of_spectra_have_their_unit_and_infrared_wavenumbers_run_from_high_to_low(
        AxisUnit unit, string title, string column, bool highToLow)
    {
        SpectraFigure figure = new(Report with { Dataset = Report.Dataset with { AxisUnit = unit, Ordinate = Ordinate.Absorbance } });
        XElement panel = XDocument.Parse(await ComponentText.StandaloneSvgAsync(figure)).Descendants(Svg + "g")
            .First(group => group.Attribute("class")?.Value == "panel");
        XElement[] labels = [.. panel.Descendants(Svg + "text")];
        Assert.Contains(labels, label => label.Value == title);
        Assert.Contains(labels, label => label.Value == "absorbance");
        double At(string text) =>
            double.Parse(labels.First(label => label.Value == text).Attribute("x")!.Value, CultureInfo.InvariantCulture);
        Assert.Equal(highToLow, At("200") > At("240"));
        Assert.Equal(column, figure.ToTable().Columns[0]);
    }

    [Fact]
    public void Every_fold_of_the_main_figure_stands_in_its_csv_to_the_last_bit()
    {
        string csv = new MaeFigure(Report.Results).ToTable().ToCsv();
        foreach (CellResult cell in Report.Results.Cells.Where(cell => cell.Failure is null))
            Assert.Contains($",{cell.Fold},{cell.Mae.ToString("R", CultureInfo.InvariantCulture)},", csv);
    }

    [Fact]
    public async Task The_main_figure_draws_one_marker_for_every_fold_with_a_result_and_names_every_verdict()
    {
        XElement svg = XDocument.Parse(await ComponentText.StandaloneSvgAsync(new MaeFigure(Report.Results))).Root!;
        int markers = svg.Descendants(Svg + "path").Where(path => path.Attribute("class")?.Value == "open")
            .Sum(path => path.Attribute("d")!.Value.Count(c => c == 'M'));
        Assert.Equal(Report.Results.Cells.Count(cell => cell.Failure is null), markers);
        Assert.Equal(Report.Results.Aggregates.Count(row => row.Comparison is not null),
            svg.Descendants(Svg + "text").Count(text => text.Value.Contains("too few", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Text_from_a_dataset_cannot_become_markup_or_a_formula()
    {
        StrategyAggregate hostile = Report.Results.Aggregates[0] with { TargetName = "=cmd|'/c calc'!A1<script>" };
        MaeFigure figure = new(Report.Results with { Aggregates = [hostile, .. Report.Results.Aggregates.Skip(1)] });
        Assert.DoesNotContain("<script>", await ComponentText.SvgAsync(figure));
        Assert.DoesNotContain("\n=cmd", figure.ToTable().ToCsv());
        Assert.DoesNotContain("\n\"=cmd", figure.ToTable().ToCsv());
    }

    [Theory]
    [InlineData(0, 1, "0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(0, 0.023, "0 0.005 0.010 0.015 0.020")]
    [InlineData(190, 1100, "200 400 600 800 1000")]
    [InlineData(-12, 25, "−10 −5 0 5 10 15 20 25")]
    public void Linear_ticks_are_round_and_inside(double low, double high, string expected) =>
        Assert.Equal(expected, string.Join(' ', new LinearScale(low, high, 0, 100).Ticks.Select(tick => tick.Label)));

    [Theory]
    [InlineData(0.0004, 40, "0.001 0.01 0.1 1 10")]
    [InlineData(0.2, 0.9, "0.2 0.5")]
    public void Logarithmic_ticks_are_round_and_inside(double low, double high, string expected) =>
        Assert.Equal(expected, string.Join(' ', new LogScale(low, high, 0, 100).Ticks.Select(tick => tick.Label)));

    [Fact]
    public void Any_finite_domain_has_ticks_that_ascend_inside_it()
    {
        Random random = new(3);
        for (int i = 0; i < 2000; i++)
        {
            double low = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-12, 12)), high = low + random.NextDouble() * Math.Pow(
                10, random.Next(-6, 12));
            LinearScale scale = new(low, high, 0, 100);
            Assert.InRange(scale.Ticks.Count, 1, 14);
            double[] at = [.. scale.Ticks.Select(tick => scale.Map(tick.Value))];
            Assert.Equal(at.Order(), at);
            Assert.All(at, pixel => Assert.InRange(pixel, -0.01, 100.01));
        }
    }

    [Theory]
    [InlineData("Zn2+", "Zn²⁺")]
    [InlineData("Li+", "Li⁺")]
    [InlineData("NH4+", "NH₄⁺")]
    [InlineData("SO4 2-", "SO₄²⁻")]
    [InlineData("SO42-", "SO₄²⁻")]
    [InlineData("NO3-", "NO₃⁻")]
    [InlineData("Moisture", "Moisture")]
    [InlineData("Oil", "Oil")]
    public void Ions_are_set_as_chemists_print_them(string name, string expected) => Assert.Equal(expected, ChemicalName.Pretty(name));

    [Fact]
    public void A_simplified_line_stays_within_its_tolerance()
    {
        Random random = new(5);
        (double X, double Y)[] points = [.. Enumerable.Range(
            0, 900).Select(i => (i * 0.4, 50 + 30 * Math.Sin(i / 40.0) + random.NextDouble() * 0.1))];
        string path = LinePath.Line(points, 0.3);
        (double X, double Y)[] kept = [.. path.Split(['M', 'L'], StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split(' '))
            .Select(pair => (double.Parse(pair[0], CultureInfo.InvariantCulture), double.Parse(pair[1], CultureInfo.InvariantCulture)))];
        Assert.True(kept.Length < points.Length / 4);
        int segment = 0;
        foreach ((double x, double y) in points)
        {
            while (segment < kept.Length - 2 && kept[segment + 1].X < x) segment++;
            (double x1, double y1) = kept[segment];
            (double x2, double y2) = kept[segment + 1];
            Assert.InRange(Math.Abs(y1 + (y2 - y1) * (x - x1) / (x2 - x1) - y), 0, 0.3 + 0.25); // coordinates are rounded to a tenth
        }
    }
}
