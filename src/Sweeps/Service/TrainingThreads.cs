using System.Runtime.CompilerServices;
using IonSweep.Sweeps.Aggregation;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Service;

/// <summary>
/// The threads that train, the sweeps that take turns on them, and what their watchers are told. Its lock guards every
/// <see cref="ActiveSweep"/> that it was given.
/// </summary>
internal sealed class TrainingThreads
{
    private const int EndedKept = 16; // sweeps whose watchers may still ask for the last updates

    private readonly IArtifactStore _store;
    private readonly InProcessOptions _options;
    private readonly List<Thread> _workers = [];
    private readonly ITimer _publishing;

    private readonly object _gate = new(); // guards everything below
    private readonly List<ActiveSweep> _sweeps = []; // in the order of submission; ended ones are kept for a while
    private int _turn;
    private bool _publishScheduled;
    private bool _stopped;

    /// <param name="store">Gets the outputs of sweeps that end.</param>
    /// <param name="options">Threads, update interval, clock.</param>
    public TrainingThreads(IArtifactStore store, InProcessOptions options)
    {
        _store = store;
        _options = options;
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        _publishing = options.Clock.CreateTimer(_ => Publish(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        for (int i = 0; i < options.Threads; i++)
        {
            Thread worker = new(Work) { IsBackground = true, Name = $"trainer {i}" };
            _workers.Add(worker);
            worker.Start();
        }
    }

    /// <summary>A sweep that runs or ended lately; null otherwise.</summary>
    public ActiveSweep? Find(string id)
    {
        lock (_gate) return Held(id);
    }

    /// <summary>Whether a sweep of this id has not ended.</summary>
    /// <exception cref="ObjectDisposedException">The threads were stopped.</exception>
    public bool IsRunning(string id)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopped, typeof(InProcessSweepService));
            return Held(id) is { Ending: null };
        }
    }

    /// <summary>In one line; null for a sweep that is not held.</summary>
    public SweepSummary? Summary(string id)
    {
        lock (_gate) return Held(id)?.Summary();
    }

    /// <summary>What watchers could have been told; null for a sweep that is not held.</summary>
    public SweepVersion? Version(string id)
    {
        lock (_gate) return Held(id)?.Feed.Version;
    }

    /// <summary>As it stands; null for a sweep that is not held.</summary>
    public SweepSnapshot? Snapshot(string id)
    {
        lock (_gate) return Held(id)?.Snapshot(Share());
    }

    /// <summary>Results so far, and the ids of work items that have one.</summary>
    public (SweepResults Results, IReadOnlyList<(string, WorkResult)> Stored) Results(ActiveSweep sweep)
    {
        lock (_gate)
            return (SweepResultsBuilder.Build(sweep.Definition, sweep.State, i => sweep.Results[i], sweep.Summary()),
                StoredSweeps.Stored(sweep.State.Plan, sweep.Results));
    }

    /// <summary>
    /// Updates with numbers above <paramref name="after"/> until the sweep ends; a snapshot first where some were missed.
    /// </summary>
    public async IAsyncEnumerable<SweepUpdate> WatchAsync(
        ActiveSweep sweep, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (long seen = after; ;)
        {
            SweepUpdate? update;
            bool ended;
            Task next;
            lock (_gate)
            {
                update = sweep.Feed.Next(seen, out bool needsSnapshot);
                if (needsSnapshot)
                {
                    SweepSnapshot snapshot = sweep.Snapshot(Share());
                    update = new SweepUpdate(snapshot.Sequence, snapshot, snapshot.Summary, [], snapshot.SecondsLeft);
                }
                ended = sweep.Feed.Ended;
                next = sweep.Feed.NextPublished;
            }
            if (update is not null)
            {
                seen = update.Sequence;
                yield return update;
            }
            else if (ended) yield break;
            else await next.WaitAsync(cancellation);
        }
    }

    /// <summary>Takes a sweep up; one of the same id that ended gives way.</summary>
    /// <exception cref="ObjectDisposedException">The threads were stopped.</exception>
    public SweepSummary Begin(ActiveSweep sweep)
    {
        bool over;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopped, typeof(InProcessSweepService));
            _sweeps.RemoveAll(other => other.Definition.Id == sweep.Definition.Id);
            foreach (ActiveSweep old in _sweeps.Where(other => other.Ending is not null).SkipLast(EndedKept).ToList()) _sweeps.Remove(old);
            _sweeps.Add(sweep);
            over = ClaimEnding(sweep);
            Monitor.PulseAll(_gate);
        }
        if (over) Finish(sweep);
        lock (_gate) return sweep.Summary();
    }

    /// <summary>Asks a sweep to end after saving checkpoints; it has ended once <see cref="ActiveSweep.Ended"/> says so.</summary>
    public void Stop(ActiveSweep sweep, SweepStatus status, string reason)
    {
        bool over;
        lock (_gate)
        {
            if (sweep.Ending is not null) return;
            sweep.RequestStop(status, reason);
            over = ClaimEnding(sweep);
            SchedulePublishing();
        }
        sweep.SignalStop();
        if (over) Finish(sweep);
    }

    /// <summary>Drops a sweep that was deleted.</summary>
    public void Forget(string id)
    {
        lock (_gate) _sweeps.RemoveAll(sweep => sweep.Definition.Id == id);
    }

    /// <summary>Interrupts what runs after saving checkpoints and ends the threads.</summary>
    /// <returns>False when somebody did before.</returns>
    public async Task<bool> StopAsync()
    {
        List<ActiveSweep> running;
        lock (_gate)
        {
            if (_stopped) return false;
            _stopped = true; // a submission under way notices
            running = [.. _sweeps.Where(sweep => sweep.Ending is null)];
        }
        foreach (ActiveSweep sweep in running)
            Stop(sweep, SweepStatus.Interrupted, "The process that ran it was stopped. Run it again to go on.");
        foreach (ActiveSweep sweep in running) await sweep.Ended.Task;
        lock (_gate) Monitor.PulseAll(_gate);
        await Task.Run(() => _workers.ForEach(worker => worker.Join()));
        await _publishing.DisposeAsync();
        return true;
    }

    private void Work()
    {
        while (true)
        {
            ActiveSweep sweep;
            int item;
            lock (_gate)
            {
                while (!Take(out sweep, out item))
                {
                    if (_stopped) return;
                    Monitor.Wait(_gate);
                }
            }
            Run(sweep, item);
        }
    }

    /// <summary>Takes an item of the sweep whose turn it is.</summary>
    private bool Take(out ActiveSweep sweep, out int item)
    {
        for (int offset = 0; offset < _sweeps.Count; offset++)
        {
            sweep = _sweeps[(_turn + offset) % _sweeps.Count];
            item = sweep.Take();
            if (item < 0) continue;
            _turn = (_turn + offset) % _sweeps.Count + 1; // not wrapped: a sweep that is submitted meanwhile comes next
            SchedulePublishing();
            return true;
        }
        (sweep, item) = (null!, -1);
        return false;
    }

    private void Run(ActiveSweep sweep, int item)
    {
        WorkOutcome? outcome = null;
        string failure = "", full = "";
        try
        {
            outcome = sweep.Runner!.Run(sweep.State.Plan.Items[item], progress => Report(sweep, item, progress), sweep.Stopping);
        }
        catch (OperationCanceledException) when (sweep.Stopping.IsCancellationRequested)
        {
        }
        catch (StorageFullException e)
        {
            full = e.Message;
        }
        catch (Exception e)
        {
            failure = $"{e.GetType().Name}: {e.Message}";
        }

        bool over;
        lock (_gate)
        {
            if (outcome is not null) sweep.Finish(item, outcome);
            else if (failure.Length > 0) sweep.Fail(item, failure);
            else sweep.Return(item);
            if (full.Length > 0) sweep.RequestStop(SweepStatus.Interrupted, full);
            over = ClaimEnding(sweep);
            SchedulePublishing();
            Monitor.PulseAll(_gate);
        }
        if (full.Length > 0) sweep.SignalStop();
        if (over) Finish(sweep);
    }

    /// <summary>True for the one caller who is to write the outputs.</summary>
    private static bool ClaimEnding(ActiveSweep sweep)
    {
        if (!sweep.IsOver) return false;
        sweep.Finishing = true;
        return true;
    }

    private void Finish(ActiveSweep sweep)
    {
        SweepResults results;
        SweepSummary ending;
        Dictionary<string, string> failures;
        lock (_gate)
        {
            ending = sweep.Summary(sweep.StatusAtEnd);
            failures = sweep.FailuresWithoutResult();
            results = SweepResultsBuilder.Build(sweep.Definition, sweep.State, i => sweep.Results[i], ending);
        }
        try
        {
            WorkStore work = new(_store, ending.Id);
            SweepEnding.WriteAsync(_store, new SweepReport
            {
                Spec = sweep.Definition.Spec,
                Results = results,
                Dataset = sweep.Definition.Facts,
                Timings = [.. sweep.State.Plan.Items.Where((_, i) => sweep.Results[i] is not null).Select(item => work.Timing(item.Id))
                    .OfType<WorkTiming>()],
            }, failures).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // All work is stored; only the outputs are missing, and running it again writes them.
            ending = ending with { Status = SweepStatus.Interrupted, Reason = e.Message };
        }
        lock (_gate) sweep.End(ending);
    }

    private void Report(ActiveSweep sweep, int item, WorkProgress progress)
    {
        lock (_gate)
        {
            sweep.Progress(item, progress);
            SchedulePublishing();
        }
    }

    private void SchedulePublishing()
    {
        if (_publishScheduled || _stopped) return;
        _publishScheduled = true;
        _publishing.Change(_options.UpdateInterval, Timeout.InfiniteTimeSpan);
    }

    private void Publish()
    {
        lock (_gate)
        {
            _publishScheduled = false;
            foreach (ActiveSweep sweep in _sweeps)
                if (sweep.Ending is null) sweep.Publish(last: false, Share());
        }
    }

    /// <summary>Threads that one sweep can count on.</summary>
    private double Share() => (double)_options.Threads / Math.Max(1, _sweeps.Count(sweep => sweep.Ending is null));

    private ActiveSweep? Held(string id) => _sweeps.Find(sweep => sweep.Definition.Id == id);
}
