namespace IonSweep.Web.Live;

/// <summary>
/// Events of one kind, kept for a while so that a watcher who lost its connection gets exactly what it missed. Not safe for threads; the
/// feed guards it.
/// </summary>
/// <param name="kept">Events kept.</param>
internal sealed class EventLog(int kept)
{
    private readonly Queue<EventFrame> _recent = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _forgotten; // events up to this number are no longer kept

    /// <summary>Completes when there is something new, or silence.</summary>
    public Task Changed => _changed.Task;

    /// <summary>Number of the last event.</summary>
    public long Last => _recent.Count > 0 ? _recent.Last().Sequence : _forgotten;

    /// <summary>Begins at a number: whoever saw less gets a snapshot.</summary>
    public void Begin(long sequence)
    {
        _recent.Clear();
        _forgotten = sequence;
    }

    /// <summary>Adds an event.</summary>
    public void Add(EventFrame frame)
    {
        _recent.Enqueue(frame);
        if (_recent.Count > kept) _forgotten = _recent.Dequeue().Sequence;
        Wake();
    }

    /// <summary>What comes after an event that a watcher saw, beginning with a snapshot where it cannot go on from there.</summary>
    /// <param name="seen">Number of the last event that it saw; negative for none. Gets that of the last in <paramref name="due"/>.</param>
    /// <param name="now">Number of the state now.</param>
    /// <param name="snapshot">Makes a snapshot of it.</param>
    /// <param name="due">Gets the events.</param>
    /// <returns>Whether there is a snapshot among them.</returns>
    public bool Collect(ref long seen, long now, Func<EventFrame> snapshot, List<EventFrame> due)
    {
        bool anew = seen < _forgotten || seen < 0 || seen > now;
        if (anew)
        {
            due.Add(snapshot());
            seen = due[^1].Sequence;
        }
        foreach (EventFrame frame in _recent)
        {
            if (frame.Sequence <= seen) continue;
            due.Add(frame);
            seen = frame.Sequence;
        }
        return anew;
    }

    /// <summary>Lets watchers look.</summary>
    public void Wake()
    {
        TaskCompletionSource changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.TrySetResult();
    }
}
