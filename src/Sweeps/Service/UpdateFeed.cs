using IonSweep.Sweeps.Results;
namespace IonSweep.Sweeps.Service;

/// <summary>
/// Hands a sweep's changes to any number of watchers. Changes are gathered and published as one update that all watchers share; a
/// watcher that has fallen behind the last few updates gets a snapshot instead, so that memory stays bounded. Callers hold one lock
/// around all calls.
/// </summary>
public sealed class UpdateFeed
{
    private const int Kept = 64;

    private readonly Queue<(long After, SweepUpdate Update)> _updates = new();
    private readonly HashSet<int> _changed = [];
    private readonly long _start;
    private TaskCompletionSource _published = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _states, _publishedStates; // numbers of the last changes that were more than progress

    /// <param name="start">A number above all that earlier runs of this sweep gave out.</param>
    public UpdateFeed(long start) => _start = Sequence = PublishedSequence = _states = _publishedStates = start;

    /// <summary>Number of the last change.</summary>
    public long Sequence { get; private set; }

    /// <summary>Number of the last update.</summary>
    public long PublishedSequence { get; private set; }

    /// <summary>What watchers could have been told.</summary>
    public SweepVersion Version => new(_start, _publishedStates, PublishedSequence);

    /// <summary>No update follows.</summary>
    public bool Ended { get; private set; }

    /// <summary>Changes wait for publication.</summary>
    public bool HasNews => Sequence != PublishedSequence;

    /// <summary>Completes when the next update is published.</summary>
    public Task NextPublished => _published.Task;

    /// <summary>An item, or with −1 only the sweep itself, has changed.</summary>
    public void Changed(int item)
    {
        _states = ++Sequence;
        if (item >= 0) _changed.Add(item);
    }

    /// <summary>A running item has come further.</summary>
    public void Progressed(int item)
    {
        Sequence++;
        _changed.Add(item);
    }

    /// <summary>Publishes what has changed since the last update.</summary>
    /// <param name="make">Makes the update from its number and the changed items.</param>
    /// <param name="last">No update follows.</param>
    public void Publish(Func<long, IReadOnlyCollection<int>, SweepUpdate> make, bool last)
    {
        if (Ended || (!HasNews && !last)) return;
        if (!HasNews) Sequence++;
        _updates.Enqueue((PublishedSequence, make(Sequence, [.. _changed.Order()])));
        if (_updates.Count > Kept) _updates.Dequeue();
        _changed.Clear();
        PublishedSequence = Sequence;
        _publishedStates = _states;
        Ended = last;
        TaskCompletionSource published = _published;
        if (!last) _published = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        published.SetResult();
    }

    /// <summary>
    /// What a watcher who has seen number <paramref name="after"/> gets next: an update; nothing yet (null); or, when
    /// <paramref name="needsSnapshot"/>, a snapshot of now.
    /// </summary>
    public SweepUpdate? Next(long after, out bool needsSnapshot)
    {
        long oldest = _updates.Count > 0 ? _updates.Peek().After : PublishedSequence;
        needsSnapshot = after < oldest || after > Sequence;
        if (needsSnapshot) return null;
        foreach ((_, SweepUpdate update) in _updates)
            if (update.Sequence > after) return update;
        return null;
    }
}
