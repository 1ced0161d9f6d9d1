using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using IonSweep.Sweeps.Deployment;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Results;
using IonSweep.Web.Remote;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace IonSweep.Web.Tests.Browser;

/// <summary>Every page that can be reached by links, looked at by axe-core; and what the first page weighs.</summary>
public sealed partial class AccessibilityTests(ITestOutputHelper output)
{
    private const string Token = "a-token-of-good-length";

    /// <summary>Ids of the sweeps that are looked at; of other things of which there are many one of each kind is.</summary>
    private static readonly string[] Sweeps = ["searched", "trained", "cancelled"];

    /// <summary>What a page may weigh with everything that it loads, in bytes.</summary>
    private const long FirstPage = 100_000;

    [AxeFact]
    public async Task Axe_finds_no_violation_on_any_page_in_light_and_dark_and_on_a_phone()
    {
        await using TrainingServer training = await TrainingServer.StartAsync(new ServerOptions { Token = Token });
        await FillAsync(training);
        List<string> violations = [];
        HashSet<string> kinds = [];
        foreach ((ColorScheme scheme, int width) in ((ColorScheme, int)[])[(ColorScheme.Light, 1100), (ColorScheme.Dark, 1100),
            (ColorScheme.Light, 390)])
        {
            await using BrowserSession browser = await BrowserSession.OpenAsync(scheme);
            IPage page = browser.Page;
            await page.SetViewportSizeAsync(width, 900);
            await page.GotoAsync(new Uri(training.Server.Address, "/login").AbsoluteUri);
            await LookAsync("/login");
            await page.GetByLabel("API token").FillAsync(Token);
            await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
            await page.ReadyAsync("^(?!.*/login)");

            Queue<string> waiting = new(["/", "/no-such-page", .. Sweeps.Select(id => $"/sweeps/{id}"),
                .. Sweeps.Select(id => $"/api/sweeps/{id}/report")]);
            HashSet<string> seen = [.. waiting.Select(Kind)];
            while (waiting.TryDequeue(out string? path))
            {
                await page.GotoAsync(new Uri(training.Server.Address, path).AbsoluteUri);
                await LookAsync(path);
                foreach (string link in await page.EvaluateAsync<string[]>(
                    "() => [...document.querySelectorAll('a[href]:not([download])')].filter(a => a.origin === location.origin)"
                        + ".map(a => a.pathname + a.search)"))
                    if (!IsFile().IsMatch(link) && seen.Add(Kind(link))) waiting.Enqueue(link);
            }

            async Task LookAsync(string path)
            {
                kinds.Add(Kind(path));
                await Pictures.UnrollAsync(page);
                await Pictures.TakeAsync(page, $"page{Long().Replace(path, "")}-{scheme}-{width}");
                string where = $"{path} ({scheme}, {width} px)";
                violations.AddRange((await Axe.ViolationsAsync(page)).Select(one => $"{where}: {one}"));
                if (await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"))
                    violations.Add($"{where}: the page is wider than the screen");
                await page.SetViewportSizeAsync(width, 900);
            }
        }
        output.WriteLine(string.Join('\n', kinds.Order(StringComparer.Ordinal)));
        Assert.True(violations.Count == 0, string.Join('\n', violations));
        Assert.Superset(new HashSet<string> { "/", "/login", "/no-such-page", "/sweeps/ID", "/datasets/ID", "/machines" }, kinds);
    }

    [ChromiumFact]
    public async Task The_first_page_weighs_less_than_a_tenth_of_a_megabyte()
    {
        await using TrainingServer training = await TrainingServer.StartAsync(new ServerOptions());
        await FillAsync(training);
        await using BrowserSession browser = await BrowserSession.OpenAsync();
        long bytes = 0;
        List<string> parts = [];
        List<Task> reading = [];
        browser.Page.Response += (_, response) => reading.Add(WeighAsync(response));
        Stopwatch clock = Stopwatch.StartNew();
        await browser.Page.GotoAsync(training.Server.Address.AbsoluteUri, new() { WaitUntil = WaitUntilState.Load });
        double loaded = clock.Elapsed.TotalSeconds;
        await Task.WhenAll(reading);
        output.WriteLine($"{bytes} bytes: {string.Join(", ", parts)}; loaded in {loaded:0.000} s with the browser's first connection, in "
            + $"{await TimeAsync(browser.Page):0.000} s the second time");
        Assert.InRange(bytes, 1, FirstPage);

        async Task WeighAsync(IResponse response)
        {
            byte[] body = await response.BodyAsync();
            lock (parts)
            {
                bytes += body.Length;
                parts.Add($"{new Uri(response.Url).AbsolutePath} {body.Length}");
            }
        }
    }

    private static async Task<double> TimeAsync(IPage page)
    {
        await page.ReloadAsync(new() { WaitUntil = WaitUntilState.Load });
        return await page.EvaluateAsync<double>("() => performance.getEntriesByType('navigation')[0].loadEventEnd / 1000");
    }

    /// <summary>A dataset, a sweep that searched, one that only trained, one that was cancelled.</summary>
    private static async Task FillAsync(TrainingServer training)
    {
        using HttpSweepService sweeps = new(training.Server.Address, Token);
        using ByteArrayContent content = new(Encoding.UTF8.GetBytes(TrainingServer.SmallCsv()));
        content.Headers.ContentType = new("text/csv");
        using HttpResponseMessage stored = await training.Server.Client.PutAsync("/api/datasets?name=small.csv", content);
        string sha256 = Sha().Match(await stored.Content.ReadAsStringAsync()).Value;
        foreach ((string id, string spec) in ((string, string)[])
        [
            ("searched", "preset: search\nfolds: 2\nmodels: [pls, ensemble]\nsearch: {pipelines: [[], [{kind: snv}]], methods: [pls]}"),
            ("trained", "preset: custom\nfolds: 2\nmodels: [pls, mlp]\nstrategies: [e, sim]\nregression: {hidden: [8, 4], epochCap: 50}"),
            ("cancelled", "preset: custom\nfolds: 2\nmodels: [mlp]\nregression: {patience: 10000000, epochCap: 10000000}"),
        ])
        {
            await sweeps.SubmitAsync(
                SpecReader.Read($"{spec}\ndata: {{source: stored, sha256: {sha256}}}"), id);
            if (id == "cancelled") await sweeps.CancelAsync(id);
            else await foreach (SweepUpdate _ in sweeps.WatchAsync(id)) { }
        }
        await sweeps.Models.TrainAsync("searched", new ModelRequest());
    }

    /// <summary>The path with what is one of many replaced.</summary>
    private static string Kind(string path) => One().Replace(path.Split('?')[0], "$1/ID");

    [GeneratedRegex("^(/(?:api/)?[a-z]+)/[^/]+")]
    private static partial Regex One();

    [GeneratedRegex(@"^/api/|^/assets/|\.(csv|svg|json|safetensors|txt)$|^/logout|^/dashboard")]
    private static partial Regex IsFile();

    [GeneratedRegex(@"[0-9a-f]{52}$|\?.*")]
    private static partial Regex Long();

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Sha();
}
