using IonSweep.Sweeps.Aggregation;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.State;

namespace IonSweep.Sweeps.Service;

/// <summary>
/// A sweep that this process or cluster works on or worked on. Not safe for concurrent calls: whoever runs it serialises them, by a
/// lock or by a grain's turns.
/// </summary>
public sealed class ActiveSweep
{
    private readonly TimeLeft _timeLeft;
    private readonly WorkProgress?[] _progress;
    private readonly Dictionary<int, long> _startedAt = [];
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<int> _blocked = []; // counted as finished
    private readonly HashSet<int> _reused = [];
    private readonly HistoryNotes _notes;
    private string _waiting = "";

    /// <param name="definition">What determines it.</param>
    /// <param name="stored">What of it is done.</param>
    /// <param name="runner">Does the work; null when other machines do it.</param>
    /// <param name="clock">For estimates, and the numbers of changes.</param>
    public ActiveSweep(SweepDefinition definition, StoredProgress stored, WorkRunner? runner, TimeProvider clock)
    {
        (SweepState state, WorkResult?[] results, WorkTiming?[] timings) = stored;
        Definition = definition;
        State = state;
        Results = results;
        Runner = runner;
        _clock = clock;
        _notes = new HistoryNotes(clock);
        _progress = new WorkProgress?[results.Length];
        _timeLeft = new TimeLeft(definition, state.Plan);
        for (int i = 0; i < results.Length; i++)
        {
            if (state.StatusOf(i) is WorkStatus.Done or WorkStatus.Failed or WorkStatus.Blocked) _timeLeft.Finished(i, Usable(timings[i]));
            if (state.StatusOf(i) == WorkStatus.Done) CountReused(i, timings[i]);
        }
        // Above what earlier runs of this sweep gave out, unless they had a million changes a second; exact in a JavaScript number.
        Feed = new UpdateFeed(clock.GetUtcNow().ToUnixTimeMilliseconds() << 10);
    }

    /// <summary>What determines it.</summary>
    public SweepDefinition Definition { get; }

    /// <summary>Where each item stands.</summary>
    public SweepState State { get; }

    /// <summary>Stored results by index.</summary>
    public WorkResult?[] Results { get; }

    /// <summary>Does the work; null when other machines do it, and after the end, so that spectra are not kept.</summary>
    public WorkRunner? Runner { get; private set; }

    /// <summary>Changes for watchers.</summary>
    public UpdateFeed Feed { get; }

    /// <summary>Stops running items.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>Set when the sweep is to stop before its end.</summary>
    public (SweepStatus Status, string Reason)? Stop { get; private set; }

    /// <summary>Someone writes the final outputs.</summary>
    public bool Finishing { get; set; }

    /// <summary>How it ended; null before.</summary>
    public SweepSummary? Ending { get; private set; }

    /// <summary>Completes with the ending.</summary>
    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Its work may be taken.</summary>
    public bool TakesWork => Stop is null && Ending is null && !Finishing;

    /// <summary>Nothing runs and nothing will.</summary>
    public bool IsOver => Ending is null && !Finishing && State.Count(WorkStatus.Running) == 0 && (Stop is not null || State.IsComplete);

    /// <summary>Takes a ready item; −1 when there is none.</summary>
    public int Take()
    {
        int item = State.NextReady;
        return item >= 0 && Take(item) ? item : -1;
    }

    /// <summary>Takes this item; false when it is not ready, or no work may be taken.</summary>
    public bool Take(int item)
    {
        if (!TakesWork || State.StatusOf(item) != WorkStatus.Ready) return false;
        _startedAt[item] = _clock.GetTimestamp();
        Changed(State.Started(item));
        return true;
    }

    /// <summary>Says why a running sweep does not move on; empty when it does.</summary>
    public void Waits(string reason)
    {
        if (_waiting == reason) return;
        _waiting = reason;
        Feed.Changed(-1);
    }

    /// <summary>A running item reports an epoch.</summary>
    public void Progress(int item, WorkProgress progress)
    {
        if (State.StatusOf(item) != WorkStatus.Running) return;
        _progress[item] = progress;
        Feed.Progressed(item);
    }

