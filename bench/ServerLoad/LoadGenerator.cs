using System.Collections.Concurrent;
using System.Diagnostics;

namespace IonSweep.ServerLoad;

/// <summary>Watchers and requests, bounded in number and time.</summary>
internal sealed class LoadGenerator(Uri server, string sweep)
{
    // What people and scripts ask for while a sweep runs, most often first.
    private readonly string[] _paths =
    [
        $"/api/sweeps/{sweep}", $"/sweeps/{sweep}/fragments/running", "/api/sweeps", $"/sweeps/{sweep}/fragments/figure",
        $"/api/sweeps/{sweep}", "/healthz",
        $"/sweeps/{sweep}/fragments/running", $"/api/sweeps/{sweep}/figures/mae.svg", $"/api/sweeps/{sweep}/results", $"/sweeps/{sweep}",
    ];

    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 1000 })
    {
        BaseAddress = server,
        Timeout = Timeout.InfiniteTimeSpan
    };
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _streams, _errors, _broken;
    private long _events;

    public ConcurrentBag<double> Latencies { get; } = [];

    public int Errors => _errors;

    public int BrokenStreams => _broken;

    public long Events => _events;

    public Task AllConnectedAsync() => _connected.Task.WaitAsync(TimeSpan.FromMinutes(1));

    /// <summary>Watches with <paramref name="count"/> streams until the token ends them.</summary>
    public Task WatchAsync(int count, CancellationToken end) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(_ => WatchOnceAsync(count, end)));

    /// <summary>Sends requests at a fixed rate, whether or not earlier ones were answered.</summary>
    public async Task RequestsAsync(int rate, TimeSpan duration, bool record)
    {
        List<Task> open = [];
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(1.0 / rate));
        int count = (int)(rate * duration.TotalSeconds);
        for (int i = 0; i < count && await timer.WaitForNextTickAsync(); i++) open.Add(RequestAsync(_paths[i % _paths.Length], record));
        await Task.WhenAll(open);
    }

    private async Task RequestAsync(string path, bool record)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            using HttpResponseMessage answer = await _http.GetAsync(path);
            if (!answer.IsSuccessStatusCode) Interlocked.Increment(ref _errors);
        }
        catch (HttpRequestException)
        {
            Interlocked.Increment(ref _errors);
        }
        if (record) Latencies.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    private async Task WatchOnceAsync(int count, CancellationToken end)
    {
        try
        {
            using HttpResponseMessage answer = await _http.GetAsync(
                $"/api/sweeps/{sweep}/events", HttpCompletionOption.ResponseHeadersRead, end);
            answer.EnsureSuccessStatusCode();
            using StreamReader reader = new(await answer.Content.ReadAsStreamAsync(end));
            bool counted = false;
            while (await reader.ReadLineAsync(end) is { } line)
            {
                if (!line.StartsWith("data:", StringComparison.Ordinal)) continue;
                Interlocked.Increment(ref _events);
                if (!counted && Interlocked.Increment(ref _streams) == count) _connected.TrySetResult();
                counted = true;
            }
            Interlocked.Increment(ref _broken);
        }
        catch (OperationCanceledException)
        {
            // the time is up
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            Interlocked.Increment(ref _broken);
        }
    }
}
