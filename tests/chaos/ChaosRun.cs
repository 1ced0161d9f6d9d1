using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using IonSweep.Chaos.Servers;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Chaos;

/// <summary>What came of one seed.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Steps">What was done.</param>
/// <param name="Seconds">From submission to end.</param>
/// <param name="Status">How the sweep ended.</param>
/// <param name="SameBytes">Its results.csv equals the undisturbed one.</param>
/// <param name="WorkItems">Work items of the sweep.</param>
/// <param name="Trained">Work items that were done to the end, repetitions included.</param>
/// <param name="Repeated">Those done to the end more than once.</param>
/// <param name="Redispatched">Work items sent again, by reason.</param>
/// <param name="Recoveries">After each kill: what was lost, and seconds until its work was sent again or it was coordinated again.</param>
public sealed record ChaosResult(
    int Seed, IReadOnlyList<ChaosStep> Steps, double Seconds, SweepStatus Status, bool SameBytes, int WorkItems, int Trained,
    IReadOnlyList<string> Repeated,
    IReadOnlyDictionary<string, int> Redispatched, IReadOnlyList<(ChaosEvent Lost, double Seconds)> Recoveries)
{
    /// <summary>The sweep came through.</summary>
    public bool Passed => Status == SweepStatus.Completed && SameBytes && Repeated.Count == 0;
}