    /// <summary>A run ended in an outcome.</summary>
    public void Finish(int item, WorkOutcome outcome)
    {
        Leave(item);
        if (outcome.Result is { } result)
        {
            Results[item] = result;
            if (result.Failure is { } failed) Note(HistoryKind.Failed, failed.Reason, item);
            Changed(result.Failure is { } failure ? State.Failed(item, failure.Reason) : State.Done(item));
            CountFinished(item, outcome.Timing);
            CountReused(item, outcome.Timing);
            Advance();
        }
        else
        {
            int[] damaged = [.. outcome.DamagedInputs.Select(State.Plan.IndexOf)];
            foreach (int need in damaged.Where(need => State.StatusOf(need) == WorkStatus.Done))
            {
                Note(HistoryKind.Retried, "what it left is missing or damaged and is made again", need);
                Results[need] = null;
                _reused.Remove(need);
                _timeLeft.Reopened(need);
            }
            Changed(State.Stopped(item, damaged));
        }
    }

    /// <summary>A run ended in an error that another run may not meet; it is not stored.</summary>
    public void Fail(int item, string reason)
    {
        Leave(item);
        Note(HistoryKind.Failed, reason, item);
        Changed(State.Failed(item, reason));
        CountFinished(item, null);
        Advance();
    }

    /// <summary>A run was stopped.</summary>
    public void Return(int item)
    {
        Leave(item);
        Changed(State.Stopped(item));
    }

    /// <summary>Notes for the history what happened.</summary>
    /// <param name="kind">What.</param>
    /// <param name="text">Why, or more of it.</param>
    /// <param name="item">The work item; −1, the default, for the whole sweep.</param>
    public void Note(HistoryKind kind, string text, int item = -1) => _notes.Add(kind, text, item < 0 ? "" : State.Plan.Items[item].Id);

    /// <summary>What happened and is to be stored now; empty while more of the same may come.</summary>
    /// <param name="all">Also what happened just now.</param>
    public IReadOnlyList<HistoryEntry> TakeHistory(bool all) => all || _notes.IsDue ? _notes.Take() : [];

    /// <summary>Something happened and is not stored.</summary>
    public bool HasHistory => _notes.Any;

    /// <summary>Takes no more work and stops what runs. Call <see cref="SignalStop"/> outside the lock.</summary>
    public void RequestStop(SweepStatus status, string reason)
    {
        Stop ??= (status, reason);
        Feed.Changed(-1);
    }

    /// <summary>Lets running items know.</summary>
    public void SignalStop() => _stop.Cancel();

    /// <summary>Nothing follows.</summary>
    public void End(SweepSummary ending)
    {
        Ending = ending;
        Runner = null;
        if (ending.Status != SweepStatus.Interrupted) Changed(State.Cancel()); // of folds on demand those that nobody asked for, too
        Feed.Changed(-1);
        Publish(last: true, threads: 1);
        Ended.TrySetResult();
    }

    /// <summary>The status it has, or would end with now.</summary>
    public SweepStatus StatusAtEnd => State.IsComplete
        ? State.Count(WorkStatus.Failed) + State.Count(WorkStatus.Blocked) > 0 ? SweepStatus.CompletedWithFailures : SweepStatus.Completed
        : Stop?.Status ?? SweepStatus.Running;

    /// <summary>The sweep in one line.</summary>
    public SweepSummary Summary(SweepStatus status) => new(
        Definition.Id, status, Definition.Dataset, Definition.Spec.Preset, Definition.Spec.Shortened, Definition.CreatedUtc,
        State.Opened, State.Finished, State.Count(WorkStatus.Failed) + State.Count(WorkStatus.Blocked),
        status switch
        {
            SweepStatus.Interrupted or SweepStatus.Cancelled => Stop?.Reason ?? "",
            SweepStatus.Running => _waiting,
            _ => "",
        })
    { Reused = _reused.Count };

