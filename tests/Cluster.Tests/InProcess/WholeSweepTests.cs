using System.Collections.Concurrent;
using IonSweep.Grains.Interfaces;
using IonSweep.Grains.Training;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;
using IonSweep.Sweeps.Tests;
using IonSweep.Sweeps.Tests.Models;
using IonSweep.Sweeps.Tests.Service;
using Microsoft.Extensions.DependencyInjection;

namespace IonSweep.Cluster.Tests.InProcess;

public sealed class WholeSweepTests
{
    [Fact]
    public async Task A_sweep_on_two_silos_leaves_the_same_bytes_as_one_in_process()
    {
        WatchedStore store = new();
        await using SweepCluster cluster = await SweepCluster.StartAsync(store);
        SweepSummary submitted = await cluster.SubmitAsync();
        Assert.Equal((SweepFixture.Id, SweepStatus.Running, 28), (submitted.Id, submitted.Status, submitted.WorkItems));
        SweepSummary ended = await cluster.EndAsync();
        Assert.Equal((SweepStatus.Completed, 28, 0), (ended.Status, ended.Finished, ended.Failed));

        Assert.Equal(SweepFixture.Fixed(await SweepFixture.CompletedAsync()), SweepFixture.Fixed(store));
        SweepReport report = await cluster.Service.ReportAsync(SweepFixture.Id);
        Assert.Equal(2, report.Timings.Select(timing => timing.Host).Distinct().Count()); // both silos worked
        Assert.Equal(ended, Assert.Single(await cluster.Service.ListAsync()));
    }

    [Fact]
    public async Task Every_model_family_and_its_trust_come_out_the_same_too()
    {
        WatchedStore store = new();
        await using SweepCluster cluster = await SweepCluster.StartAsync(store);
        await cluster.SubmitAsync(ModelSweepFixture.Spec);
        Assert.Equal(SweepStatus.Completed, (await cluster.EndAsync()).Status);
        Assert.Equal(SweepFixture.Fixed(await ModelSweepFixture.CompletedAsync()), SweepFixture.Fixed(store));
    }

    [Fact]
    public async Task A_watcher_gets_a_snapshot_then_changes_that_add_up_to_the_end()
    {
        await using SweepCluster cluster = await SweepCluster.StartAsync(new WatchedStore());
        await cluster.SubmitAsync();
        Dictionary<string, WorkItemSnapshot> items = [];
        List<long> numbers = [];
        await foreach (SweepUpdate update in cluster.Service.WatchAsync(SweepFixture.Id))
        {
            if (numbers.Count == 0) Assert.NotNull(update.Snapshot);
            numbers.Add(update.Sequence);
            foreach (WorkItemSnapshot item in update.Snapshot?.Items ?? update.Changed) items[item.Id] = item;
        }
        Assert.Equal(numbers.Order().Distinct(), numbers);
        Assert.Equal(28, items.Values.Count(item => item.Status == WorkStatus.Done));
        SweepSnapshot end = (await cluster.Service.GetAsync(SweepFixture.Id))!;
        Assert.Equal(end.Items.Select(item => item.Result?.Mae), end.Items.Select(item => items[item.Id].Result?.Mae));
        // One that comes back after the end, having missed the last message, gets it.
        List<SweepUpdate> late = [];
        await foreach (SweepUpdate update in cluster.Service.WatchAsync(SweepFixture.Id, numbers[^1] - 1)) late.Add(update);
        Assert.Equal(SweepStatus.Completed, late[^1].Summary.Status);
    }

    [Fact]
    public async Task A_poisoned_cell_fails_alone()
    {
        int poisoned = 0;
        WatchedTrainer trainer = new()
        {
            BeforeMlp = task =>
            {
                bool augmented = task.Training.Count > 42; // nothing needs such a cell
                if (augmented && Interlocked.Exchange(ref poisoned, 1) == 0)
                    throw new TrainingDivergedException("The loss is NaN at epoch 3, step 2.");
            },
        };
        await using SweepCluster cluster = await SweepCluster.StartAsync(new WatchedStore(), trainer);
        await cluster.SubmitAsync();
        SweepSummary ended = await cluster.EndAsync();
        Assert.Equal((SweepStatus.CompletedWithFailures, 28, 1), (ended.Status, ended.Finished, ended.Failed));
        CellResult failed = Assert.Single((await cluster.Service.ResultsAsync(SweepFixture.Id)).Cells, cell => cell.Failure is not null);
        Assert.Equal("The loss is NaN at epoch 3, step 2.", failed.Failure!.Reason);
    }

