using IonSweep.Sweeps.Aggregation;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Service;

/// <summary>
/// The sweeps that threads of this process work on: what is taken, what came of it, how each ends, and what watchers are told. Its lock
/// guards every <see cref="ActiveSweep"/> that it was given.
/// </summary>
internal sealed class RunningSweeps : IAsyncDisposable
{
    private readonly IArtifactStore _store;
    private readonly InProcessOptions _options;
    private readonly SweepHistory _history;
    private readonly ITimer _publishing;

    private readonly Lock _gate = new(); // guards everything below
    private readonly SweepTurns _turns;
    private TaskCompletionSource _moreWork = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _historyWritten = Task.CompletedTask;
    private bool _publishScheduled;
    private bool _stopped;

    /// <param name="store">Gets the outputs of sweeps that end.</param>
    /// <param name="options">Threads, update interval, clock.</param>
    public RunningSweeps(IArtifactStore store, InProcessOptions options)
    {
        (_store, _options, _history, _turns) = (store, options, new SweepHistory(store), new SweepTurns(options.Threads));
        _publishing = options.Clock.CreateTimer(_ => Publish(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A sweep that runs or ended lately; null otherwise.</summary>
    public ActiveSweep? Find(string id)
    {
        lock (_gate) return _turns.Find(id);
    }

    /// <summary>Whether a sweep of this id has not ended.</summary>
    /// <exception cref="ObjectDisposedException">They were stopped.</exception>
    public bool IsRunning(string id)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopped, typeof(InProcessSweepService));
            return _turns.Find(id) is { Ending: null };
        }
    }

    /// <summary>In one line; null for a sweep that is not held.</summary>
    public SweepSummary? Summary(string id)
    {
        lock (_gate) return _turns.Find(id)?.Summary();
    }

    /// <summary>What watchers could have been told; null for a sweep that is not held.</summary>
    public SweepVersion? Version(string id)
    {
        lock (_gate) return _turns.Find(id)?.Feed.Version;
    }

    /// <summary>As it stands; null for a sweep that is not held.</summary>
    public SweepSnapshot? Snapshot(string id)
    {
        lock (_gate) return _turns.Find(id)?.Snapshot(_turns.Share);
    }

    /// <summary>What is done now, longest first.</summary>
    public IReadOnlyList<MachineWork> Work()
    {
        lock (_gate) return [.. _turns.Running.SelectMany(sweep => sweep.Work).OrderByDescending(work => work.Seconds)];
    }

    /// <summary>Results so far, and the ids of work items that have one.</summary>
    public (SweepResults Results, IReadOnlyList<(string, WorkResult)> Stored) Results(ActiveSweep sweep)
    {
        lock (_gate)
            return (SweepResultsBuilder.Build(sweep.Definition, sweep.State, i => sweep.Results[i], sweep.Summary()),
                StoredSweeps.Stored(sweep.State.Plan, sweep.Results));
    }

    /// <inheritdoc cref="FeedWatch.AlongAsync"/>
    public IAsyncEnumerable<SweepUpdate> WatchAsync(ActiveSweep sweep, long after, CancellationToken cancellation) => FeedWatch.AlongAsync(
        seen =>
        {
            lock (_gate) return sweep.Next(seen, _turns.Share);
        },
        after, cancellation);

