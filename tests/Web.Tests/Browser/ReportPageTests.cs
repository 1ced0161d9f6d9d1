using IonSweep.Report;
using Microsoft.Playwright;

namespace IonSweep.Web.Tests.Browser;

/// <summary>The report as a file in a browser without a network.</summary>
public class ReportPageTests
{
    [ChromiumFact]
    public async Task The_report_opens_from_disk_offline_in_light_and_dark_and_its_downloads_work()
    {
        string folder = Directory.CreateTempSubdirectory("ionsweep-report-").FullName;
        string file = Path.Combine(folder, "report.html");
        await File.WriteAllTextAsync(file, await ReportDocument.RenderAsync(SampleReport.Create(5, 40, 4, 120)));
        try
        {
            Dictionary<ColorScheme, string> backgrounds = [];
            foreach (ColorScheme scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await using BrowserSession browser = await BrowserSession.OpenAsync(scheme, offline: true);
                IPage page = browser.Page;
                await page.GotoAsync(new Uri(file).AbsoluteUri);
                Assert.Equal(9, await page.Locator("main > section").CountAsync());
                Assert.True(await page.GetByRole(AriaRole.Img).CountAsync() > 8);
                Assert.False(
                    await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"));
                backgrounds[scheme] = await page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
                // Text of figures stands out from the page in both schemes.
                Assert.NotEqual(backgrounds[scheme],
                    await page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('#figure-mae text')).fill"));

                IDownload numbers = await page.RunAndWaitForDownloadAsync(
                    () => page.Locator("#figure-mae").GetByText("numbers (CSV)").ClickAsync());
                using StreamReader csv = new(await numbers.CreateReadStreamAsync());
                Assert.Equal("target,unit,strategy,fold,mae,mean_mae,sd_mae,verdict", (await csv.ReadLineAsync())!.Trim());
                IDownload svg = await page.RunAndWaitForDownloadAsync(
                    () => page.Locator("#figure-spectra").GetByText("SVG", new() { Exact = true }).ClickAsync());
                Assert.Equal("paper-7f3a-spectra.svg", svg.SuggestedFilename);
                Assert.True((await page.PdfAsync()).Length > 20_000);
                Assert.Empty(browser.Complaints);
            }
            Assert.NotEqual(backgrounds[ColorScheme.Light], backgrounds[ColorScheme.Dark]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