    /// <summary>
    /// Reasons, by id, of items that failed by an error which another run may not meet: the store keeps no result of those.
    /// </summary>
    public Dictionary<string, string> FailuresWithoutResult()
    {
        Dictionary<string, string> failures = [];
        for (int i = 0; i < Results.Length; i++)
            if (State.StatusOf(i) == WorkStatus.Failed && Results[i] is null) failures.Add(State.Plan.Items[i].Id, State.FailureOf(i));
        return failures;
    }

    /// <summary>The sweep in one line, as it stands.</summary>
    public SweepSummary Summary() => Ending ?? Summary(SweepStatus.Running);

    /// <summary>Everything, as it stands.</summary>
    public SweepSnapshot Snapshot(double threads) => new(
        Feed.Sequence, Summary(), Definition.Spec, [.. Enumerable.Range(0, Results.Length).Select(Item)], SecondsLeft(threads));

    /// <summary>What of it runs.</summary>
    public IReadOnlyList<MachineWork> Work =>
    [
        .. _startedAt.Select(pair => MachineWork.Of(
            Definition.Id, State.Plan.Items[pair.Key], _clock.GetElapsedTime(pair.Value), _progress[pair.Key])),
    ];

    /// <summary>What a watcher who has seen a number gets next: an update, or a snapshot where some were missed.</summary>
    public FeedWatch.Step Next(long seen, double threads)
    {
        SweepUpdate? update = Feed.Next(seen, out bool needsSnapshot);
        if (needsSnapshot)
        {
            SweepSnapshot snapshot = Snapshot(threads);
            update = new SweepUpdate(snapshot.Sequence, snapshot, snapshot.Summary, [], snapshot.SecondsLeft);
        }
        return new FeedWatch.Step(update, Feed.Ended, Feed.NextPublished);
    }

    /// <summary>Publishes changes to watchers.</summary>
    public void Publish(bool last, double threads) => Feed.Publish(
        (sequence, changed) => new SweepUpdate(sequence, null, Summary(), [.. changed.Select(Item)], SecondsLeft(threads)), last);

    private double? SecondsLeft(double threads)
    {
        if (Ending is not null) return null;
        return _timeLeft.Estimate(threads, _startedAt.Select(pair => (pair.Key, _clock.GetElapsedTime(pair.Value).TotalSeconds)));
    }

    private WorkItemSnapshot Item(int item) =>
        new(State.Plan.Items[item].Id, State.StatusOf(item), _progress[item], (Results[item] as WorkResult.Cell)?.Value,
            State.FailureOf(item));

    /// <summary>Where folds are added on demand, those of the next look follow when what is open has ended.</summary>
    private void Advance()
    {
        if (Stop is not null) return;
        int before = FoldsOnDemand.OpenFolds(State);
        Changed(FoldsOnDemand.Advance(Definition, State, i => Results[i]));
        if (FoldsOnDemand.OpenFolds(State) is var now && now > before)
            Note(HistoryKind.FoldsAdded, $"{now - before} more, {now} in all: a comparison is undecided.");
    }

    private void Leave(int item)
    {
        _startedAt.Remove(item);
        _progress[item] = null;
    }

    private void CountFinished(int item, WorkTiming? timing)
    {
        _timeLeft.Finished(item, Usable(timing));
        if (State.StatusOf(item) == WorkStatus.Failed) RecountBlocked(item);
    }

    /// <summary>Blocked items need no time.</summary>
    private void RecountBlocked(int failed)
    {
        foreach (int dependant in State.Plan.DependantsOf(failed))
            if (State.StatusOf(dependant) == WorkStatus.Blocked && _blocked.Add(dependant))
            {
                _timeLeft.Finished(dependant, null);
                RecountBlocked(dependant);
            }
    }

    private void Changed(IReadOnlyList<int> items)
    {
        foreach (int item in items) Feed.Changed(item);
    }

    /// <summary>Another sweep did it, or this one before it was extended.</summary>
    private void CountReused(int item, WorkTiming? timing)
    {
        if (timing is { ReusedFrom: not null } || timing?.StartedUtc < Definition.ExtendedUtc) _reused.Add(item);
    }

    private static double? Usable(WorkTiming? timing) => timing is { Resumed: false, ReusedFrom: null } ? timing.Seconds : null;
}
