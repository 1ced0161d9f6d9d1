using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using IonSweep.Charts;
using IonSweep.Report;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.State;

namespace IonSweep.Web.Tests;

/// <summary>The report as a file: complete, self-contained, honest about what it shows.</summary>
public partial class ReportTests
{
    [Fact]
    public async Task The_report_holds_its_sections_in_order_and_needs_nothing_from_outside()
    {
        string page = await ReportDocument.RenderAsync(SampleReport.Create(5, 20, 2, 60));
        string[] order = ["protocol", "errors", "differences", "spectra", "predictions", "learning", "targets", "latents", "warnings"];
        int[] places = [.. order.Select(id => page.IndexOf($"<section id=\"{id}\">", StringComparison.Ordinal))];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);

        // The scripts of figures alone, as its policy names them; data beside figures cannot be run.
        string[] scripts = [.. Script().Matches(page).Select(match => match.Groups[1].Value)];
        Assert.Equal([ChartScript.Library, ChartScript.Figures], scripts);
        Assert.All(scripts, script => Assert.Contains(
            $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}", WebUtility.HtmlDecode(page)));
        Assert.Equal(scripts.Length + page.Split("<script type=\"application/json\">").Length - 1, page.Split("<script").Length - 1);
        Assert.DoesNotContain(Outside().Matches(page), match => !match.Value.Contains("www.w3.org", StringComparison.Ordinal)
            && match.Value != "https://github.com/leeoniya/uPlot"); // in its own first line
        Assert.Contains("prefers-color-scheme", page);
        Assert.Contains("@media print", page);
    }

    [Fact]
    public async Task Every_figure_has_its_svg_and_csv_in_the_page()
    {
        SweepReport report = SampleReport.Create(3, 10, 2, 40);
        string page = await ReportDocument.RenderAsync(report);
        foreach (var figure in new ReportFigures(report).All)
        {
            Assert.Contains($"download=\"paper-7f3a-{figure.Slug}.svg\"", page);
            Assert.Contains($"download=\"paper-7f3a-{figure.Slug}.csv\"", page);
        }
    }

    [Fact]
    public void A_data_link_gives_back_exactly_what_went_in()
    {
        string csv = "a,b (µ)\n1,\"x \"\"y\"\" #%&<>\"\n−3,Zn²⁺ 😀\n";
        string link = DataLink.Of("text/csv", csv);
        Assert.Equal(csv, Uri.UnescapeDataString(link[(link.IndexOf(',') + 1)..]));
        Assert.DoesNotContain('"', link);
    }

    [Fact]
    public async Task Simulated_data_a_shortened_protocol_and_every_failure_are_named()
    {
        string page = await ReportDocument.RenderAsync(SampleReport.Create(4, 10, 8, 40));
        Assert.Contains("Simulated data.", page);
        Assert.Contains("Shortened protocol.", page);
        Assert.Contains("The training loss became NaN in epoch 17, step 4.", page);
        Assert.Contains("stopped at the epoch cap", page);
        Assert.Contains("Too few folds for a verdict", page);
    }

    [Fact]
    public async Task A_sweep_without_any_result_still_has_a_report()
    {
        SweepReport full = SampleReport.Create(2, 10, 2, 40);
        SweepReport empty = new()
        {
            Spec = full.Spec,
            Dataset = full.Dataset,
            Results = new SweepResults(full.Results.Summary with { Status = SweepStatus.Running, Finished = 0 }, [], [], []),
        };
        string page = await ReportDocument.RenderAsync(empty);
        Assert.Contains("No cell has finished yet.", page);
        Assert.Contains("Still running", page);
    }

    [GeneratedRegex("""https?://[^\s"<)]+""")]
    private static partial Regex Outside();

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();
}
