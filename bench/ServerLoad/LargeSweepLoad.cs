using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace IonSweep.ServerLoad;

/// <summary>A sweep of 10,000 cells with pages that watch it from its start to its end.</summary>
internal static partial class LargeSweepLoad
{
    private const int Folds = 125, Targets = 8, Channels = 24, Rows = 80, Restarts = 5;

    public static async Task<int> RunAsync(int watchers)
    {
        using ServedSweep served = await ServedSweep.StartAsync(SubmitAsync);
        string path = $"/sweeps/{served.SweepId}";
        using HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 1000 })
        {
            BaseAddress = served.Address,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        Console.WriteLine($"{served.Address} works on {Folds * Targets * 10} cells on 1 thread; {watchers} pages watch");
        (string first, double firstTime) = await TimedAsync(http, path);
        int assets = 0;
        foreach (Match asset in Asset().Matches(first)) assets += (await http.GetByteArrayAsync(asset.Groups[1].Value)).Length;

        double before = served.ServingSeconds();
        Stopwatch clock = Stopwatch.StartNew();
        Task<long>[] streams = [.. Enumerable.Range(0, watchers).Select(_ => WatchAsync(http, path))];
        Task<long[]> all = Task.WhenAll(streams);
        List<double> opened = [];
        while (await Task.WhenAny(all, Task.Delay(TimeSpan.FromSeconds(2))) != all) opened.Add((await TimedAsync(http, path)).Milliseconds);
        long[] bytes = await all;
        double busy = (served.ServingSeconds() - before) / clock.Elapsed.TotalSeconds;
        opened.Sort();
        (string last, double lastTime) = await TimedAsync(http, path);
        double longest = bytes.Max() / 1024.0, size = Encoding.UTF8.GetByteCount(first) / 1024.0;
        double memory = served.Memory / 1024.0 / 1024;
        List<double> reopened = [], lists = [];
        for (int start = 0; start < Restarts; start++)
        {
            await served.RestartAsync();
            using HttpClient anew = new() { BaseAddress = served.Address };
            lists.Add((await TimedAsync(anew, "/")).Milliseconds); // whoever opens a sweep comes from the list
            reopened.Add((await TimedAsync(anew, path)).Milliseconds);
        }
        reopened.Sort();
        lists.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            first page          {size:F1} KiB and {assets / 1024.0:F1} KiB of script and style, {firstTime:F0} ms
            page while it runs  median {opened[opened.Count / 2]:F0} ms, slowest {opened[^1]:F0} ms of {opened.Count}
            page at the end     {Encoding.UTF8.GetByteCount(last) / 1024.0:F1} KiB, {lastTime:F0} ms
            list after a start  median {lists[lists.Count / 2]:F0} ms, slowest {lists[^1]:F0} ms of {Restarts}
            after a restart     median {reopened[reopened.Count / 2]:F0} ms, slowest {reopened[^1]:F0} ms of {Restarts}
            events of a page    mean {bytes.Average() / 1024:F1} KiB, most {longest:F1} KiB in {clock.Elapsed.TotalSeconds:F0} s
            server's CPU time   {busy * 100:F1} % of a core but for the trainer, memory {memory:F0} MiB
            """));
        return 0;
    }

    private static async Task<HttpResponseMessage> SubmitAsync(HttpClient http)
    {
        Random random = new(3);
        StringBuilder csv = new(string.Join(',', Enumerable.Range(0, Targets).Select(t => $"t{t} (M)")));
        for (int c = 0; c < Channels; c++) csv.Append(CultureInfo.InvariantCulture, $",{400 + 10 * c}");
        for (int row = 0; row < Rows; row++)
        {
            double[] values = [.. Enumerable.Range(0, Targets).Select(_ => random.NextDouble())];
            csv.Append('\n').AppendJoin(',', values.Select(value => value.ToString("F4", CultureInfo.InvariantCulture)));
            for (int c = 0; c < Channels; c++)
                csv.Append(CultureInfo.InvariantCulture,
                    $",{values.Select((value, t) => value / (1 + (c - 3 * t) * (c - 3 * t) / 6.0)).Sum() + 0.01 * random.NextDouble():F5}");
        }
        using ByteArrayContent content = new(Encoding.UTF8.GetBytes(csv.ToString()));
        content.Headers.ContentType = new("application/octet-stream");
        using HttpResponseMessage stored = await http.PutAsync("/api/datasets?name=large.csv", content);
        string sha256 = JsonDocument.Parse(await stored.Content.ReadAsStringAsync()).RootElement.GetProperty("sha256").GetString()!;
        return await http.PostAsync("/api/sweeps", JsonContent.Create(new
        {
            data = new { source = "stored", sha256 },
            folds = Folds,
            models = (string[])["pls", "univariate"],
            strategies = (string[])["e", "noise", "shift", "mixup", "emsa"],
            pls = new { maximumComponents = 3 },
        }));
    }

    private static async Task<long> WatchAsync(HttpClient http, string path)
    {
        using HttpResponseMessage answer = await http.GetAsync(path + "/events", HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        await using Stream stream = await answer.Content.ReadAsStreamAsync();
        byte[] buffer = new byte[64 * 1024];
        long bytes = 0;
        while (await stream.ReadAsync(buffer) is > 0 and var read) bytes += read;
        return bytes;
    }

    private static async Task<(string Text, double Milliseconds)> TimedAsync(HttpClient http, string path)
    {
        long start = Stopwatch.GetTimestamp();
        string text = await http.GetStringAsync(path);
        return (text, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    [GeneratedRegex("(?:src|href)=\"(/assets/[^\"]+)\"")]
    private static partial Regex Asset();
}
