using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.State;

namespace IonSweep.Sweeps.Tests.Service;

/// <summary>Versions by which answers may be kept, and the kept list of sweeps.</summary>
public class VersionTests
{
    [Fact]
    public void Progress_is_told_apart_from_what_changes_results_and_nothing_counts_before_watchers_are_told()
    {
        UpdateFeed feed = new(start: 1000);
        SweepVersion begun = feed.Version;
        feed.Progressed(3);
        feed.Changed(4);
        feed.Progressed(3);
        Assert.Equal(begun, feed.Version);

        feed.Publish(Update, last: false);
        SweepVersion changed = feed.Version;
        Assert.True(changed.States > begun.States && changed.Told > begun.Told);
        feed.Progressed(3);
        feed.Publish(Update, last: false);
        Assert.Equal(changed with { Told = feed.PublishedSequence }, feed.Version);
        Assert.NotEqual(changed, feed.Version);
        feed.Changed(-1);
        feed.Publish(Update, last: true);
        Assert.True(feed.Version.States > changed.States);

        static SweepUpdate Update(long sequence, IReadOnlyCollection<int> changed) => new(sequence, null, null!, [], null);
    }

    [Fact]
    public async Task A_version_stays_while_nothing_happens_and_never_comes_back()
    {
        await using InProcessSweepService service = new(new WatchedStore(), SweepFixture.Options());
        Assert.Null(await service.VersionAsync(SweepFixture.Id));
        HashSet<SweepVersion> seen = [];
        for (int run = 0; run < 3; run++)
        {
            await SweepFixture.SubmitAsync(service);
            Assert.True(seen.Add((await service.VersionAsync(SweepFixture.Id))!));
            await SweepFixture.EndAsync(service);
            SweepVersion ended = (await service.VersionAsync(SweepFixture.Id))!;
            Assert.True(seen.Add(ended) || run == 1); // the second run has nothing left to do
            Assert.Equal(SweepStatus.Completed, (await service.GetAsync(SweepFixture.Id))!.Summary.Status);
            Assert.Equal(ended, await service.VersionAsync(SweepFixture.Id));
            if (run == 0) continue; // the third run begins anew
            await service.DeleteAsync(SweepFixture.Id);
            Assert.Null(await service.VersionAsync(SweepFixture.Id));
        }
    }

    [Fact]
    public async Task The_list_shows_every_submission_end_and_removal_at_once_and_reads_the_store_once()
    {
        WatchedStore store = new();
        await using InProcessSweepService service = new(store, SweepFixture.Options());
        Assert.Empty(await service.ListAsync());
        for (int i = 0; i < 20; i++) // more than the service holds in memory
        {
            await SweepFixture.SubmitAsync(service,
                SweepFixture.Spec with { Strategies = ["e"], Folds = 1, Targets = ["zn2"], AugmentedTargets = [] }, id: $"s{i}");
            Assert.Equal(i + 1, (await service.ListAsync()).Count);
            await SweepFixture.EndAsync(service, $"s{i}");
            Assert.All(await service.ListAsync(), sweep => Assert.Equal(SweepStatus.Completed, sweep.Status));
        }
        await service.DeleteAsync("s3");
        Assert.DoesNotContain(await service.ListAsync(), sweep => sweep.Id == "s3");
        int listings = store.Listings;
        for (int i = 0; i < 5; i++) Assert.Equal(19, (await service.ListAsync()).Count);
        Assert.Equal(listings, store.Listings);
    }
}
