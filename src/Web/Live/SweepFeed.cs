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
    private readonly EventLog _full = new(Kept), _page = new(Kept); // for programs; for pages
    private readonly PageEvents _pageEvents;
    private readonly Dictionary<string, WorkItemSnapshot> _pending = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeSpan _keepAlive;
    private readonly Timer _silence; // one for all watchers
    private readonly Task _pump;
    private long _told; // number of the latest event that a watcher may have got
    private bool _flushing, _pendingSnapshot, _pageBehind;
    private EventFrame? _snapshotFrame, _pageSnapshotFrame;

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
        _pageEvents = new PageEvents(clock);
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
    /// <param name="page">For a page (<see cref="PageUpdate"/>); else whole records.</param>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> WatchAsync(
        string lastEventId, [EnumeratorCancellation] CancellationToken cancellation, bool page = false)
    {
        await _ready.Task.WaitAsync(cancellation);
        lock (_gate) Watchers++;
        try
        {
            EventLog log = page ? _page : _full;
            long seen = SequenceOf(lastEventId);
            List<EventFrame> due = [];
            while (true)
            {
                Task changed;
                bool ended;
                lock (_gate)
                {
                    changed = log.Changed;
                    ended = HasEnded;
                    if (log.Collect(ref seen, _board.Sequence, page ? PageSnapshotFrame : SnapshotFrame, due) && !page) _told = seen;
                }
                if (due.Count == 0 && !ended) yield return EventFrame.KeepAlive; // there was silence
                foreach (EventFrame frame in due) yield return frame.Bytes;
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
                    _pageEvents.Take(update);
                    _snapshotFrame = _pageSnapshotFrame = null;
                    if (first)
                    {
                        _told = update.Sequence; // whoever comes gets a snapshot of this or later
                        _full.Begin(_told);
                        _page.Begin(_told);
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
            PublishToPages(due: true);
            HasEnded = true;
            _silence.Dispose();
            _full.Wake();
            _page.Wake();
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
        long now = _board.Sequence;
        if (_pendingSnapshot && now < _full.Last) // the service began to count anew: every watcher starts over
        {
            _full.Begin(now);
            _page.Begin(now);
        }
        else if (now <= _full.Last)
        {
            return;
        }
        _full.Add(_pendingSnapshot
            ? SnapshotFrame()
            : EventFrame.Of(_name, now, new SweepUpdate(now, null, _board.Summary, [.. _pending.Values], _board.SecondsLeft)));
        _pageBehind = true;
        PublishToPages(due: _pendingSnapshot);
        _pending.Clear();
        _pendingSnapshot = false;
        _told = now;
        _silence.Change(_keepAlive, _keepAlive);
    }

    private void PublishToPages(bool due)
    {
        if (!_pageBehind || (!due && !_pageEvents.IsDue(_board.Summary))) return;
        _pageBehind = false;
        _page.Add(EventFrame.Of(_name, _board.Sequence, _pageEvents.Next(_board)));
    }

    private void OnSilence()
    {
        lock (_gate)
        {
            if (HasEnded) return;
            PublishToPages(due: true);
            _full.Wake();
            _page.Wake();
        }
    }

    private EventFrame SnapshotFrame()
    {
        if (_snapshotFrame is not null) return _snapshotFrame;
        SweepSnapshot now = _board.Snapshot;
        return _snapshotFrame = EventFrame.Of(_name, now.Sequence, new SweepUpdate(now.Sequence, now, now.Summary, [], now.SecondsLeft));
    }

    private EventFrame PageSnapshotFrame() =>
        _pageSnapshotFrame ??= EventFrame.Of(_name, _board.Sequence, _pageEvents.All(_board));
}
