using System.Diagnostics;
using IonSweep.Chaos;
using IonSweep.Chaos.Servers;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using Xunit.Abstractions;

namespace IonSweep.Cluster.Tests.Processes;

/// <summary>Real silo processes, Redis and Azurite; work that would last for hours, so that it is lost for certain.</summary>
public sealed class LostSiloTests(ITestOutputHelper output)
{
    private const string Id = "long";
    private static readonly TimeSpan WorkLimit = TimeSpan.FromMinutes(3);

    private static readonly SweepSpec Spec = new()
    {
        Data = new DataSpec { EveryNth = 16 },
        Folds = 1,
        Strategies = ["e"],
        Targets = ["zn2", "cu2", "ni2", "li"],
        Regression = new RegressionSpec { Hidden = [32, 8], Patience = 1_000_000, EpochCap = 1_000_000 },
    };

    [ServersFact]
    public async Task Work_of_a_killed_silo_goes_on_elsewhere_within_30_s_and_a_cancel_reaches_all_within_5()
    {
        await using ChaosCluster cluster = await TrainingAsync();
        SiloProcess coordinator = (await cluster.CoordinatorOfAsync(Id))!;
        SiloProcess other = cluster.Silos.Single(silo => silo != coordinator);

        long killed = Stopwatch.GetTimestamp();
        cluster.Kill(other);
        TimeSpan again = await UntilWrittenAsync(coordinator, "is sent again: silo", killed, TimeSpan.FromSeconds(30));
        output.WriteLine($"sent again {again.TotalSeconds:F1} s after the kill");

        SiloProcess joined = cluster.Launch();
        await joined.UntilReadyAsync();
        await UntilTrainingAsync(cluster, 2); // the new silo got work

        long cancelled = Stopwatch.GetTimestamp();
        await cluster.Service.CancelAsync(Id);
        TimeSpan took = Stopwatch.GetElapsedTime(cancelled);
        SweepSnapshot end = (await cluster.Service.GetAsync(Id))!;
        output.WriteLine($"cancelled within {took.TotalSeconds:F1} s");
        Assert.Equal(SweepStatus.Cancelled, end.Summary.Status);
        Assert.DoesNotContain(end.Items, item => item.Status == WorkStatus.Running);
        Assert.InRange(took.TotalSeconds, 0, 5);
        foreach (SiloProcess silo in cluster.Silos.ToList())
        {
            TimeSpan stop = await cluster.StopAsync(silo);
            output.WriteLine($"{silo.Name} stopped within {stop.TotalSeconds:F1} s");
            Assert.InRange(stop.TotalSeconds, 0, 20);
        }
    }

    [ServersFact]
    public async Task A_lost_coordinator_comes_back_by_its_reminder_within_90_s_with_nobody_watching()
    {
        await using ChaosCluster cluster = await TrainingAsync();
        SiloProcess coordinator = (await cluster.CoordinatorOfAsync(Id))!;
        SiloProcess other = cluster.Silos.Single(silo => silo != coordinator);

        long killed = Stopwatch.GetTimestamp();
        cluster.Kill(coordinator);
        TimeSpan back = await UntilWrittenAsync(other, "is coordinated here", killed, TimeSpan.FromSeconds(90));
        output.WriteLine($"coordinated again {back.TotalSeconds:F1} s after the kill");
        // What the living silo trains was not begun anew: it trains one item, and its coordinator knows.
        await UntilTrainingAsync(cluster, 1);
        Assert.DoesNotContain(other.Output, line => line.Contains("was done in", StringComparison.Ordinal));
    }

    [ServersFact]
    public async Task When_all_silos_are_lost_at_once_new_ones_join_and_go_on()
    {
        await using ChaosCluster cluster = await TrainingAsync();
        SiloProcess[] lost = [.. cluster.Silos];
        SiloProcess[] joining = [cluster.Launch(), cluster.Launch()]; // they find members in the table that have just ceased

        long killed = Stopwatch.GetTimestamp();
        foreach (SiloProcess silo in lost) cluster.Kill(silo);
        await Task.WhenAll(joining.Select(silo => silo.UntilReadyAsync()));
        output.WriteLine($"new silos take part {Stopwatch.GetElapsedTime(killed).TotalSeconds:F1} s after the kill");
        await UntilTrainingAsync(cluster, 2);
        output.WriteLine($"all slots train again {Stopwatch.GetElapsedTime(killed).TotalSeconds:F1} s after the kill");
    }

    /// <summary>Two silos that train an item each.</summary>
    private static async Task<ChaosCluster> TrainingAsync()
    {
        ChaosCluster cluster = await ChaosCluster.StartAsync(2, connect: true, "--slots", "1", "--checkpoint-interval", "00:00:01");
        try
        {
            await cluster.Service.SubmitAsync(Spec, Id);
            await UntilTrainingAsync(cluster, 2);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    private static async Task UntilTrainingAsync(ChaosCluster cluster, int items)
    {
        using CancellationTokenSource limit = new(WorkLimit);
        Dictionary<string, WorkItemSnapshot> seen = [];
        try
        {
            await foreach (SweepUpdate update in cluster.Service.WatchAsync(Id, 0, limit.Token))
            {
                foreach (WorkItemSnapshot item in update.Snapshot?.Items ?? update.Changed) seen[item.Id] = item;
                if (seen.Values.Count(item => item is { Status: WorkStatus.Running, Progress.Epoch: > 0 }) >= items) return;
            }
            Assert.Fail($"The sweep ended before {items} items trained.");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            Assert.Fail($"No {items} items trained within {WorkLimit}: {string.Join(", ", seen.Values)}.\n"
                + string.Join('\n', cluster.Silos.SelectMany(silo => silo.Output.TakeLast(25).Select(line => $"{silo.Name}: {line}"))));
        }
    }

    private static async Task<TimeSpan> UntilWrittenAsync(SiloProcess silo, string text, long since, TimeSpan limit)
    {
        while (!silo.Output.Any(line => line.Contains(text, StringComparison.Ordinal)))
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < limit,
                $"{silo.Name} did not write '{text}' within {limit}. Its last lines:\n{string.Join('\n', silo.Output.TakeLast(20))}");
            await Task.Delay(100);
        }
        return Stopwatch.GetElapsedTime(since);
    }
}