    /// <summary>Takes a sweep up; one of the same id that ended gives way.</summary>
    /// <exception cref="ObjectDisposedException">They were stopped.</exception>
    public async Task<SweepSummary> BeginAsync(ActiveSweep sweep)
    {
        bool over;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopped, typeof(InProcessSweepService));
            _turns.Add(sweep);
            over = ClaimEnding(sweep);
            SignalWork();
        }
        if (over) await EndAsync(sweep);
        lock (_gate) return sweep.Summary();
    }

    /// <summary>Asks a sweep to end after saving checkpoints; it has ended once <see cref="ActiveSweep.Ended"/> says so.</summary>
    public async Task StopAsync(ActiveSweep sweep, SweepStatus status, string reason)
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
        if (over) await EndAsync(sweep);
    }

    /// <summary>Drops a sweep that was deleted.</summary>
    public void Forget(string id)
    {
        lock (_gate) _turns.Remove(id);
    }

    /// <summary>Interrupts what runs after saving checkpoints; nothing is begun or taken from then on.</summary>
    /// <returns>False when somebody did before.</returns>
    public async Task<bool> StopAllAsync()
    {
        IReadOnlyList<ActiveSweep> running;
        lock (_gate)
        {
            if (_stopped) return false;
            _stopped = true; // a submission under way notices
            running = _turns.Running;
        }
        foreach (ActiveSweep sweep in running)
            await StopAsync(sweep, SweepStatus.Interrupted, "The process that ran it was stopped. Run it again to go on.");
        foreach (ActiveSweep sweep in running) await sweep.Ended.Task;
        lock (_gate) SignalWork();
        return true;
    }

    /// <summary>An item of the sweep whose turn it is, as soon as one is ready; null when nothing follows.</summary>
    public async Task<(ActiveSweep Sweep, int Item)?> TakeAsync()
    {
        while (true)
        {
            Task more;
            lock (_gate)
            {
                if (_turns.Take() is { } taken)
                {
                    SchedulePublishing();
                    return taken;
                }
                if (_stopped) return null;
                more = _moreWork.Task;
            }
            await more;
        }
    }

    /// <summary>A running item reports an epoch.</summary>
    public void Report(ActiveSweep sweep, int item, WorkProgress progress)
    {
        lock (_gate)
        {
            sweep.Progress(item, progress);
            SchedulePublishing();
        }
    }

    /// <summary>A run ended in an outcome.</summary>
    public Task FinishedAsync(ActiveSweep sweep, int item, WorkOutcome outcome) => LeftAsync(sweep, () => sweep.Finish(item, outcome));

    /// <summary>A run ended in an error that another run may not meet.</summary>
    public Task FailedAsync(ActiveSweep sweep, int item, string reason) => LeftAsync(sweep, () => sweep.Fail(item, reason));

    /// <summary>A run was stopped.</summary>
    public Task ReturnedAsync(ActiveSweep sweep, int item) => LeftAsync(sweep, () => sweep.Return(item));

    /// <summary>The store has no room left: the sweep is interrupted.</summary>
    public async Task FullAsync(ActiveSweep sweep, int item, string reason)
    {
        await LeftAsync(sweep, () =>
        {
            sweep.Return(item);
            sweep.RequestStop(SweepStatus.Interrupted, reason);
        });
        sweep.SignalStop();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _publishing.DisposeAsync();

    private async Task LeftAsync(ActiveSweep sweep, Action change)
    {
        bool over;
        lock (_gate)
        {
            change();
            over = ClaimEnding(sweep);
            SchedulePublishing();
            SignalWork();
        }
        if (over) await EndAsync(sweep);
    }

    /// <summary>True for the one caller who is to write the outputs.</summary>
    private static bool ClaimEnding(ActiveSweep sweep)
    {
        if (!sweep.IsOver) return false;
        sweep.Finishing = true;
        return true;
    }

    private async Task EndAsync(ActiveSweep sweep)
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
            List<ResultsLog.Entry> log = [];
            for (int i = 0; i < sweep.Results.Length; i++)
                if (sweep.Results[i] is { } result)
                    log.Add(new(sweep.State.Plan.Items[i].Id, result, await work.TimingAsync(sweep.State.Plan.Items[i].Id)));
            await _store.WriteAsync(SweepPaths.ResultsLog(ending.Id), ResultsLog.Write(log));
            await SweepEnding.WriteAsync(_store, new SweepReport
            {
                Spec = sweep.Definition.Spec,
                Results = results,
                Dataset = sweep.Definition.Facts,
                Timings = [.. log.Select(entry => entry.Timing).OfType<WorkTiming>()],
            }, failures);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // All work is stored; only the outputs are missing, and running it again writes them.
            ending = ending with { Status = SweepStatus.Interrupted, Reason = e.Message };
        }
        Task written;
        lock (_gate)
        {
            sweep.Note(HistoryKind.Ended, SweepHistory.EndingOf(ending));
            written = WriteHistory(sweep, all: true);
        }
        await written; // before watchers learn of the end: whoever looks then sees it
        lock (_gate) sweep.End(ending);
    }

    /// <summary>Stores what happened, entry after entry.</summary>
    private Task WriteHistory(ActiveSweep sweep, bool all)
    {
        if (sweep.TakeHistory(all) is not { Count: > 0 } entries) return _historyWritten;
        Task before = _historyWritten;
        return _historyWritten = Task.Run(async () =>
        {
            await before;
            await _history.AddAsync(sweep.Definition.Id, entries);
        });
    }

    private void SignalWork()
    {
        _moreWork.TrySetResult();
        _moreWork = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
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
            foreach (ActiveSweep sweep in _turns.Running)
            {
                sweep.Publish(last: false, _turns.Share);
                WriteHistory(sweep, all: false);
                if (sweep.HasHistory) SchedulePublishing();
            }
        }
    }
}
