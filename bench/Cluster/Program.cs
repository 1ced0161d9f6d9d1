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
Option<int> cells = new("--cells") { DefaultValueFactory = _ => 100_000 }, epochs = new("--epochs") { DefaultValueFactory = _ => 300 },
    rounds = new("--rounds") { DefaultValueFactory = _ => 3 };
Option<double> seconds = new("--seconds") { DefaultValueFactory = _ => 5 };

Command fma = new("fma", "Prints the rounds of fused multiply-adds that this process did.") { seconds };
fma.SetAction(parsed => Console.WriteLine(FmaLoad.Run(TimeSpan.FromSeconds(parsed.GetValue(seconds)))));

Command node = new("node", "A silo whose work items end at once.") { redis, blobs, siloPort, gatewayPort };
node.SetAction((parsed, _) => NoOpNode.RunAsync(
    parsed.GetValue(redis)!, parsed.GetValue(blobs)!, parsed.GetValue(siloPort), parsed.GetValue(gatewayPort)));

Command scaling = new("scaling",
    "8 folds × 8 ions of E on one silo and on two, one slot each, beside one and two processes of pure arithmetic.") { epochs, rounds };
scaling.SetAction(async (parsed, cancellation) =>
{
    SweepSpec spec = new()
    {
        Folds = 8,
        Strategies = ["e"],
        Regression = new RegressionSpec { Patience = 1_000_000, EpochCap = parsed.GetValue(epochs) },
    };
    // Both clusters stay up, and what is compared is measured in turns: the machine's speed changes with its neighbours.
    await using ChaosCluster one = await WarmAsync(silos: 1), two = await WarmAsync(silos: 2);
    List<(double Fma, double Silos, double Overhead)> measured = [];
    for (int round = 0; round < parsed.GetValue(rounds); round++)
    {
        long alone = (await Task.WhenAll(FmaAsync())).Sum(), together = (await Task.WhenAll(FmaAsync(), FmaAsync())).Sum();
        (double wallOfOne, double overhead) = await MeasureAsync(one, spec, $"round-{round}");
        (double wallOfTwo, _) = await MeasureAsync(two, spec, $"round-{round}");
        measured.Add(((double)together / alone, wallOfOne / wallOfTwo, overhead));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"two processes of arithmetic {measured[^1].Fma:F3} × one; one silo {wallOfOne:F1} s, two silos {wallOfTwo:F1} s: "
                + $"{measured[^1].Silos:F3} ×; overhead {overhead * 1000:F1} ms a cell"));
    }
    double fma = Median(measured.Select(round => round.Fma)), silos = Median(measured.Select(round => round.Silos));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"medians: arithmetic {fma:F3} ×, silos {silos:F3} ×, {silos / fma:F3} of the arithmetic's scaling"));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"median overhead on one silo, (wall − training) / cells: {Median(measured.Select(round => round.Overhead)) * 1000:F1} ms"));
});

Command noop = new("noop", "A plan of many cells that end at once, through two silos.") { cells };
noop.SetAction(async (parsed, _) => await NoOpAsync(parsed.GetValue(cells)));

Option<int> pipelines = new("--pipelines") { DefaultValueFactory = _ => 10_000 };
Command search = new("search", "A search of many preprocessings in 8 folds, through two silos of one slot.") { pipelines };
search.SetAction(async (parsed, _) => await ManyPipelines.RunAsync(parsed.GetValue(pipelines), RunAsync));

return await new RootCommand("Measures the cluster tier on this machine.") { fma, node, scaling, noop, search }.Parse(args).InvokeAsync();

static async Task<long> FmaAsync()
{
    using ChildProcess process = new("dotnet", [typeof(FmaLoad).Assembly.Location, "fma"]);
    await process.UntilAsync(() => Task.FromResult(process.Output.Any(line => long.TryParse(line, out long _))), TimeSpan.FromSeconds(60),
        "counting");
    return long.Parse(process.Output[0], CultureInfo.InvariantCulture);
}

// The first cells warm the silos up: code is compiled, connections are open, the dataset is there.
static async Task<ChaosCluster> WarmAsync(int silos)
{
    ChaosCluster cluster = await ChaosCluster.StartAsync(silos, connect: true, "--slots", "1");
    await RunAsync(cluster, new SweepSpec
    {
        Folds = 2,
        Seed = 99,
        Strategies = ["e"],
        Regression = new RegressionSpec { Patience = 1_000_000, EpochCap = 100 }
    }, "warm-up");
    return cluster;
}

static async Task<(double Seconds, double Overhead)> MeasureAsync(ChaosCluster cluster, SweepSpec spec, string id)
{
    double wall = await RunAsync(cluster, spec, id);
    SweepReport report = await cluster.Service.ReportAsync(id);
    return (wall, (wall - report.Timings.Sum(timing => timing.Seconds) / cluster.Silos.Count) / report.Timings.Count);
}

static double Median(IEnumerable<double> values)
{
    double[] sorted = [.. values.Order()];
    return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
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
    SweepSpec spec = new()
    {
        Data = new DataSpec { Source = DataSources.Stored, Sha256 = sha256 },
        Strategies = ["e"],
        Regression = new RegressionSpec { Hidden = [2] }
    };
    await RunAsync(cluster, spec with { Folds = 10, Seed = 99 }, "warm-up");
    long[] before = [Memory(first), Memory(second)];
    double wall = await RunAsync(cluster, spec with { Folds = cells / 10 }, "many");
    long[] after = [Memory(first), Memory(second)];
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{cells} cells in {wall:F1} s: {cells / wall:F0} cells/s, {wall / cells * 1000:F2} ms a cell"));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"memory of the two silos: {before[0]} and {before[1]} MB before, {after[0]} and {after[1]} MB after (resident); the coordinator's "
            + $"is the one that grew"));
}

// A plan has 10,000 folds at most.
static SpectralDataset TenTargets()
{
    float[] spectra = [.. Enumerable.Range(0, 40 * 4).Select(i => (float)(i * 37 % 101))],
        values = [.. Enumerable.Range(0, 40 * 10).Select(i => (float)(i * 53 % 103))];
    return new SpectralDataset("ten-targets", new DatasetOrigin(true, "made for a measurement"), [400, 410, 420, 430],
        [.. Enumerable.Range(0, 10).Select(i => new Target($"t{i}", "M"))], spectra, values);
}

static ChildProcess Node(ChaosCluster cluster) => new("dotnet",
[
    typeof(FmaLoad).Assembly.Location, "node", "--redis", cluster.Redis.ConnectionString, "--blobs", cluster.Azurite.ConnectionString,
    "--silo-port", FreePorts.Next().ToString(CultureInfo.InvariantCulture), "--gateway-port",
    FreePorts.Next().ToString(CultureInfo.InvariantCulture),
]);

static long Memory(ChildProcess process) => Process.GetProcessById(process.Id).WorkingSet64 >> 20;
