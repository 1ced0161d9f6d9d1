using IonSweep.Grains.Interfaces;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Results;
using Microsoft.Extensions.Logging;

namespace IonSweep.Grains.Training;

/// <summary>
/// The only arbiter of a silo's training slots. Takes work of several sweeps, begins it in turn, one item of each sweep after
/// the other, and refuses what does not fit. Each slot is a thread of its own, so that training never holds up the silo's messages.
/// </summary>
public sealed class SiloTrainingQueue : IDisposable
{
    private static readonly TimeSpan HoldingPoll = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Sweep, string Item), QueuedWork> _held = [];
    private readonly Dictionary<string, Queue<QueuedWork>> _waiting = [];
    private readonly Queue<string> _turns = new(); // sweeps with waiting work, the next one first
    private readonly SemaphoreSlim _available = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly IWorkExecutor _executor;
    private readonly TrainingQueueOptions _options;
    private readonly ILogger<SiloTrainingQueue> _log;
    private readonly TimeProvider _clock;
    private readonly Task[] _slots;
    private int _waitingCount, _running;

    /// <summary>Starts the slots.</summary>
    public SiloTrainingQueue(
        IWorkExecutor executor, TrainingQueueOptions options, SweepMetrics metrics, TimeProvider clock, ILogger<SiloTrainingQueue> log)
    {
        _executor = executor;
        _options = options;
        _clock = clock;
        _log = log;
        _slots = new Task[options.Slots];
        for (int i = 0; i < _slots.Length; i++)
        {
            _slots[i] = TrainingThread.Start($"training slot {i}", WorkAsync);
        }
        metrics.Observe(this);
    }

    /// <summary>How busy it is.</summary>
    public TrainingLoad Load
    {
        get
        {
            lock (_gate) return new TrainingLoad(_slots.Length, _running, _waitingCount, _stop.IsCancellationRequested);
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
                if (held.IsStopped) return null; // it comes back from its coordinator, who has yet to hear of its end
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
            QueuedWork work = new(order, _executor.FindAsync(order), _clock.GetTimestamp());
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

    /// <summary>What is done now, longest first.</summary>
    public IReadOnlyList<MachineWork> Work()
    {
        lock (_gate)
            return
            [
                .. _held.Values.Where(work => work is { BegunAt: not null, Ended.IsCompleted: false })
                    .Select(work => MachineWork.Of(
                        work.Order.Sweep, work.Order.Item, _clock.GetElapsedTime(work.BegunAt!.Value), work.Progress))
                    .OrderByDescending(work => work.Seconds),
            ];
    }

    /// <summary>Cancels what is held of a sweep; what runs saves a checkpoint and ends.</summary>
    public void Cancel(string sweep)
    {
        foreach (QueuedWork work in HeldOf(sweep)) work.Cancel();
        EndWaiting(sweep, _ => true);
    }

    /// <summary>Gives work of a sweep back that has not begun; what runs goes on.</summary>
    public void Recall(string sweep, IReadOnlyCollection<string> items) => EndWaiting(sweep, work => items.Contains(work.Order.Item.Id));

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
        foreach (string sweep in waiting) EndWaiting(sweep, _ => true);
        using CancellationTokenSource timeout = new(_options.StopTimeout);
        try
        {
            foreach (QueuedWork work in held) await work.Ended.WaitAsync(timeout.Token).ConfigureAwait(false);
            while (IsHolding()) await Task.Delay(HoldingPoll, _clock, timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _log.LogWarning("Work was still held after {Timeout} of stopping; it is lost to its last checkpoint", _options.StopTimeout);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (!_stop.IsCancellationRequested) _stop.Cancel();
            foreach (QueuedWork work in _held.Values) work.Cancel();
        }
        if (_slots.Length > 0) _available.Release(_slots.Length);
    }

    /// <summary>Ends waiting work as stopped; it must not wait for a slot to notice.</summary>
    private void EndWaiting(string sweep, Func<QueuedWork, bool> which)
    {
        QueuedWork[] ended;
        lock (_gate)
        {
            if (!_waiting.TryGetValue(sweep, out Queue<QueuedWork>? queue)) return;
            ended = [.. queue.Where(which)];
            _waitingCount -= ended.Length;
            if (ended.Length < queue.Count)
            {
                _waiting[sweep] = new Queue<QueuedWork>(queue.Except(ended));
            }
            else // it takes no turns any more
            {
                _waiting.Remove(sweep);
                for (int turns = _turns.Count; turns > 0; turns--)
                    if (_turns.Dequeue() is { } turn && turn != sweep) _turns.Enqueue(turn);
            }
        }
        foreach (QueuedWork work in ended) work.End(WorkEnd.Stopped(work.Order.Item.Id));
    }

    private bool IsHolding()
    {
        lock (_gate) return _held.Count > 0;
    }

    private async Task WorkAsync()
    {
        Task storing = Task.CompletedTask;
        while (true)
        {
            await _available.WaitAsync();
            if (Next() is { } work)
            {
                Task<WorkEnd> end = Do(work);
                await Task.WhenAny(end, work.SlotFreed);
                await storing; // the result before this one: one is stored while the slot works on, no more
                storing = EndAsync(work, end);
            }
            else if (_stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private Task<WorkEnd> Do(QueuedWork work)
    {
        if (work.Cancellation.IsCancellationRequested) return Task.FromResult(WorkEnd.Stopped(work.Order.Item.Id));
        try
        {
            return _executor.ExecuteAsync(work);
        }
        catch (Exception e)
        {
            return Task.FromException<WorkEnd>(e);
        }
    }

    private async Task EndAsync(QueuedWork work, Task<WorkEnd> ending)
    {
        WorkEnd end;
        try
        {
            end = await ending.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The executor turns what it expects into an end; anything else must not take the slot with it.
            _log.LogError(e, "Work item {Item} of sweep {Sweep} ended by an unexpected error", work.Order.Item.Id, work.Order.Sweep);
            end = WorkEnd.Broken(work.Order.Item.Id, $"{e.GetType().Name}: {e.Message}");
        }
        lock (_gate) _running--;
        work.End(end);
    }

    private QueuedWork? Next()
    {
        lock (_gate)
        {
            if (!_turns.TryDequeue(out string? sweep)) return null;
            Queue<QueuedWork> queue = _waiting[sweep];
            QueuedWork work = queue.Dequeue();
            if (queue.Count > 0) _turns.Enqueue(sweep);
            else _waiting.Remove(sweep);
            _waitingCount--;
            _running++;
            work.BegunAt = _clock.GetTimestamp();
            return work;
        }
    }
}
