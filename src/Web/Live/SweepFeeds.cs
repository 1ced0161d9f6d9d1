using IonSweep.Sweeps.Service;

namespace IonSweep.Web.Live;

/// <summary>The feeds of all sweeps that somebody watches.</summary>
internal sealed class SweepFeeds(ISweepService service, ServerOptions options, TimeProvider clock) : IAsyncDisposable
{
    private static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, SweepFeed> _feeds = [];

    /// <summary>The feed of a sweep; a new one when there is none or the last one ended.</summary>
    public SweepFeed Get(string id)
    {
        lock (_gate)
        {
            foreach (SweepFeed idle in _feeds.Values.Where(
                feed => feed.Watchers == 0 && (feed.HasEnded || clock.GetElapsedTime(feed.IdleSince) > IdleLimit)).ToArray())
            {
                _feeds.Remove(idle.Id);
                _ = idle.DisposeAsync().AsTask();
            }
            if (_feeds.TryGetValue(id, out SweepFeed? current) && !current.HasEnded) return current;
            return _feeds[id] = new SweepFeed(service, id, options.EventInterval, options.KeepAlive, clock);
        }
    }

    /// <summary>The feed of a sweep that somebody watches; null when there is none.</summary>
    public SweepFeed? Find(string id)
    {
        lock (_gate) return _feeds.GetValueOrDefault(id);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        SweepFeed[] all;
        lock (_gate)
        {
            all = [.. _feeds.Values];
            _feeds.Clear();
        }
        foreach (SweepFeed feed in all) await feed.DisposeAsync();
    }
}
