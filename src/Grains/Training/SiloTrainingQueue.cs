using IonSweep.Grains.Interfaces;
using IonSweep.Grains.Telemetry;
using Microsoft.Extensions.Logging;

namespace IonSweep.Grains.Training;

/// <summary>
/// The only arbiter of a silo's training slots. Takes work of several sweeps, begins it in turn, one item of each sweep after
/// the other, with those that can be done together with it, and refuses what does not fit. Each slot is a thread of its own, so that training never holds up the silo's messages.
/// </summary>
public sealed class SiloTrainingQueue : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Sweep, string Item), QueuedWork> _held = [];
    private readonly Dictionary<string, Queue<QueuedWork>> _waiting = [];
    private readonly Queue<string> _turns = new(); // sweeps with waiting work, the next one first
    private readonly SemaphoreSlim _available = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly IWorkExecutor _executor;
    private readonly TrainingQueueOptions _options;
    private readonly ILogger<SiloTrainingQueue> _log;
    private readonly Thread[] _slots;
    private int _waitingCount, _running;

    /// <summary>Starts the slots.</summary>
    public SiloTrainingQueue(IWorkExecutor executor, TrainingQueueOptions options, ILogger<SiloTrainingQueue> log)
    {
        _executor = executor;
        _options = options;
        _log = log;
        _slots = new Thread[options.Slots];
        for (int i = 0; i < _slots.Length; i++)
        {
            _slots[i] = new Thread(Work) { IsBackground = true, Name = $"training slot {i}" };
            _slots[i].Start();
        }
        SweepMetrics.Observe(this);
    }

    /// <summary>How busy it is.</summary>
    public TrainingLoad Load
    {
        get
        {
            lock (_gate) return new TrainingLoad(_options.Capacity, _running, _waitingCount, _stop.IsCancellationRequested);
        }
    }

    /// <summary>Accepts work, or joins it when it is held already.</summary>
    /// <returns>Null when there is no room for it or the silo stops; else the work, and whether it is new.</returns>
    public (QueuedWork Work, bool IsNew)? TryAccept(WorkOrder order)
    {
        lock (_gate)
        {
            if (_held.TryGetValue((order.Sweep, order.Item.Id), out QueuedWork? held))
            {
                if (held.Order.Submitted == order.Submitted) return (held, false);
                held.Cancel(); // left over from a removed sweep of the same id: it must end before the new one's begins
                return null;
            }
            if (_stop.IsCancellationRequested || _slots.Length == 0 || _waitingCount >= _options.Waiting) return null;
            Queue<QueuedWork>? sweep = _waiting.GetValueOrDefault(order.Sweep);
            if (sweep?.Count >= _options.WaitingPerSweep) return null;
            if (sweep is null)
            {
                _waiting.Add(order.Sweep, sweep = new Queue<QueuedWork>());
                _turns.Enqueue(order.Sweep);
            }
            QueuedWork work = new(order);
            sweep.Enqueue(work);
            _waitingCount++;
            _held.Add((order.Sweep, order.Item.Id), work);
            _available.Release();
            return (work, true);
        }
    }

    /// <summary>What is held of a sweep.</summary>
    public IReadOnlyList<QueuedWork> HeldOf(string sweep)
    {
        lock (_gate) return [.. _held.Values.Where(work => work.Order.Sweep == sweep)];
    }

    /// <summary>Cancels what is held of a sweep; what runs saves a checkpoint and ends.</summary>
    public void Cancel(string sweep)
    {
        foreach (QueuedWork work in HeldOf(sweep)) work.Cancel();
        EndWaiting(sweep);
    }

    /// <summary>Forgets work whose end was reported.</summary>
    public void Release(QueuedWork work)
    {
        lock (_gate) _held.Remove((work.Order.Sweep, work.Order.Item.Id));
    }

    /// <summary>Accepts nothing more, cancels everything and waits until it has ended with its checkpoints saved and is released.</summary>
    public async Task StopAsync()
    {
        QueuedWork[] held;
        string[] waiting;
        lock (_gate)
        {
            _stop.Cancel();
            held = [.. _held.Values];
            waiting = [.. _waiting.Keys];
        }
        if (_slots.Length > 0) _available.Release(_slots.Length);
        foreach (QueuedWork work in held) work.Cancel();
        foreach (string sweep in waiting) EndWaiting(sweep);
        using CancellationTokenSource timeout = new(_options.StopTimeout);
        try
        {
            foreach (QueuedWork work in held) await work.Ended.WaitAsync(timeout.Token).ConfigureAwait(false);
            while (IsHolding()) await Task.Delay(20, timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _log.LogWarning("Work was still held after {Timeout} of stopping; it is lost to its last checkpoint", _options.StopTimeout);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        SweepMetrics.Forget(this);
        lock (_gate)
        {
            if (!_stop.IsCancellationRequested) _stop.Cancel();
            foreach (QueuedWork work in _held.Values) work.Cancel();
        }
        if (_slots.Length > 0) _available.Release(_slots.Length);
    }

    /// <summary>Cancelled work that waits must not wait for a slot to notice.</summary>
    private void EndWaiting(string sweep)
    {
        Queue<QueuedWork>? queue;
        lock (_gate)
        {
            if (!_waiting.Remove(sweep, out queue)) return;
            _waitingCount -= queue.Count;
            int turns = _turns.Count;
            for (int i = 0; i < turns; i++)
                if (_turns.Dequeue() is { } turn && turn != sweep) _turns.Enqueue(turn);
        }
        foreach (QueuedWork work in queue) work.End(WorkEnd.Stopped(work.Order.Item.Id));
    }

    private bool IsHolding()
    {
        lock (_gate) return _held.Count > 0;
    }

    private void Work()
    {
        while (true)
        {
            _available.Wait();
            IReadOnlyList<QueuedWork> group = Next();
            if (group.Count > 0) Do(group);
            else if (_stop.IsCancellationRequested) return;
        }
    }

    private void Do(IReadOnlyList<QueuedWork> group)
    {
        string trouble = "It was left without an end.";
        try
        {
            _executor.Execute(group, End);
        }
        catch (Exception e)
        {
            // The executor turns what it expects into an end; anything else must not take the slot with it.
            _log.LogError(e, "Work items {Items} of sweep {Sweep} ended by an unexpected error", group.Select(work => work.Order.Item.Id), group[0].Order.Sweep);
            trouble = $"{e.GetType().Name}: {e.Message}";
        }
        foreach (QueuedWork work in group)
            if (!work.Ended.IsCompleted) End(work, WorkEnd.Broken(work.Order.Item.Id, trouble));
    }

    private void End(QueuedWork work, WorkEnd end)
    {
        lock (_gate) _running--;
        work.End(end);
    }

    /// <summary>The next sweep's first item, with those that join it.</summary>
    private IReadOnlyList<QueuedWork> Next()
    {
        lock (_gate)
        {
            if (!_turns.TryDequeue(out string? sweep)) return [];
            Queue<QueuedWork> queue = _waiting[sweep];
            List<QueuedWork> group = [queue.Dequeue()];
            if (_options.Together > 1)
                for (int left = queue.Count; left > 0; left--)
                {
                    QueuedWork other = queue.Dequeue();
                    if (group.Count < _options.Together && _executor.Joins(group[0], other)) group.Add(other);
                    else queue.Enqueue(other);
                }
            if (queue.Count > 0) _turns.Enqueue(sweep);
            else _waiting.Remove(sweep);
            _waitingCount -= group.Count;
            _running += group.Count;
            foreach (QueuedWork work in group) work.Begun = true;
            return group;
        }
    }
}
