// Loads a training `ionsweep serve` with watchers and requests, and says what that costs the server.
//   dotnet run -c Release --project bench/ServerLoad -- [watchers=200] [requests/s=50] [seconds=60]
//   dotnet run -c Release --project bench/ServerLoad -- large [watchers=200]    a sweep of 10,000 cells, from its start to its end
// The server's CPU time is read per thread: everything but its trainer threads, with the load minus without it, the mean of
// what it is before and after.
using System.Diagnostics;
using System.Globalization;
using IonSweep.ServerLoad;

if (args is ["large", ..]) return await LargeSweepLoad.RunAsync(Number(1, 200));

int watchers = Number(0, 200), rate = Number(1, 50), seconds = Number(2, 60);
using ServedSweep served = await ServedSweep.StartAsync();
Console.WriteLine($"{served.Address} trains the quick preset on 1 thread; {watchers} watchers, {rate} requests/s, {seconds} s");

LoadGenerator load = new(served.Address, served.SweepId);
await load.RequestsAsync(rate, TimeSpan.FromSeconds(30), record: false); // first requests compile code, twice, which is not the load's cost
double idleBefore = await served.ServingShareAsync(TimeSpan.FromSeconds(30));

using CancellationTokenSource end = new();
Task watching = load.WatchAsync(watchers, end.Token);
await load.AllConnectedAsync();
double before = served.ServingSeconds();
Stopwatch clock = Stopwatch.StartNew();
await load.RequestsAsync(rate, TimeSpan.FromSeconds(seconds), record: true);
double busy = (served.ServingSeconds() - before) / clock.Elapsed.TotalSeconds;
end.Cancel();
await watching;
double idleAfter = await served.ServingShareAsync(TimeSpan.FromSeconds(30)), idle = (idleBefore + idleAfter) / 2;

double[] latencies = [.. load.Latencies.Order()];
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
    requests answered   {latencies.Length} of {rate * seconds}, {load.Errors} errors
    latency             median {latencies[latencies.Length / 2]:F1} ms, 99 % {latencies[latencies.Length * 99 / 100]:F1} ms
    slowest             {latencies[^1]:F1} ms
    events received     {load.Events} by {watchers} watchers, {load.BrokenStreams} streams broken
    server's CPU time   {busy * 100:F2} % of a core with the load, {idleBefore * 100:F2} % before and {idleAfter * 100:F2} % after it
    what the load costs {(busy - idle) * 100:F2} % of a core
    """));
return load.Errors == 0 && load.BrokenStreams == 0 ? 0 : 1;

int Number(int place, int otherwise) => args.Length > place ? int.Parse(args[place], CultureInfo.InvariantCulture) : otherwise;
