using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;

namespace IonSweep.Web.Live;

/// <summary>
/// One watch on the service for any number of watchers: updates are merged over a short interval, serialised once, and kept
/// for a while so that a watcher who lost its connection gets exactly what it missed.
/// </summary>
internal sealed class SweepFeed : IAsyncDisposable
{
    private const int Kept = 512; // events; at two a second about four minutes

    private static long _feeds;

    private readonly long _number = Interlocked.Increment(ref _feeds);
    // sequence numbers of another process mean nothing here
    private readonly string _name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly SweepBoard _board = new();
    private readonly Queue<EventFrame> _recent = new();
    private readonly Dictionary<string, WorkItemSnapshot> _pending = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeSpan _keepAlive;
    private readonly Timer _silence; // one for all watchers
    private readonly Task _pump;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _told; // number of the latest event that a watcher may have got
    private long _forgotten; // events up to this number are no longer kept
    private bool _flushing, _pendingSnapshot;
    private EventFrame? _snapshotFrame;

    /// <summary>Starts watching.</summary>
    /// <param name="service">Has the sweep.</param>
    /// <param name="id">The sweep.</param>
    /// <param name="interval">Time over which updates are merged.</param>
    /// <param name="keepAlive">Silence after which watchers are sent a comment.</param>
    /// <param name="clock">Measures idleness and pauses.</param>
    public SweepFeed(ISweepService service, string id, TimeSpan interval, TimeSpan keepAlive, TimeProvider clock)
    {
        Id = id;
        _clock = clock;
        IdleSince = clock.GetTimestamp();
        _keepAlive = keepAlive;
        _silence = new Timer(_ => OnSilence(), null, keepAlive, keepAlive);
        _pump = PumpAsync(service, interval);
    }

    /// <summary>The sweep.</summary>
    public string Id { get; }

    /// <summary>True when no update will come any more.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Watchers now.</summary>
    public int Watchers { get; private set; }

    /// <summary>When the last watcher left, or the feed began.</summary>
    public long IdleSince { get; private set; }

    /// <summary>The whole state now.</summary>
    /// <exception cref="SweepNotFoundException">There is no such sweep.</exception>
    public async Task<SweepSnapshot> SnapshotAsync(CancellationToken cancellation)
    {
        await _ready.Task.WaitAsync(cancellation);
        lock (_gate) return _board.Snapshot;
    }

    /// <summary>The state that this number belongs to; null when the feed is not there, or further.</summary>
    public SweepSnapshot? SnapshotAt(long sequence)
    {
        lock (_gate) return _board.IsReady && _board.Sequence == sequence ? _board.Snapshot : null;
    }

    /// <summary>What this feed's watchers have been told at most. The state that is asked for afterwards holds that.</summary>
    /// <exception cref="SweepNotFoundException">There is no such sweep.</exception>
    public async Task<SweepVersion> ToldAsync(CancellationToken cancellation)
    {
        await _ready.Task.WaitAsync(cancellation);
        lock (_gate) return new SweepVersion(-_number, 0, _told);
    }

    /// <summary>What is training now with its losses so far.</summary>
    public async Task<IReadOnlyList<(WorkItemSnapshot Item, LearningCurve? Curve)>> RunningAsync(CancellationToken cancellation)
    {
        await _ready.Task.WaitAsync(cancellation);
        lock (_gate) return _board.Running();
    }

