using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Tests.Service;

public class WatchingTests
{
    [Fact]
    public async Task A_snapshot_and_the_changes_after_it_give_the_final_state()
    {
        await using InProcessSweepService service = new(new WatchedStore(), SweepFixture.Options());
        await SweepFixture.SubmitAsync(service);
        Task<Dictionary<string, WorkItemSnapshot>> first = Follow(service), second = Follow(service);
        Dictionary<string, WorkItemSnapshot> seen = await first;
        SweepSnapshot end = (await service.GetAsync(SweepFixture.Id))!;
        Assert.Equal(SweepStatus.Completed, end.Summary.Status);
        Assert.Equal(end.Items.ToDictionary(item => item.Id), seen);
        Assert.Equal(seen, await second);
        Assert.All(end.Items, item => Assert.Equal((WorkStatus.Done, null, ""), (item.Status, item.Progress, item.Failure)));
        Assert.Equal(24, end.Items.Count(item => item.Id.StartsWith("cells") && item.Result is not null) + 6);
    }

    [Fact]
    public async Task A_watcher_that_comes_back_misses_nothing()
    {
        await using InProcessSweepService service = new(new WatchedStore(), SweepFixture.Options());
        await SweepFixture.SubmitAsync(service);
        Dictionary<string, WorkItemSnapshot> items = [];
        long after = 0;
        SweepStatus status = SweepStatus.Running;
        int messages = 0;
        while (status == SweepStatus.Running)
            await foreach (SweepUpdate update in service.WatchAsync(SweepFixture.Id, after))
            {
                Assert.True(update.Sequence > after);
                (after, status) = (update.Sequence, update.Summary.Status);
                Apply(items, update);
                if (++messages % 3 == 0) break; // the connection is lost
            }
        Assert.Equal((await service.GetAsync(SweepFixture.Id))!.Items.ToDictionary(item => item.Id), items);
    }

    [Fact]
    public async Task An_old_number_gets_a_snapshot()
    {
        await using InProcessSweepService service = new(await SweepFixture.CompletedAsync(), SweepFixture.Options());
        await SweepFixture.SubmitAsync(service);
        await SweepFixture.EndAsync(service);
        foreach (long after in (long[])[0, 17, long.MaxValue])
            Assert.NotNull((await Updates(service, after))[0].Snapshot);
        long last = (await Updates(service, 0))[^1].Sequence;
        Assert.Empty(await Updates(service, last));
        Assert.True(last < 1L << 53); // exact in a browser
    }

    [Fact]
    public async Task A_stored_sweep_can_be_watched_too()
    {
        await using InProcessSweepService service = new(await SweepFixture.CompletedAsync(), SweepFixture.Options());
        SweepUpdate only = Assert.Single(await Updates(service, 0));
        Assert.Equal((SweepStatus.Completed, 28), (only.Summary.Status, only.Snapshot!.Items.Count));
        await Assert.ThrowsAsync<SweepNotFoundException>(
            async () => await service.WatchAsync("nothing").GetAsyncEnumerator().MoveNextAsync());
    }

    [Fact]
    public void Watchers_share_updates_and_one_that_falls_behind_needs_a_snapshot()
    {
        UpdateFeed feed = new(start: 1000);
        List<SweepUpdate> updates = [];
        for (int i = 0; i < 200; i++)
        {
            feed.Changed(i % 7);
            feed.Changed(i % 5);
            feed.Publish((sequence, changed) =>
            {
                SweepUpdate u = new(
                sequence, null, null!, [], changed.Count); updates.Add(u); return u;
            }, last: i == 199);
        }
        Assert.Null(feed.Next(1000, out bool needsSnapshot));
        Assert.True(needsSnapshot);
        Assert.Same(updates[150], feed.Next(updates[149].Sequence, out needsSnapshot));
        Assert.False(needsSnapshot);
        Assert.Same(updates[150], feed.Next(updates[149].Sequence + 1, out _)); // between two updates
        Assert.Null(feed.Next(updates[^1].Sequence, out needsSnapshot));
        Assert.False(needsSnapshot);
        Assert.True(feed.Ended && feed.NextPublished.IsCompleted);
    }

    [Fact]
    public async Task The_time_left_is_known_once_something_is_done()
    {
        using ManualResetEventSlim seen = new();
        int networks = 0;
        WatchedTrainer trainer = new()
        {
            BeforeMlp = _ =>
            {
                if (Interlocked.Increment(ref networks) == 3) Assert.True(seen.Wait(TimeSpan.FromMinutes(2))); // two are done
            },
        };
        await using InProcessSweepService service = new(new WatchedStore(), SweepFixture.Options(threads: 1, trainer));
        await SweepFixture.SubmitAsync(service);
        List<double> estimates = [];
        await foreach (SweepUpdate update in service.WatchAsync(SweepFixture.Id))
            if (update.SecondsLeft is { } left)
            {
                estimates.Add(left);
                seen.Set();
            }
        Assert.All(estimates, left => Assert.InRange(left, 0, 3600));
        Assert.True(seen.IsSet);
        Assert.Equal(SweepStatus.Completed, (await service.GetAsync(SweepFixture.Id))!.Summary.Status);
    }

    private static async Task<Dictionary<string, WorkItemSnapshot>> Follow(InProcessSweepService service)
    {
        Dictionary<string, WorkItemSnapshot> items = [];
        bool first = true;
        await foreach (SweepUpdate update in service.WatchAsync(SweepFixture.Id))
        {
            Assert.Equal(first, update.Snapshot is not null);
            first = false;
            Apply(items, update);
        }
        return items;
    }

    private static void Apply(Dictionary<string, WorkItemSnapshot> items, SweepUpdate update)
    {
        if (update.Snapshot is { } snapshot) items.Clear();
        foreach (WorkItemSnapshot item in update.Snapshot?.Items ?? update.Changed) items[item.Id] = item;
    }

    private static async Task<List<SweepUpdate>> Updates(InProcessSweepService service, long after)
    {
        List<SweepUpdate> updates = [];
        await foreach (SweepUpdate update in service.WatchAsync(SweepFixture.Id, after)) updates.Add(update);
        return updates;
    }
}
