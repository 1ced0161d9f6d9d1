using IonSweep.Chaos;
using IonSweep.Chaos.Servers;
using IonSweep.Cluster.Tests.Processes;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;
using Xunit.Abstractions;

namespace IonSweep.Cluster.Tests.Deploy;

/// <summary>
/// What a StatefulSet does when its image changes: stop one silo, start its successor, wait until that is ready, go on to the next.
/// </summary>
public sealed class RollingUpgradeTests(ITestOutputHelper output)
{
    private const string Id = "upgraded";

    /// <summary>Longer than the chaos command's, so that every silo is replaced while there is work.</summary>
    private static readonly SweepSpec Spec = ChaosRun.Spec with
    {
        Regression = new RegressionSpec { Hidden = [32, 8], Patience = 1500, EpochCap = 1500 },
    };

    [ServersFact]
    public async Task Replacing_every_silo_during_a_sweep_changes_no_byte_and_trains_nothing_twice()
    {
        byte[] expected = await ChaosRun.UndisturbedAsync(Spec);
        await using ChaosCluster cluster = await ChaosCluster.StartAsync(
            3, connect: true, "--slots", "1", "--checkpoint-interval", "00:00:01");
        Queue<SiloProcess> old = new(cluster.Silos.Reverse());
        int silos = old.Count, replaced = 0;

        SweepSummary summary = await cluster.Service.SubmitAsync(Spec, Id);
        await foreach (SweepUpdate update in cluster.Service.WatchAsync(Id))
        {
            summary = update.Summary;
            if (old.Count == 0 || summary.Status != SweepStatus.Running
                || summary.Finished * (silos + 2) < summary.WorkItems * (replaced + 1)) continue;
            SiloProcess leaving = old.Dequeue();
            TimeSpan took = await cluster.StopAsync(leaving);
            Assert.InRange(took.TotalSeconds, 0, 20); // what the termination grace is made for
            await cluster.Launch().UntilReadyAsync();
            replaced++;
            output.WriteLine(
                $"{leaving.Name} replaced at {summary.Finished} of {summary.WorkItems} work items; it stopped within "
                    + $"{took.TotalSeconds:F1} s");
        }

        Assert.Equal(SweepStatus.Completed, summary.Status);
        Assert.Equal(silos, replaced);
        Assert.Equal(expected, await cluster.Store.ReadAsync(SweepPaths.ResultsCsv(Id)));
        string[] done = [
            .. cluster.AllSilos.SelectMany(silo => silo.Output).Where(line => line.Contains(" was done in ", StringComparison.Ordinal))
            .Select(line =>
                line[line.IndexOf("Work item ", StringComparison.Ordinal)..line.IndexOf(" was done in ", StringComparison.Ordinal)])];
        Assert.Equal(done.Distinct(), done);
        // successors worked
        Assert.Contains(cluster.Silos, silo => silo.Output.Any(line => line.Contains(" was done in ", StringComparison.Ordinal)));
    }
}
