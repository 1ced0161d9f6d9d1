using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using Microsoft.Net.Http.Headers;

namespace IonSweep.Web.Live;

/// <summary>Looks at sweeps on behalf of requests.</summary>
internal sealed class SweepViews(ISweepService service, SweepFeeds feeds, MadeOnce made)
{
    /// <summary>One request's look at a sweep: asks for its version, and for more only when something has to be made.</summary>
    public async Task<SweepView> LookAsync(string id, CancellationToken cancellation) =>
        new(service, feeds, made, id, await service.VersionAsync(id, cancellation));
}

/// <summary>
/// A sweep as one request sees it: at least as new as what anybody had been told before the request came. What is made of it is
/// shared with all requests that find the same version; a sweep without a version is asked anew by each.
/// </summary>
internal sealed class SweepView(ISweepService service, SweepFeeds feeds, MadeOnce made, string id, SweepVersion? version)
{
    private const long SnapshotItemSize = 300, CellSize = 600; // bytes in memory, about

    private Task<SweepSnapshot>? _snapshot;
    private Task<SweepResults>? _results;

    /// <summary>The sweep.</summary>
    public string Id => id;

    /// <summary>Names the state with its progress; null when it has no version.</summary>
    public EntityTagHeaderValue? ProgressTag => TagOf(version);

    /// <summary>Names the state but for progress; null when it has no version.</summary>
    public EntityTagHeaderValue? StatesTag => TagOf(States);

    private SweepVersion? States => version is null ? null : version with { Told = 0 };

    /// <summary>Where the sweep stands.</summary>
    /// <exception cref="SweepNotFoundException">There is no such sweep.</exception>
    public Task<SweepSnapshot> SnapshotAsync(CancellationToken cancellation) => _snapshot ??= OnceAsync(
        version, "snapshot",
        // A feed that has caught up holds the same state in this process.
        async () => (version is null ? null : feeds.Find(id)?.SnapshotAt(version.Told)) ?? await service.GetAsync(id)
            ?? throw new SweepNotFoundException(id),
        snapshot => SnapshotItemSize * (1 + snapshot.Items.Count), cancellation);

    /// <summary>Results so far.</summary>
    /// <exception cref="SweepNotFoundException">There is no such sweep.</exception>
    public Task<SweepResults> ResultsAsync(CancellationToken cancellation) => _results ??= OnceAsync(
        States, "results", () => service.ResultsAsync(id),
        results => CellSize * (1 + results.Cells.Count + results.Aggregates.Count + results.SyntheticSets.Count), cancellation);

    /// <summary>What happened to it.</summary>
    /// <exception cref="SweepNotFoundException">There is no such sweep.</exception>
    public Task<IReadOnlyList<HistoryEntry>> HistoryAsync() => service.HistoryAsync(id);

    /// <summary>Which calibration to use; null without a search.</summary>
    /// <exception cref="SweepNotFoundException">There is no such sweep.</exception>
    public async Task<IReadOnlyList<Recommendation>?> RecommendationsAsync() => (await service.ReportAsync(id)).Recommendations;

    /// <summary>Bytes that depend on progress as well.</summary>
    public Task<byte[]> OfProgressAsync(string name, Func<Task<byte[]>> make, CancellationToken cancellation) =>
        OnceAsync(version, name, make, bytes => bytes.LongLength, cancellation);

    /// <summary>Bytes that depend on statuses and results alone.</summary>
    public Task<byte[]> OfStatesAsync(string name, Func<Task<byte[]>> make, CancellationToken cancellation) =>
        OnceAsync(States, name, make, bytes => bytes.LongLength, cancellation);

    /// <summary>Bytes that show what the feed's watchers have been told, with the tag that names it.</summary>
    public async Task<(byte[] Bytes, EntityTagHeaderValue Tag)> OfFeedAsync(
        string name, Func<SweepFeed, Task<byte[]>> make, CancellationToken cancellation)
    {
        SweepFeed feed = feeds.Get(id);
        SweepVersion told = await feed.ToldAsync(cancellation);
        return (await OnceAsync(told, name, () => make(feed), bytes => bytes.LongLength, cancellation), TagOf(told)!);
    }

    private Task<T> OnceAsync<T>(SweepVersion? of, string name, Func<Task<T>> make, Func<T, long> size, CancellationToken cancellation)
        where T : class => of is null ? make() : made.GetAsync(id, name, of, make, size, cancellation);

    // Weak: another gateway may make the same of a state that has gone on by an epoch.
    private static EntityTagHeaderValue? TagOf(SweepVersion? of) =>
        of is null ? null : new EntityTagHeaderValue($"\"{of.Run:x}-{of.States:x}-{of.Told:x}\"", isWeak: true);
}