/// <summary>One sweep on a cluster that is disturbed as a seed says.</summary>
public static partial class ChaosRun
{
    private const string Id = "chaos";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10), Pause = TimeSpan.FromSeconds(1);

    /// <summary>Two folds of a small simulated set, all four strategies: some dozens of work items of a second or so.</summary>
    public static SweepSpec Spec { get; } = new()
    {
        Data = new DataSpec { EveryNth = 16 },
        Folds = 2,
        Targets = ["zn2", "cu2", "ni2"],
        Regression = new RegressionSpec { Hidden = [32, 8], Patience = 30, EpochCap = 150 },
        Generator = new GeneratorSpec { Hidden = 32, Latents = 8, Patience = 30, EpochCap = 150, LabelRange = LabelRange.MinToMax },
    };

    /// <summary>The results.csv of an undisturbed run in process.</summary>
    public static async Task<byte[]> UndisturbedAsync(SweepSpec spec)
    {
        string folder = Directory.CreateTempSubdirectory("ionsweep-undisturbed-").FullName;
        try
        {
            await using InProcessSweepService service = new(new FileArtifactStore(folder));
            await service.SubmitAsync(spec, Id);
            await foreach (SweepUpdate _ in service.WatchAsync(Id)) continue;
            return await File.ReadAllBytesAsync(Path.Combine(folder, SweepPaths.ResultsCsv(Id)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Runs one seed.</summary>
    /// <param name="seed">Says what is done and when.</param>
    /// <param name="steps">How many disturbances.</param>
    /// <param name="silos">Silos at first, of one training slot each.</param>
    /// <param name="expected">From <see cref="UndisturbedAsync"/>.</param>
    /// <param name="spec">The sweep.</param>
    /// <param name="told">Told what happens.</param>
    public static async Task<ChaosResult> RunAsync(int seed, int steps, int silos, byte[] expected, SweepSpec spec, Action<string> told)
    {
        await using ChaosCluster cluster = await ChaosCluster.StartAsync(
            silos, connect: true, "--slots", "1", "--checkpoint-interval", "00:00:01");
        long start = Stopwatch.GetTimestamp();
        SweepSummary summary = await cluster.Service.SubmitAsync(spec, Id);
        Queue<ChaosStep> plan = new(ChaosStep.Of(seed, steps));
        List<Task> restarts = [];
        List<(ChaosEvent Lost, DateTime At)> kills = [];
        using CancellationTokenSource limit = new(Limit);
        try
        {
            await foreach (SweepUpdate update in cluster.Service.WatchAsync(Id, 0, limit.Token))
            {
                summary = update.Summary;
                if (plan.Count == 0 || summary.Finished < plan.Peek().At * summary.WorkItems || summary.Status != SweepStatus.Running)
                    continue;
                ChaosStep step = plan.Dequeue();
                told($"seed {seed}: {step.Event} at {summary.Finished} of {summary.WorkItems} work items, "
                    + $"{Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
                // not while it is away already
                if (step.Event is ChaosEvent.RestartRedis or ChaosEvent.RestartAzurite) await Task.WhenAll(restarts);
                restarts.Add(await DoAsync(cluster, step));
                if (step.Event is ChaosEvent.KillSilo or ChaosEvent.KillCoordinator) kills.Add((step.Event, DateTime.Now));
            }
        }
        catch (OperationCanceledException)
        {
            told($"seed {seed}: not ended after {Limit}; silos wrote "
                + $"last:\n{string.Join('\n', cluster.Silos.SelectMany(silo => silo.Output.TakeLast(15)))}");
        }
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await Task.WhenAll(restarts);
        byte[]? csv = await cluster.Store.ReadAsync(SweepPaths.ResultsCsv(Id));
        string[] lines = [.. cluster.AllSilos.SelectMany(silo => silo.Output)];
        string[] done = [.. lines.Select(line => Done().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value)];
        return new ChaosResult(
            seed, ChaosStep.Of(seed, steps), seconds, summary.Status, csv is not null && csv.AsSpan().SequenceEqual(expected),
            summary.WorkItems, done.Length,
            [.. done.GroupBy(item => item).Where(group => group.Count() > 1).Select(group => $"{group.Key} ×{group.Count()}")],
            lines.Select(line => Again().Match(line)).Where(match => match.Success)
                .GroupBy(match => Reason().Replace(match.Groups[1].Value, "").Trim()).ToDictionary(
                    group => group.Key, group => group.Count()),
            [.. kills.Select(kill => (kill.Lost, RecoveredAfter(lines, kill.Lost, kill.At))).Where(recovery => recovery.Item2 is not null)
                .Select(recovery => (recovery.Lost, recovery.Item2!.Value))]);
    }

    /// <summary>Seconds from a kill to the first line that tells of its mending; null when nothing was lost.</summary>
    private static double? RecoveredAfter(IEnumerable<string> lines, ChaosEvent lost, DateTime killed)
    {
        Regex mended = lost == ChaosEvent.KillCoordinator ? Coordinated() : Lost();
        return lines.Select(line => mended.Match(line)).Where(match => match.Success)
            .Select(match => (double?)(TimeSpan.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) - killed.TimeOfDay).TotalSeconds)
                .Where(seconds => seconds > 0).Min();
    }

    /// <summary>Does one step; what may last goes on in the task.</summary>
    private static async Task<Task> DoAsync(ChaosCluster cluster, ChaosStep step)
    {
        switch (step.Event)
        {
            case ChaosEvent.KillSilo:
                cluster.Launch();
                cluster.Kill(cluster.Silos[step.Choice % (cluster.Silos.Count - 1)]);
                return Task.CompletedTask;
            case ChaosEvent.KillCoordinator:
                SiloProcess victim = await cluster.CoordinatorOfAsync(Id) ?? cluster.Silos[step.Choice % cluster.Silos.Count];
                cluster.Launch();
                cluster.Kill(victim);
                return Task.CompletedTask;
            case ChaosEvent.AddSilo:
                cluster.Launch();
                return Task.CompletedTask;
            case ChaosEvent.StopSilo:
                cluster.Launch();
                return cluster.StopAsync(cluster.Silos[step.Choice % (cluster.Silos.Count - 1)]);
            case ChaosEvent.RestartRedis:
                cluster.Redis.Kill();
                return Task.Delay(Pause).ContinueWith(_ => cluster.Redis.StartProcessAsync(), TaskScheduler.Default).Unwrap();
            default:
                await cluster.Azurite.StopAsync();
                return Task.Delay(Pause).ContinueWith(_ => cluster.Azurite.StartProcessAsync(), TaskScheduler.Default).Unwrap();
        }
    }

    [GeneratedRegex(@"Work item (\S+) of sweep \S+ was done in ")]
    private static partial Regex Done();

    [GeneratedRegex(@"^(\d\d:\d\d:\d\d\.\d+) .*is coordinated here")]
    private static partial Regex Coordinated();

    [GeneratedRegex(@"^(\d\d:\d\d:\d\d\.\d+) .*is sent again: silo \S+ was lost")]
    private static partial Regex Lost();

    [GeneratedRegex(@"is sent again: (.*)$")]
    private static partial Regex Again();

    [GeneratedRegex(@"S\d+\.\d+\.\d+\.\d+:\d+:\d+")]
    private static partial Regex Reason();
}
