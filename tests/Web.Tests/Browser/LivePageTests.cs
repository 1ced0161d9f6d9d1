using System.Text.RegularExpressions;
using System.Xml.Linq;
using IonSweep.Sweeps.State;
using Microsoft.Playwright;

namespace IonSweep.Web.Tests.Browser;

/// <summary>What a person does in a browser, against real trainings.</summary>
public class LivePageTests
{
    private const string Token = "a-token-of-good-length";

    [ChromiumFact]
    public async Task A_person_logs_in_uploads_spectra_chooses_starts_watches_a_quick_sweep_finish_takes_a_figure_and_cancels_another()
    {
        await using TrainingServer training = await TrainingServer.StartAsync(new ServerOptions { Token = Token });
        await using BrowserSession browser = await BrowserSession.OpenAsync();
        IPage page = browser.Page;

        await page.GotoAsync(training.Server.Address.AbsoluteUri);
        await page.GetByLabel("API token").FillAsync(Token);
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Sweeps" }).WaitForAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Datasets" }).ClickAsync();
        await page.Locator("#files").SetInputFilesAsync(new FilePayload
        {
            Name = "small.csv",
            MimeType = "text/csv",
            Buffer = System.Text.Encoding.UTF8.GetBytes(TrainingServer.SmallCsv())
        });
        await page.GetByRole(AriaRole.Button, new() { Name = "Store" }).ClickAsync();
        await page.GetByText("60 spectra, 12 channels").WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Start a sweep with it" }).ClickAsync();
        await page.ReadyAsync("/start");
        await page.Locator("#preset").SelectOptionAsync("quick");
        ILocator spec = page.Locator("#spec");
        await Assertions.Expect(spec).ToHaveValueAsync(new Regex("preset: quick\n"));
        await page.GetByLabel("Folds", new() { Exact = true }).FillAsync("1");
        await page.Locator("input[value=vae-u]").UncheckAsync();
        await Assertions.Expect(spec).ToHaveValueAsync(new Regex(@"folds: 1\n.*strategies: \[e, vae-n, cvae-n\]", RegexOptions.Singleline));
        await page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();

        ILocator status = page.Locator("[data-field=status]");
        // the page changes by itself when the sweep ends
        await page.Locator("[data-sweep][data-live=no]").WaitForAsync(new() { Timeout = 300_000 });
        Assert.Equal("completed", await status.TextContentAsync());
        await page.Locator("[data-fragment=figure] svg").WaitForAsync();
        Assert.Equal(0, await page.Locator("[data-item]:not(.done)").CountAsync());
        Assert.True(await page.Locator("[data-item].done").CountAsync() >= 10);

        IDownload figure = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "SVG" }).ClickAsync());
        Assert.EndsWith("-mae.svg", figure.SuggestedFilename);
        using (Stream content = await figure.CreateReadStreamAsync())
            Assert.Equal("svg", (await XDocument.LoadAsync(content, LoadOptions.None, default)).Root!.Name.LocalName);

        await page.GetByRole(AriaRole.Link, new() { Name = "Report" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Latent use" }).WaitForAsync();
        await page.GoBackAsync();

        await page.GotoAsync(training.Server.Address + "start?preset=paper");
        await page.Locator("#data").SelectOptionAsync(new SelectOptionValue { Label = "small (measured, 60 samples, 2 targets)" });
        await Assertions.Expect(page.Locator("#spec")).ToHaveValueAsync(new Regex("source: stored"));
        await page.Locator("#spec").FillAsync((await page.Locator("#spec").InputValueAsync()) + "folds: 60\n");
        await Assertions.Expect(page.GetByLabel("Folds", new() { Exact = true })).ToHaveValueAsync("60");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await page.Locator("[data-sweep][data-live=no]").WaitForAsync();
        Assert.Equal("cancelled", await status.TextContentAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete with all artifacts" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Sweeps" }).WaitForAsync();
        Assert.Equal(1, await page.Locator("table.list tbody tr").CountAsync());
        Assert.Empty(browser.Complaints);
    }

    [ChromiumFact]
    public async Task A_mistake_in_the_spec_is_explained_at_its_line_and_the_form_follows_what_is_typed()
    {
        await using RunningServer server = await RunningServer.StartAsync(new ScriptedSweepService());
        await using BrowserSession browser = await BrowserSession.OpenAsync();
        IPage page = browser.Page;
        await page.GotoAsync(server.Address + "start");
        await page.Locator("#spec").FillAsync("preset: quick\nstrategies: [vae-x]\n");
        await page.GetByText("Line 2:").WaitForAsync();
        Assert.Contains("no strategy 'vae-x'", await page.GetByRole(AriaRole.Alert).TextContentAsync());
        await page.Locator("#spec").FillAsync("preset: quick\nstrategies: [vae-n]\nseed: 5\n");
        await page.GetByText("work items").WaitForAsync();
        Assert.Equal(0, await page.GetByRole(AriaRole.Alert).CountAsync());
        Assert.Equal("5", await page.GetByLabel("Seed").InputValueAsync());
        Assert.False(await page.Locator("input[value=vae-u]").IsCheckedAsync());
        await page.SetViewportSizeAsync(380, 800);
        Assert.False(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"));
    }

    [ChromiumFact]
    public async Task Folds_of_a_sweep_of_ten_thousand_cells_are_opened_by_keyboard_and_pointer_and_signs_change_by_themselves()
    {
        ScriptedSweepService service = new() { Work = LargeSweep.Work, Report = LargeSweep.Report };
        await using RunningServer server = await RunningServer.StartAsync(service);
        await service.SubmitAsync(LargeSweep.Spec, "large");
        await using BrowserSession browser = await BrowserSession.OpenAsync();
        IPage page = browser.Page;
        await page.GotoAsync(new Uri(server.Address, "/sweeps/large").AbsoluteUri);
        await page.GetByRole(AriaRole.Link, new() { Name = "5–9", Exact = true }).PressAsync("Enter");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Folds 5–9" }).WaitForAsync();
        Assert.True(await page.EvaluateAsync<bool>("() => document.activeElement.dataset.opened === '5-9'"));
        await page.Locator("#folds tbody td").Nth(2).ClickAsync(); // of fold 7
        await page.GetByRole(AriaRole.Heading, new() { Name = "Fold 7" }).WaitForAsync();
        Assert.Equal(80, await page.Locator("[data-item]").CountAsync());

        service.Advance("large", "cells/7/zn2/e", WorkStatus.Done); // both the summary and what is opened
        await page.Locator("[data-fragment=grid] td.ready", new() { HasText = "○1/40" }).WaitForAsync();
        await page.Locator("[data-item='cells/7/zn2/e'].done").WaitForAsync();
        await page.ReloadAsync(); // the address says what is opened
        await page.Locator("[data-item='cells/7/zn2/e'].done").WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "close" }).ClickAsync();
        Assert.Equal(0, await page.Locator("[data-item]").CountAsync());
        Assert.EndsWith("/sweeps/large", page.Url);
        Assert.Empty(browser.Complaints);
    }

    [ChromiumFact]
    public async Task Two_sweeps_of_the_list_are_compared_and_then_two_models_of_them()
    {
        ScriptedSweepService service = new() { Work = LargeSweep.Work, Report = LargeSweep.Report };
        await using RunningServer server = await RunningServer.StartAsync(service);
        foreach (string id in (string[])["one", "two"]) await service.SubmitAsync(LargeSweep.Spec, id);
        await using BrowserSession browser = await BrowserSession.OpenAsync();
        IPage page = browser.Page;
        await page.GotoAsync(server.Address.AbsoluteUri);
        await page.GetByLabel("Compare one").CheckAsync();
        await page.GetByLabel("Compare two").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare those chosen" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Compare" }).WaitForAsync();
        Assert.Equal(80, await page.Locator("table:has(caption:has-text('Difference')) tbody tr").CountAsync());

        foreach (ILocator box in await page.Locator("input[name=columns]").AllAsync()) await box.UncheckAsync();
        await page.GetByLabel("B: pls+e", new() { Exact = true }).CheckAsync();
        await page.GetByLabel("Reference").SelectOptionAsync("one:e");
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare", Exact = true }).ClickAsync();
        await page.GetByText("B: pls+e − A: mlp+e").First.WaitForAsync();
        Assert.Equal(8, await page.Locator("table:has(caption:has-text('Difference')) tbody tr").CountAsync());
        Assert.Empty(browser.Complaints);
    }
}
