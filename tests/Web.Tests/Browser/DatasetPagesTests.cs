using System.Text;
using Microsoft.Playwright;

namespace IonSweep.Web.Tests.Browser;

/// <summary>Files that a person drops on the page of datasets.</summary>
public class DatasetPagesTests
{
    [ChromiumFact]
    public async Task Dropped_files_become_a_dataset_whose_page_shows_its_figures_and_can_delete_it()
    {
        ScriptedSweepService service = new();
        await using RunningServer server = await RunningServer.StartAsync(service);
        await using BrowserSession browser = await BrowserSession.OpenAsync();
        IPage page = browser.Page;
        await page.GotoAsync(server.Address + "datasets");
        string[] rows = TrainingServer.SmallCsv().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        (string Name, string Text)[] files =
            [.. rows.Skip(1).Select((row, i) => ($"s{i}.csv", $"{SpectrumOf(rows[0])}\n{SpectrumOf(row)}\n"))];
        StringBuilder table = new("sample,Cu2+ (M),Ni2+ (M)\n");
        for (int i = 1; i < rows.Length; i++) table.Append($"s{i - 1},{string.Join(',', rows[i].Split(',')[..2])}\n");

        await page.DropAsync("[data-drop=files]", files[..20]);
        await page.DropAsync("h1", files[20..]); // anywhere on the page
        await page.DropAsync("[data-drop=references]", ("values.csv", table + "absent,1,2\n"));
        await page.GetByText("61 files").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Store" }).ClickAsync();
        await page.GetByText("1 of 61 samples of the table have no spectrum: absent.").WaitForAsync();
        Assert.Contains("60 files and 60 spectra were read", await page.Locator("[data-said]").TextContentAsync());
        Assert.Equal(1, await page.Locator("table.list tbody tr").CountAsync());

        await page.GetByRole(AriaRole.Link, new() { Name = "Look at it" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "values" }).WaitForAsync();
        Assert.True(await page.Locator("figure svg").CountAsync() >= 3);
        Assert.False(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"));
        IDownload csv = await page.RunAndWaitForDownloadAsync(
            () => page.GetByRole(AriaRole.Link, new() { Name = "Table (CSV)" }).ClickAsync());
        Assert.Equal("values.csv", csv.SuggestedFilename);
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.GetByText("There is no dataset yet.").WaitForAsync();

        await page.DropAsync("[data-drop=files]", ("odd.csv", "x\n"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Store" }).ClickAsync();
        Assert.Contains("odd.csv", await page.GetByRole(AriaRole.Alert).TextContentAsync());
        Assert.All(browser.Complaints, said => Assert.Contains("400", said)); // Chromium logs every refused request
    }

    private static string SpectrumOf(string line) => string.Join(',', line.Split(',')[2..]); // two targets stand before it
}
