using System.Net;
using System.Net.Http.Headers;
using System.Text;
using IonSweep.Chaos;
using IonSweep.Chaos.Servers;
using IonSweep.Sweeps.Reporting;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;
using IonSweep.Web.Remote;
using IonSweep.Web.Tests.Browser;
using Microsoft.Playwright;

namespace IonSweep.Cluster.Tests.Processes;

/// <summary>Two silos and a gateway as processes, and clients that know only HTTP.</summary>
public sealed class GatewayTests
{
    /// <summary>Would train for hours, so that it runs for certain while somebody looks.</summary>
    private static readonly SweepSpec Endless = ChaosRun.Spec with
    {
        Strategies = ["e", "vae-n"],
        Regression = new RegressionSpec { Hidden = [32, 8], Patience = 1_000_000, EpochCap = 1_000_000 },
        Generator = new GeneratorSpec { Hidden = 32, Latents = 8, Patience = 1_000_000, EpochCap = 1_000_000 },
    };

    [ServersFact]
    public async Task The_command_line_gets_the_bytes_of_a_run_in_process_through_a_gateway()
    {
        await using Gateway gateway = await Gateway.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(gateway.Folder, "spec.yaml"), SpecWriter.ToYaml(ChaosRun.Spec));
        string[] server = ["--server", gateway.Address.ToString(), "--token-file", gateway.TokenFile];
        string submitted = await ClientProcess.RunAsync(gateway.Folder, ["submit", "spec.yaml", "--id", "remote", "--watch", .. server]);
        Assert.Contains("remote", submitted);
        byte[] expected = await ChaosRun.UndisturbedAsync(ChaosRun.Spec);
        Assert.Equal(Encoding.UTF8.GetString(expected).TrimEnd('\n'),
            (await ClientProcess.RunAsync(gateway.Folder, ["results", "remote", "--format", "csv", .. server])).TrimEnd('\n'));
        Assert.Equal(expected, await gateway.Cluster.Store.ReadAsync(SweepPaths.ResultsCsv("remote")));
        Assert.Contains("remote", await ClientProcess.RunAsync(gateway.Folder, ["list", .. server]));
        await ClientProcess.RunAsync(gateway.Folder, ["report", "remote", .. server]);
        string report = await File.ReadAllTextAsync(Path.Combine(gateway.Folder, "remote-report.html"));
        Assert.Contains("silo-0", report); // the machines that worked on it
        Assert.Contains("silo-1", report);
        await ClientProcess.RunAsync(gateway.Folder, ["delete", "remote", .. server]);
        await foreach (string left in gateway.Cluster.Store.ListAsync(SweepPaths.Sweeps)) Assert.Fail(left);
    }

    [ServersFact(Browser = true)]
    public async Task The_dashboard_shows_the_grains_of_a_running_sweep_to_those_who_are_logged_in_and_to_nobody_else()
    {
        await using Gateway gateway = await Gateway.StartAsync();
        using HttpSweepService service = new(gateway.Address, Gateway.Token);
        await service.SubmitAsync(Endless, "endless");

        using HttpClient http = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = gateway.Address };
        foreach (string path in (string[])["/dashboard/", "/dashboard", "/dashboard/DashboardCounters", "/dashboard/Trace",
            "/dashboard/index.min.js", "/DASHBOARD/", "/api/sweeps"])
        {
            using HttpResponseMessage stranger = await http.GetAsync(path);
            Assert.True(stranger.StatusCode == HttpStatusCode.Unauthorized
                || stranger.Headers.Location?.OriginalString.StartsWith("/login", StringComparison.Ordinal) == true,
                $"{path} answers a stranger with {stranger.StatusCode}");
        }
        foreach (string path in (string[])["/health/live", "/health/ready"])
        {
            using HttpResponseMessage health = await http.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        }

        await using BrowserSession browser = await BrowserSession.OpenAsync();
        IPage page = browser.Page;
        await page.GotoAsync(new Uri(gateway.Address, "/dashboard/").AbsoluteUri);
        await page.GetByLabel("API token").FillAsync(Gateway.Token);
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await page.ReadyAsync("/dashboard/");
        // Which silo trains what, and the way from there to the dashboard.
        await page.GotoAsync(new Uri(gateway.Address, "/machines").AbsoluteUri);
        foreach (string silo in (string[])["silo-0", "silo-1"])
        {
            ILocator row = page.Locator("tbody", new() { HasText = silo });
            await row.GetByText("1 of 1").WaitForAsync();
            await row.GetByRole(AriaRole.Link, new() { Name = "endless" }).WaitForAsync();
        }
        await Pictures.TakeAllAsync(page, "machines-cluster");
        await page.GetByRole(AriaRole.Link, new() { Name = "Orleans dashboard" }).ClickAsync();
        await page.ReadyAsync("/dashboard/");
        await page.GotoAsync(new Uri(gateway.Address, "/dashboard/#/grains").AbsoluteUri);
        foreach (string grain in (string[])["SweepGrain", "CellGrain", "GeneratorGrain"]) await page.GetByText(grain).First.WaitForAsync();
        // Icons are drawn in fonts: without these they are boxes. Nothing of the page is blocked or missing; what its own script stumbles
        // over when answers come late is Orleans's.
        await page.WaitForFunctionAsync("() => [...document.fonts].some(font => font.status === 'loaded')");
        Assert.DoesNotContain(browser.Complaints, complaint => !complaint.Contains("TypeError", StringComparison.Ordinal));

        await service.CancelAsync("endless");
        Assert.Equal(SweepStatus.Cancelled, (await service.GetAsync("endless"))!.Summary.Status);
    }

    [Theory]
    [InlineData("--http-host *", "can be reached from other machines")]
    [InlineData("--speed fast", "'--speed' is no option")]
    public async Task A_node_that_cannot_work_says_why_and_does_not_start(string arguments, string expected)
    {
        await using SiloProcess node = SiloProcess.Start("wrong", arguments.Split(' '));
        InvalidOperationException ended = await Assert.ThrowsAsync<InvalidOperationException>(node.UntilReadyAsync);
        Assert.Contains("it ended with 2", ended.Message);
        Assert.Contains(expected, ended.Message);
    }
}
