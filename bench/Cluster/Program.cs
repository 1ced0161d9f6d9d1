using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using IonSweep.Chaos;
using IonSweep.Chaos.Servers;
using IonSweep.Cluster.Bench;
using IonSweep.Spectra;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;

Option<string> redis = new("--redis") { Required = true }, blobs = new("--blobs") { Required = true };
Option<int> siloPort = new("--silo-port") { Required = true }, gatewayPort = new("--gateway-port") { Required = true };
Option<int> cells = new("--cells") { DefaultValueFactory = _ => 100_000 }, epochs = new("--epochs") { DefaultValueFactory = _ => 100 };
Option<double> seconds = new("--seconds") { DefaultValueFactory = _ => 5 };

Command fma = new("fma", "Prints the rounds of fused multiply-adds that this process did.") { seconds };
fma.SetAction(parsed => Console.WriteLine(FmaLoad.Run(TimeSpan.FromSeconds(parsed.GetValue(seconds)))));

Command node = new("node", "A silo whose work items end at once.") { redis, blobs, siloPort, gatewayPort };
node.SetAction((parsed, _) => NoOpNode.RunAsync(parsed.GetValue(redis)!, parsed.GetValue(blobs)!, parsed.GetValue(siloPort), parsed.GetValue(gatewayPort)));

Command scaling = new("scaling", "8 folds × 8 ions of E on one silo and on two, one slot each, beside two processes of pure arithmetic.") { epochs };
scaling.SetAction(async (parsed, cancellation) =>
{
    long alone = (await Task.WhenAll(FmaAsync())).Sum(), together = (await Task.WhenAll(FmaAsync(), FmaAsync())).Sum();
    double fmaScaling = (double)together / alone;
    SweepSpec spec = new()
    {
        Folds = 8, Strategies = ["e"], Regression = new RegressionSpec { Patience = 1_000_000, EpochCap = parsed.GetValue(epochs) },
    };
    (double one, double overhead) = await MeasureAsync(spec, silos: 1);
    (double two, _) = await MeasureAsync(spec, silos: 2);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"two processes of arithmetic: {fmaScaling:F3} × one\none silo {one:F1} s, two silos {two:F1} s: {one / two:F3} ×, {one / two / fmaScaling:F3} of the arithmetic's scaling"));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"overhead on one silo, (wall − training) / cells: {overhead * 1000:F1} ms"));
});

Command noop = new("noop", "A plan of many cells that end at once, through two silos.") { cells };
noop.SetAction(async (parsed, _) => await NoOpAsync(parsed.GetValue(cells)));

return await new RootCommand("Measures the cluster tier on this machine.") { fma, node, scaling, noop }.Parse(args).InvokeAsync();

static async Task<long> FmaAsync()
{
    using ChildProcess process = new("dotnet", [typeof(FmaLoad).Assembly.Location, "fma"]);
    await process.UntilAsync(() => Task.FromResult(process.Output.Any(line => long.TryParse(line, out long _))), TimeSpan.FromSeconds(60), "counting");
    return long.Parse(process.Output[0], CultureInfo.InvariantCulture);
}

static async Task<(double Seconds, double Overhead)> MeasureAsync(SweepSpec spec, int silos)
{
    await using ChaosCluster cluster = await ChaosCluster.StartAsync(silos, connect: true, "--slots", "1");
    // The first cells warm the silos up: code is compiled, connections are open, the dataset is there.
    await RunAsync(cluster, spec with { Seed = 99, Folds = 1 }, "warm-up");
    double wall = await RunAsync(cluster, spec, "measured");
    SweepReport report = await cluster.Service.ReportAsync("measured");
    return (wall, (wall - report.Timings.Sum(timing => timing.Seconds) / silos) / report.Timings.Count);
}

static async Task<double> RunAsync(ChaosCluster cluster, SweepSpec spec, string id)
{
    await cluster.Service.SubmitAsync(spec, id);
    long start = Stopwatch.GetTimestamp();
    SweepSummary? ended = null;
    await foreach (SweepUpdate update in cluster.Service.WatchAsync(id)) ended = update.Summary;
    if (ended?.Status != SweepStatus.Completed) throw new InvalidOperationException($"The sweep ended as {ended?.Status}: {ended?.Reason}");
    return Stopwatch.GetElapsedTime(start).TotalSeconds;
}

static async Task NoOpAsync(int cells)
{
    await using ChaosCluster cluster = await ChaosCluster.StartAsync(silos: 0, connect: false);
    using ChildProcess first = Node(cluster), second = Node(cluster);
    await cluster.ConnectAsync();
    string sha256 = await cluster.Service.StoreDatasetAsync(TenTargets());
    SweepSpec spec = new() { Data = new DataSpec { Source = DataSources.Stored, Sha256 = sha256 }, Strategies = ["e"], Regression = new RegressionSpec { Hidden = [2] } };
    await RunAsync(cluster, spec with { Folds = 10, Seed = 99 }, "warm-up");
    long[] before = [Memory(first), Memory(second)];
    double wall = await RunAsync(cluster, spec with { Folds = cells / 10 }, "many");
    long[] after = [Memory(first), Memory(second)];
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cells} cells in {wall:F1} s: {cells / wall:F0} cells/s, {wall / cells * 1000:F2} ms a cell"));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"memory of the two silos: {before[0]} and {before[1]} MB before, {after[0]} and {after[1]} MB after (resident); the coordinator's is the one that grew"));
}

// A plan has 10,000 folds at most.
static SpectralDataset TenTargets()
{
    float[] spectra = [.. Enumerable.Range(0, 40 * 4).Select(i => (float)(i * 37 % 101))], values = [.. Enumerable.Range(0, 40 * 10).Select(i => (float)(i * 53 % 103))];
    return new SpectralDataset("ten-targets", new DatasetOrigin(true, "made for a measurement"), [400, 410, 420, 430], [.. Enumerable.Range(0, 10).Select(i => new Target($"t{i}", "M"))], spectra, values);
}

static ChildProcess Node(ChaosCluster cluster) => new("dotnet",
[
    typeof(FmaLoad).Assembly.Location, "node", "--redis", cluster.Redis.ConnectionString, "--blobs", cluster.Azurite.ConnectionString,
    "--silo-port", FreePorts.Next().ToString(CultureInfo.InvariantCulture), "--gateway-port", FreePorts.Next().ToString(CultureInfo.InvariantCulture),
]);

static long Memory(ChildProcess process) => Process.GetProcessById(process.Id).WorkingSet64 >> 20;