    /// <summary>
    /// Events as bytes: what came after <paramref name="lastEventId"/>, or a snapshot, then changes until the sweep ends.
    /// </summary>
    /// <param name="lastEventId">Id of the last event the watcher saw; empty for none.</param>
    /// <param name="cancellation">Ends the watch.</param>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> WatchAsync(
        string lastEventId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await _ready.Task.WaitAsync(cancellation);
        lock (_gate) Watchers++;
        try
        {
            long seen = SequenceOf(lastEventId);
            List<ReadOnlyMemory<byte>> due = [];
            while (true)
            {
                Task changed;
                bool ended;
                lock (_gate)
                {
                    changed = _changed.Task;
                    ended = HasEnded;
                    if (seen < _forgotten || seen < 0 || seen > _board.Sequence)
                    {
                        EventFrame snapshot = SnapshotFrame();
                        due.Add(snapshot.Bytes);
                        seen = snapshot.Sequence;
                        _told = seen;
                    }
                    foreach (EventFrame frame in _recent)
                    {
                        if (frame.Sequence <= seen) continue;
                        due.Add(frame.Bytes);
                        seen = frame.Sequence;
                    }
                }
                if (due.Count == 0 && !ended) yield return EventFrame.KeepAlive; // there was silence
                foreach (ReadOnlyMemory<byte> bytes in due) yield return bytes;
                due.Clear();
                if (ended)
                {
                    yield return EventFrame.End;
                    yield break;
                }
                await changed.WaitAsync(cancellation);
            }
        }
        finally
        {
            lock (_gate)
            {
                Watchers--;
                IdleSince = _clock.GetTimestamp();
            }
        }
    }

    /// <summary>Ends the watch on the service and with it every watcher's.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _pump;
        _stop.Dispose();
    }

    private long SequenceOf(string lastEventId)
    {
        int dash = lastEventId.LastIndexOf('-');
        if (dash <= 0 || lastEventId[..dash] != _name || !long.TryParse(lastEventId.AsSpan(dash + 1), out long sequence)) return -1;
        lock (_gate) return sequence <= _board.Sequence ? sequence : -1;
    }

    private async Task PumpAsync(ISweepService service, TimeSpan interval)
    {
        await Task.Yield();
        try
        {
            await foreach (SweepUpdate update in service.WatchAsync(Id, 0, _stop.Token))
                lock (_gate)
                {
                    bool first = !_board.IsReady;
                    _board.Apply(update);
                    _snapshotFrame = null;
                    if (first)
                    {
                        _forgotten = _told = update.Sequence; // whoever comes gets a snapshot of this or later
                        _ready.TrySetResult();
                        continue;
                    }
                    if (update.Snapshot is not null) _pendingSnapshot = true;
                    foreach (WorkItemSnapshot item in update.Changed) _pending[item.Id] = item;
                    if (_flushing) continue;
                    _flushing = true;
                    _ = FlushLaterAsync(interval);
                }
            if (!_ready.Task.IsCompleted) _ready.TrySetException(new SweepNotFoundException(Id));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            _ready.TrySetCanceled();
        }
        catch (Exception exception)
        {
            if (!_ready.TrySetException(exception)) Failure = exception;
        }
        lock (_gate)
        {
            Publish();
            HasEnded = true;
            _silence.Dispose();
            _changed.TrySetResult();
        }
        _ = _ready.Task.Exception; // nobody may be waiting
    }

    /// <summary>Why the watch on the service broke off; null when it did not.</summary>
    public Exception? Failure { get; private set; }

    private async Task FlushLaterAsync(TimeSpan interval)
    {
        await Task.Delay(interval, _clock);
        lock (_gate)
        {
            _flushing = false;
            Publish();
        }
    }

    private void Publish()
    {
        if (!_board.IsReady || HasEnded) return;
        long now = _board.Sequence, last = _recent.Count > 0 ? _recent.Last().Sequence : _forgotten;
        if (_pendingSnapshot && now < last) // the service began to count anew: every watcher starts over
        {
            _recent.Clear();
            _forgotten = now;
        }
        else if (now <= last)
        {
            return;
        }
        _recent.Enqueue(_pendingSnapshot
            ? SnapshotFrame()
            : EventFrame.Of(_name, new SweepUpdate(now, null, _board.Summary, [.. _pending.Values], _board.SecondsLeft)));
        _pending.Clear();
        _pendingSnapshot = false;
        if (_recent.Count > Kept) _forgotten = _recent.Dequeue().Sequence;
        _told = now;
        _silence.Change(_keepAlive, _keepAlive);
        WakeWatchers();
    }

    private void OnSilence()
    {
        lock (_gate)
            if (!HasEnded) WakeWatchers();
    }

    private void WakeWatchers()
    {
        TaskCompletionSource changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.TrySetResult();
    }

    private EventFrame SnapshotFrame()
    {
        if (_snapshotFrame is not null) return _snapshotFrame;
        SweepSnapshot now = _board.Snapshot;
        return _snapshotFrame = EventFrame.Of(_name, new SweepUpdate(now.Sequence, now, now.Summary, [], now.SecondsLeft));
    }
}
