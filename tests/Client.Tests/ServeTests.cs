using System.Text.RegularExpressions;

namespace IonSweep.Client.Tests;

/// <summary><c>ionsweep serve</c> and the commands that ask it, as processes.</summary>
public sealed partial class ServeTests
{
    [Fact]
    public async Task A_sweep_submitted_to_a_server_gives_the_same_results_as_a_run_and_outlives_a_kill_of_the_server()
    {
        using SmallSweep small = new();
        (await IonSweepProcess.RunAsync(small.Folder, "run", "seconds.yaml", "--out", "alone")).Expect(0);

        IonSweepProcess first = IonSweepProcess.Start(small.Folder, "serve", "--data-dir", "served", "--urls", "http://127.0.0.1:0");
        string address = Address().Match(await first.LineAsync(line => line.StartsWith("Listening", StringComparison.Ordinal))).Value;
        string[] server = ["--server", address];
        (await IonSweepProcess.RunAsync(small.Folder, ["submit", "seconds.yaml", "--id", "mine", .. server])).Expect(0);
        using IonSweepProcess watcher = IonSweepProcess.Start(small.Folder, ["watch", "mine", .. server]);
        await watcher.LineAsync(line => line.Length > 0);
        first.Signal(IonSweepProcess.Sigkill);
        await first.EndAsync();
        first.Dispose();

        using IonSweepProcess second = IonSweepProcess.Start(small.Folder, "serve", "--data-dir", "served", "--urls", address);
        await second.LineAsync(line => line.StartsWith("Listening", StringComparison.Ordinal));
        (await watcher.EndAsync()).Expect(0); // it found the server again and saw the end

        IonSweepProcess.Ended csv = (await IonSweepProcess.RunAsync(small.Folder, ["results", "mine", "--format", "csv", .. server]))
            .Expect(0);
        Assert.Equal(small.Results("alone").TrimEnd('\n'), csv.Output);
        Assert.Contains("mine", (await IonSweepProcess.RunAsync(small.Folder, ["list", .. server])).Expect(0).Output);
        (await IonSweepProcess.RunAsync(small.Folder, ["report", "mine", .. server])).Expect(0);
        Assert.Contains("figure-mae", File.ReadAllText(Path.Combine(small.Folder, "mine-report.html")));

        (await IonSweepProcess.RunAsync(small.Folder, ["submit", "endless.yaml", "--id", "long", .. server])).Expect(0);
        IonSweepProcess.Ended refused = (await IonSweepProcess.RunAsync(small.Folder, ["delete", "long", .. server])).Expect(2);
        Assert.Contains("cancel", refused.Error);
        (await IonSweepProcess.RunAsync(small.Folder, ["cancel", "long", .. server])).Expect(0);
        (await IonSweepProcess.RunAsync(small.Folder, ["delete", "long", .. server])).Expect(0);
        (await IonSweepProcess.RunAsync(small.Folder, ["watch", "long", .. server])).Expect(2);

        second.Signal(IonSweepProcess.Sigterm);
        (await second.EndAsync()).Expect(0);
    }

    [Fact]
    public async Task A_server_beyond_this_machine_needs_a_token_and_its_clients_too()
    {
        using SmallSweep small = new();
        IonSweepProcess.Ended refused = (await IonSweepProcess.RunAsync(small.Folder, "serve", "--urls", "http://0.0.0.0:0")).Expect(2);
        Assert.Contains("--insecure", refused.Error);
        Assert.False(Directory.Exists(Path.Combine(small.Folder, "ionsweep-server")));

        small.Write("token", "a-token-of-good-length\n");
        using IonSweepProcess serving = IonSweepProcess.Start(
            small.Folder, "serve", "--urls", "http://127.0.0.1:0", "--token-file", "token");
        string address = Address().Match(await serving.LineAsync(line => line.StartsWith("Listening", StringComparison.Ordinal))).Value;
        Assert.Contains("token", (await IonSweepProcess.RunAsync(small.Folder, "list", "--server", address)).Expect(2).Error);
        (await IonSweepProcess.RunAsync(small.Folder, "list", "--server", address, "--token-file", "token")).Expect(0);
        serving.Signal(IonSweepProcess.Sigterm);
        Assert.DoesNotContain("a-token-of-good-length", (await serving.EndAsync()).Expect(0).Error);
    }

    [Fact]
    public async Task An_unreachable_server_is_said_in_one_line()
    {
        using SmallSweep small = new();
        IonSweepProcess.Ended ended = (await IonSweepProcess.RunAsync(small.Folder, "list", "--server", "http://127.0.0.1:9")).Expect(2);
        Assert.Contains("127.0.0.1:9", ended.Error);
        Assert.Single(ended.Error.TrimEnd('\n').Split('\n'));
        Assert.Contains("IONSWEEP_SERVER", (await IonSweepProcess.RunAsync(small.Folder, "list")).Expect(2).Error);
    }

    [Fact]
    public async Task A_damaged_sweep_keeps_no_server_from_starting_and_is_shown_with_what_to_do()
    {
        using SmallSweep small = new();
        (await IonSweepProcess.RunAsync(small.Folder, "run", "short.yaml", "--out", "served")).Expect(0);
        string sweeps = Path.Combine(small.Folder, "served", "sweeps"), whole = Path.GetFileName(Directory.GetDirectories(sweeps).Single());
        Directory.CreateDirectory(Path.Combine(sweeps, "broken"));
        byte[] spec = File.ReadAllBytes(Path.Combine(sweeps, whole, "spec.json"));
        File.WriteAllBytes(Path.Combine(sweeps, "broken", "spec.json"), spec[..100]);

        using IonSweepProcess serving = IonSweepProcess.Start(
            small.Folder, "serve", "--data-dir", "served", "--urls", "http://127.0.0.1:0");
        string address = Address().Match(await serving.LineAsync(line => line.StartsWith("Listening", StringComparison.Ordinal))).Value;
        string[] server = ["--server", address];
        const string reason = "sweeps/broken/spec.json was truncated or altered";
        Assert.Contains($"broken is damaged: {reason}",
            (await IonSweepProcess.RunAsync(small.Folder, ["list", .. server])).Expect(0).Output);
        Assert.Contains(reason, (await IonSweepProcess.RunAsync(small.Folder, ["results", "broken", .. server])).Expect(2).Error);
        (await IonSweepProcess.RunAsync(small.Folder, ["results", whole, "--format", "csv", .. server])).Expect(0);

        using HttpClient http = new() { BaseAddress = new Uri(address) };
        Assert.Contains(reason, await http.GetStringAsync("/"));
        using (HttpResponseMessage page = await http.GetAsync("/sweeps/broken"))
            Assert.Contains("Delete sweep broken", await page.Content.ReadAsStringAsync());
        using (HttpResponseMessage answer = await http.GetAsync("/api/sweeps/broken"))
        {
            Assert.Equal(409, (int)answer.StatusCode);
            Assert.Contains("urn:ionsweep:sweep-damaged", await answer.Content.ReadAsStringAsync());
        }

        (await IonSweepProcess.RunAsync(small.Folder, ["submit", "short.yaml", "--id", "new", "--watch", .. server])).Expect(0);
        (await IonSweepProcess.RunAsync(small.Folder, ["delete", "broken", .. server])).Expect(0);
        Assert.DoesNotContain("broken", (await IonSweepProcess.RunAsync(small.Folder, ["list", .. server])).Expect(0).Output);
        serving.Signal(IonSweepProcess.Sigterm);
        (await serving.EndAsync()).Expect(0);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
