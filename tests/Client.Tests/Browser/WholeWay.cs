using System.Globalization;
using System.Text;
using IonSweep.Web.Tests.Browser;
using Microsoft.Playwright;

namespace IonSweep.Client.Tests.Browser;

/// <summary>
/// The whole way of somebody with new spectra, as a person goes it in a browser: drop files, look, start, watch, recommendation, predict,
/// compare. The same on a server and on a cluster's gateway.
/// </summary>
public static class WholeWay
{
    private const int Samples = 48, Channels = 24;

    /// <summary>Goes it; fails where something is not as it should be.</summary>
    /// <param name="address">Of the server.</param>
    /// <param name="token">Its token.</param>
    public static async Task GoAsync(Uri address, string token)
    {
        await using BrowserSession browser = await BrowserSession.OpenAsync();
        IPage page = browser.Page;
        List<string> violations = [];
        await page.GotoAsync(address.AbsoluteUri);
        await page.GetByLabel("API token").FillAsync(token);
        await Button("Log in").ClickAsync();

        // Drop: spectra of two days in two files, and a table of what the laboratory found.
        await PlaceAsync("Datasets");
        await page.DropAsync("[data-drop=files]", ("monday.csv", Spectra(0, Samples / 2)), ("tuesday.csv", Spectra(Samples / 2, Samples)));
        await page.DropAsync("[data-drop=references]", ("laboratory.csv", References()));
        await Button("Store").ClickAsync();
        await page.GetByText($"{Samples} spectra, {Channels} channels").WaitForAsync();
        await LookAsync("files that were stored");
        await Link("Look at it").ClickAsync();

        // Look.
        await Heading("laboratory").WaitForAsync();
        Assert.True(await page.Locator("main svg").CountAsync() > 2);

        // Start: data and search are chosen already; fewer folds are enough here, and the spec beside the form says so too.
        string dataset = page.Url;
        string first = await StartAsync(folds: 2);

        // Watch: the page changes by itself until the sweep has ended.
        await EndedAsync();

        await LookAsync("a sweep that ended");

        // Recommendation, and the model that it leads to.
        await page.Locator(".recommendation").First.WaitForAsync();
        Assert.Contains("Fat", await page.Locator(".recommendation").First.TextContentAsync());
        await Button("Train the recommended model").ClickAsync(); // it appears by itself when the sweep has ended
        await page.ReadyAsync("/models");
        if (!page.Url.Contains("/models/", StringComparison.Ordinal)) // it is still trained: the list has it when that has ended
        {
            ILocator model = page.Locator("main a[href^='/models/']").First;
            while (await model.CountAsync() == 0) await page.ReloadAsync();
            await model.ClickAsync();
        }

        // Predict new spectra, one of them saturated.
        await Heading("Predict new spectra").WaitForAsync();
        await page.DropAsync("[data-predict]", ("new.csv", Spectra(0, 5, saturated: 3)));
        await page.GetByText("5 spectra predicted").WaitForAsync();
        await LookAsync("predictions");
        IReadOnlyList<string> rows = await page.Locator("section:has(form[data-predict]) table tbody tr").AllInnerTextsAsync();
        Assert.Equal(5, rows.Count);
        for (int row = 0; row < 5; row++) Assert.Contains(row == 3 ? "check" : "ok", rows[row]);
        Assert.Equal(5, await page.Locator(".spectra svg").CountAsync());
        IDownload predicted = await page.RunAndWaitForDownloadAsync(() => page.GetByText("All predictions (CSV)").ClickAsync());
        using (StreamReader csv = new(await predicted.CreateReadStreamAsync()))
        {
            string[] lines = (await csv.ReadToEndAsync()).TrimEnd('\n').Split('\n');
            Assert.Equal(6, lines.Length);
            Assert.Equal(Truth(1).Fat, double.Parse(lines[2].Split(',')[2], CultureInfo.InvariantCulture), 0.3);
        }

        // Compare with another sweep of the same data.
        await page.GotoAsync(dataset);
        string second = await StartAsync(folds: 3);
        await EndedAsync();
        await PlaceAsync("Compare");
        foreach (string id in (string[])[first, second]) await page.Locator($"input[name=sweeps][value='{id}']").CheckAsync();
        await Button("Compare").First.ClickAsync();
        await page.Locator("main figure svg").First.WaitForAsync();
        Assert.Contains(first, await page.Locator("main").InnerTextAsync());
        await LookAsync("a comparison");
        Assert.Empty(violations);
        Assert.Empty(browser.Complaints);

        // Pages that no link leads to; AccessibilityTests has the others.
        async Task LookAsync(string what)
        {
            await Pictures.TakeAllAsync(page, $"way-{what}");
            if (Axe.Script is not null) violations.AddRange((await Axe.ViolationsAsync(page)).Select(one => $"{what}: {one}"));
        }

        async Task<string> StartAsync(int folds)
        {
            await Link("Start a sweep with it").ClickAsync();
            await page.ReadyAsync("/start");
            await page.GetByLabel("Folds", new() { Exact = true }).FillAsync(folds.ToString(CultureInfo.InvariantCulture));
            await page.GetByLabel("Seed").FocusAsync();
            await page.WaitForFunctionAsync(
                "folds => new RegExp(`^folds: ${folds}$`, 'm').test(document.getElementById('spec').value)", folds);
            await page.Locator("#start-plan").GetByText("work items").WaitForAsync();
            await LookAsync("a sweep that is to be started");
            await Button("Start").ClickAsync();
            await page.ReadyAsync("/sweeps/");
            return new Uri(page.Url).Segments[^1];
        }

        Task EndedAsync() => page.Locator("[data-sweep][data-live=no]").WaitForAsync(new() { Timeout = 300_000 });

        ILocator Button(string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

        ILocator Link(string name) => page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

        ILocator Heading(string name) => page.GetByRole(AriaRole.Heading, new() { Name = name });

        Task PlaceAsync(string name) => page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = name }).ClickAsync();
    }

    /// <summary>What the laboratory found of a sample.</summary>
    private static (double Fat, double Water) Truth(int sample)
    {
        Random random = new(100 + sample);
        return (1 + 3 * random.NextDouble(), 5 + 5 * random.NextDouble());
    }

    private static string References()
    {
        StringBuilder text = new("sample,Fat (%),Water (%)\n");
        for (int sample = 0; sample < Samples; sample++)
        {
            (double fat, double water) = Truth(sample);
            text.Append(CultureInfo.InvariantCulture, $"p{sample:00},{fat:F3},{water:F3}\n");
        }
        return text.ToString();
    }

    /// <summary>A table of samples; a saturated one is cut off at the top.</summary>
    private static string Spectra(int from, int to, int saturated = -1)
    {
        StringBuilder text = new("sample");
        for (int c = 0; c < Channels; c++) text.Append(CultureInfo.InvariantCulture, $",{900 + 10 * c}");
        text.Append('\n');
        for (int sample = from; sample < to; sample++)
        {
            (double fat, double water) = Truth(sample);
            Random noise = new(sample);
            text.Append(CultureInfo.InvariantCulture, $"p{sample:00}");
            for (int c = 0; c < Channels; c++)
            {
                double value = 0.05 + 0.1 * fat * Math.Exp(-Math.Pow((c - 7) / 3.0, 2))
                    + 0.05 * water * Math.Exp(-Math.Pow((c - 15) / 4.0, 2)) + 0.002 * noise.NextDouble();
                text.Append(CultureInfo.InvariantCulture, $",{(sample == saturated ? Math.Min(value, 0.2) : value):F5}");
            }
            text.Append('\n');
        }
        return text.ToString();
    }
}