    [Fact]
    public async Task A_cancelled_sweep_stops_everywhere_stays_cancelled_and_goes_on_when_submitted_again()
    {
        WatchedStore store = new();
        using SemaphoreSlim slow = new(0);
        int epochs = 0;
        WatchedTrainer trainer = new()
        {
            Epoch = _ =>
            {
                if (Interlocked.Increment(ref epochs) > 100) slow.Wait(TimeSpan.FromMilliseconds(20));
            },
        };
        await using SweepCluster cluster = await SweepCluster.StartAsync(store, trainer);
        await cluster.SubmitAsync();
        await foreach (SweepUpdate update in cluster.Service.WatchAsync(SweepFixture.Id))
            if (update.Summary.Finished >= 2) break;
        await cluster.Service.CancelAsync(SweepFixture.Id);
        SweepSnapshot cancelled = (await cluster.Service.GetAsync(SweepFixture.Id))!;
        Assert.Equal(SweepStatus.Cancelled, cancelled.Summary.Status);
        Assert.DoesNotContain(cancelled.Items, item => item.Status is WorkStatus.Running or WorkStatus.Ready or WorkStatus.Waiting);
        Assert.NotNull(SweepFixture.Csv(store));
        slow.Release(1_000_000);
        Assert.Equal(SweepStatus.Running, (await cluster.SubmitAsync()).Status);
        Assert.Equal(SweepStatus.Completed, (await cluster.EndAsync()).Status);
        Assert.Equal(SweepFixture.Fixed(await SweepFixture.CompletedAsync()), SweepFixture.Fixed(store));
    }

