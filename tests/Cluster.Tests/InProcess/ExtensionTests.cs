using System.Text;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;
using IonSweep.Sweeps.Tests.Service;

namespace IonSweep.Cluster.Tests.InProcess;

public sealed class ExtensionTests
{
    private static readonly SweepSpec Less = SweepFixture.Spec with { Folds = 1, Strategies = ["e", "vae-n"] };

    [Fact]
    public async Task A_sweep_is_extended_on_two_silos_one_of_which_dies_and_only_what_is_new_is_trained()
    {
        WatchedStore store = new();
        using HeldTrainer held = new();
        held.Release();
        await using SweepCluster cluster = await SweepCluster.StartAsync(store, held.Trainer);
        SweepSummary first = await cluster.SubmitAsync(Less);
        await cluster.EndAsync();

        held.Hold();
        SweepSummary extended = await cluster.Service.ExtendAsync(
            SweepFixture.Id, new SweepExtension { Folds = 2, Strategies = ["cvae-n"] });
        Assert.True(extended.WorkItems > first.WorkItems);
        // Each silo trains one at a time, so both are at work, and stay so, when one dies.
        await held.UntilHeldAsync(2);
        await cluster.Cluster.KillSiloAsync(cluster.Cluster.Silos[1]);
        held.Release();
        SweepSummary ended = await cluster.EndAsync();
        Assert.Equal((SweepStatus.Completed, extended.WorkItems, first.WorkItems), (ended.Status, ended.Finished, ended.Reused));

        WatchedStore afresh = new();
        await SweepFixture.RunAsync(afresh, spec: Less with { Folds = 2, Strategies = ["e", "vae-n", "cvae-n"] });
        Assert.Equal(SweepFixture.Csv(afresh), SweepFixture.Csv(store));

        // What happened is known at every gateway, the loss of a silo (with its work, or with the coordinator) among it.
        IReadOnlyList<HistoryEntry> history = await cluster.Service.HistoryAsync(SweepFixture.Id);
        HistoryKind[] kinds = [.. history.Select(entry => entry.Kind)];
        Assert.Equal([HistoryKind.Submitted, HistoryKind.Started, HistoryKind.Ended], kinds[..3]);
        Assert.Equal("folds: 1 → 2; strategies: + cvae-n", history.Single(entry => entry.Kind == HistoryKind.Extended).Text);
        Assert.Contains(kinds, kind => kind is HistoryKind.SiloLost or HistoryKind.Resumed);
        Assert.Equal((2, HistoryKind.Ended), (kinds.Count(kind => kind == HistoryKind.Ended), kinds[^1]));

        // Another sweep of the cluster takes all of it.
        await cluster.SubmitAsync(Less with { Folds = 2, Statistics = new StatisticsSpec { Alpha = 0.01 } }, id: "other");
        SweepSummary other = await cluster.EndAsync("other");
        Assert.Equal((SweepStatus.Completed, other.WorkItems), (other.Status, other.Reused));
        Assert.Contains($",{SweepFixture.Id}\n", Encoding.UTF8.GetString(store.Artifacts[SweepPaths.TimingsCsv("other")]));
    }
}