    [Fact]
    public async Task Storage_that_fails_for_a_while_costs_time_only()
    {
        WatchedStore store = new();
        ConcurrentDictionary<string, int> failed = new();
        await using SweepCluster cluster = await SweepCluster.StartAsync(store);
        store.BeforeWrite = path =>
        {
            // The first write of each third artifact fails, whatever it is.
            if (path.Sum(letter => letter) % 3 == 0 && failed.AddOrUpdate(path, 1, (_, n) => n + 1) == 1)
                throw new IOException("disk gone");
        };
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                await cluster.SubmitAsync();
                break;
            }
            catch (Exception e) when (attempt < 5 && e is not Xunit.Sdk.XunitException)
            {
                // the spec or the dataset was among them: the caller tries again
            }
        }
        Assert.Equal(SweepStatus.Completed, (await cluster.EndAsync()).Status);
        Assert.NotEmpty(failed);
        Assert.Equal(SweepFixture.Fixed(await SweepFixture.CompletedAsync()), SweepFixture.Fixed(store));
    }

    [Fact]
    public async Task A_damaged_artifact_is_made_again()
    {
        WatchedStore store = new();
        await using SweepCluster cluster = await SweepCluster.StartAsync(store);
        string generator = SweepPaths.Model(SweepFixture.Id, "folds/0/vae");
        int damaged = 0;
        store.OnRead = (path, bytes) => path == generator && Interlocked.Increment(ref damaged) == 1 ? bytes[..^1] : bytes;
        await cluster.SubmitAsync();
        Assert.Equal(SweepStatus.Completed, (await cluster.EndAsync()).Status);
        Assert.Equal(SweepFixture.Fixed(await SweepFixture.CompletedAsync()), SweepFixture.Fixed(store));
    }

    [Fact]
    public async Task What_cannot_be_submitted_is_refused_with_the_reason()
    {
        WatchedStore store = new();
        await using SweepCluster cluster = await SweepCluster.StartAsync(store, silos: 1);
        await cluster.SubmitAsync();
        SweepMismatchException mismatch = await Assert.ThrowsAsync<SweepMismatchException>(
            () => cluster.SubmitAsync(SweepFixture.Spec with { Seed = 2 }));
        Assert.Contains("seed is 2, was 1", mismatch.Message);
        InvalidSpecException trainer = await Assert.ThrowsAsync<InvalidSpecException>(
            () => cluster.SubmitAsync(SweepFixture.Spec with { Trainer = "torch" }, id: "other"));
        Assert.Contains("no active silo offers the trainer 'torch'", trainer.Message);
        await Assert.ThrowsAsync<InvalidSpecException>(
            () => cluster.Service.SubmitAsync(SweepFixture.Spec with { Data = new DataSpec { Source = "file", File = "/etc/passwd" } }));
        await Assert.ThrowsAsync<InvalidSpecException>(() => cluster.SubmitAsync(id: "../up"));
        foreach (string id in (string[])["nothing", "../up"])
        {
            await Assert.ThrowsAsync<SweepNotFoundException>(() => cluster.Service.CancelAsync(id));
            await Assert.ThrowsAsync<SweepNotFoundException>(() => cluster.Service.ResultsAsync(id));
            await Assert.ThrowsAsync<SweepNotFoundException>(() => cluster.Service.ReportAsync(id));
            await Assert.ThrowsAsync<SweepNotFoundException>(() => cluster.Service.DeleteAsync(id));
            await Assert.ThrowsAsync<SweepNotFoundException>(
                async () => await cluster.Service.WatchAsync(id).GetAsyncEnumerator().MoveNextAsync());
            Assert.Null(await cluster.Service.GetAsync(id));
        }
        await cluster.EndAsync();
    }

    [Fact]
    public async Task A_removed_sweep_takes_its_artifacts_and_its_unused_dataset_along()
    {
        WatchedStore store = new();
        await using SweepCluster cluster = await SweepCluster.StartAsync(store, coordination: new()
        {
            Tick = TimeSpan.FromMilliseconds(100),
            Reminder = TimeSpan.FromMinutes(1),
            UnusedDatasets = TimeSpan.Zero,
        });
        await cluster.SubmitAsync();
        await cluster.SubmitAsync(id: "other");
        await Assert.ThrowsAsync<SweepRunningException>(() => cluster.Service.DeleteAsync(SweepFixture.Id));
        await cluster.EndAsync();
        await cluster.EndAsync("other");
        await cluster.Service.DeleteAsync(SweepFixture.Id);
        Assert.DoesNotContain(store.Artifacts.Keys, path => path.StartsWith(SweepPaths.Sweep(SweepFixture.Id), StringComparison.Ordinal));
        // the other one uses it
        Assert.Single(store.Artifacts.Keys, path => path.StartsWith(SweepPaths.Datasets, StringComparison.Ordinal));
        Assert.Equal(["other"], (await cluster.Service.ListAsync()).Select(sweep => sweep.Id));
        await cluster.Service.DeleteAsync("other");
        Assert.Empty(store.Artifacts);
        await Assert.ThrowsAsync<SweepNotFoundException>(() => cluster.Service.DeleteAsync("other"));
        // The same id again is a new sweep, also for silos that remember the old one.
        await cluster.SubmitAsync(SweepFixture.Spec with { Seed = 2 });
        Assert.Equal(SweepStatus.Completed, (await cluster.EndAsync()).Status);
        Assert.NotEqual(SweepFixture.Csv(await SweepFixture.CompletedAsync()), SweepFixture.Csv(store));
    }

    // What a process writes when a sweep has ended.
    private static bool IsOfTheEnd(string path) =>
        path == SweepPaths.Ending(SweepFixture.Id) || path == SweepPaths.ResultsLog(SweepFixture.Id);

    [Fact]
    public async Task A_sweep_that_was_begun_in_process_goes_on_here_without_training_anything_twice()
    {
        WatchedStore store = await SweepFixture.CompletedAsync();
        foreach (string path in store.Artifacts.Keys.Where(
            path => path.Contains("/cells/1/", StringComparison.Ordinal) || IsOfTheEnd(path)).ToList())
            store.Artifacts.TryRemove(path, out _);
        int networks = 0, generators = 0;
        WatchedTrainer trainer = new()
        {
            BeforeMlp = _ => Interlocked.Increment(ref networks),
            BeforeVae = _ => Interlocked.Increment(ref generators)
        };
        await using SweepCluster cluster = await SweepCluster.StartAsync(store, trainer);
        await cluster.SubmitAsync();
        Assert.Equal(SweepStatus.Completed, (await cluster.EndAsync()).Status);
        Assert.Equal((9, 0), (networks, generators));
        Assert.Equal(SweepFixture.Fixed(await SweepFixture.CompletedAsync()), SweepFixture.Fixed(store));
    }

    [Fact]
    public async Task A_cancel_whose_coordinator_died_is_carried_through_by_the_next_one()
    {
        WatchedStore store = await SweepFixture.CompletedAsync();
        foreach (string path in store.Artifacts.Keys.Where(
            path => path.Contains("/cells/1/", StringComparison.Ordinal) || path.EndsWith(".csv", StringComparison.Ordinal)
            || IsOfTheEnd(path)).ToList())
            store.Artifacts.TryRemove(path, out _);
        string marker = SweepPaths.Sweep(SweepFixture.Id) + "cancelled";
        store.Artifacts[marker] = []; // what a coordinator leaves before it stops anything
        int networks = 0;
        await using SweepCluster cluster = await SweepCluster.StartAsync(
            store, new WatchedTrainer { BeforeMlp = _ => Interlocked.Increment(ref networks) });
        Assert.Equal(SweepStatus.Cancelled, (await cluster.EndAsync()).Status);
        Assert.Equal(0, networks);
        Assert.NotNull(SweepFixture.Csv(store));
        Assert.DoesNotContain(marker, store.Artifacts.Keys);
        await cluster.SubmitAsync();
        Assert.Equal(SweepStatus.Completed, (await cluster.EndAsync()).Status);
        Assert.Equal(SweepFixture.Fixed(await SweepFixture.CompletedAsync()), SweepFixture.Fixed(store));
    }

    [Fact]
    public async Task Upkeep_removes_sweeps_past_their_retention_and_datasets_that_nobody_uses()
    {
        WatchedStore store = new();
        TaskCompletionSource removed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using SweepCluster cluster = await SweepCluster.StartAsync(store, coordination: new()
        {
            Tick = TimeSpan.FromMilliseconds(100),
            Reminder = TimeSpan.FromMinutes(1),
            UnusedDatasets = TimeSpan.Zero,
            Retention = TimeSpan.Zero,
        });
        await cluster.SubmitAsync();
        await cluster.EndAsync();
        string unused = await cluster.Service.StoreDatasetAsync(SampleDatasets.Linear(rows: 40));
        string used = (await cluster.Service.GetAsync(SweepFixture.Id))!.Summary.Dataset.Sha256;
        store.BeforeWrite = path =>
        {
            if (path == SweepPaths.Dataset(used)) removed.TrySetResult();
        };
        await cluster.Cluster.Client.GetGrain<ISweepDirectoryGrain>(ISweepDirectoryGrain.Key).AsReference<IRemindable>().ReceiveReminder(
            "upkeep", default);
        await removed.Task.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.DoesNotContain(SweepPaths.Dataset(unused), store.Artifacts.Keys);
        Assert.DoesNotContain(store.Artifacts.Keys, path => path.StartsWith(SweepPaths.Sweeps, StringComparison.Ordinal));
        Assert.Empty(await cluster.Service.ListAsync());
    }

    [Fact]
    public async Task Work_that_waits_moves_to_a_silo_that_joins_later()
    {
        using SemaphoreSlim begun = new(0);
        using ManualResetEventSlim end = new();
        WatchedTrainer trainer = new()
        {
            BeforeMlp = _ =>
            {
                begun.Release();
                end.Wait();
            },
        };
        WatchedStore store = new();
        await using SweepCluster cluster = await SweepCluster.StartAsync(store, trainer, silos: 1);
        await cluster.SubmitAsync(SweepFixture.Spec with { Folds = 2, Targets = ["zn2"], Strategies = ["e"], AugmentedTargets = [] });
        Assert.True(await begun.WaitAsync(TimeSpan.FromMinutes(1))); // and the other cell is in this silo's queue, or about to be
        await cluster.Cluster.StartAdditionalSiloAsync();
        Assert.True(await begun.WaitAsync(TimeSpan.FromMinutes(1)), "The second silo got no work.");
        end.Set();
        Assert.Equal(SweepStatus.Completed, (await cluster.EndAsync()).Status);
        SweepReport report = await cluster.Service.ReportAsync(SweepFixture.Id);
        Assert.Equal(2, report.Timings.Select(timing => timing.Host).Distinct().Count());
        Assert.Equal([HistoryKind.Submitted, HistoryKind.Started, HistoryKind.Ended], // nothing was done again, nothing stopped
            (await cluster.Service.HistoryAsync(SweepFixture.Id)).Select(entry => entry.Kind));
    }

    [Fact]
    public async Task Two_sweeps_share_the_silos_evenly()
    {
        SweepSpec spec = SweepFixture.Spec with { Folds = 8, Strategies = ["e"], AugmentedTargets = [] };
        using ManualResetEventSlim open = new();
        SiloTrainingQueue? queue = null;
        int begun = 0;
        WatchedTrainer trainer = new()
        {
            BeforeMlp = _ =>
            {
                open.Wait();
                // A real training lasts longer than a message: when it ends, work of both sweeps waits, but for the last few items.
                if (Interlocked.Increment(ref begun) < 44)
                    SpinWait.SpinUntil(() => queue!.HeldOf("one").Any(work => !work.Begun) && queue.HeldOf("two").Any(work => !work.Begun),
                        TimeSpan.FromMinutes(1));
            },
        };
        await using SweepCluster cluster = await SweepCluster.StartAsync(new WatchedStore(), trainer, silos: 1);
        queue = cluster.Cluster.GetSiloServiceProvider(cluster.Cluster.Silos[0].SiloAddress).GetRequiredService<SiloTrainingQueue>();
        await cluster.SubmitAsync(spec with { Seed = 1 }, id: "one");
        await cluster.SubmitAsync(spec with { Seed = 2 }, id: "two");
        open.Set();
        await Task.WhenAll(cluster.EndAsync("one"), cluster.EndAsync("two"));
        DateTime[] one = [.. (await cluster.Service.ReportAsync("one")).Timings.Select(timing => timing.StartedUtc).Order()];
        DateTime[] two = [.. (await cluster.Service.ReportAsync("two")).Timings.Select(timing => timing.StartedUtc).Order()];
        // The first may have begun two before the second was there; from then on they take turns.
        for (int i = 0; i < 20; i++) Assert.InRange(one.Count(start => start < two[i]), i, i + 3);
    }
}
