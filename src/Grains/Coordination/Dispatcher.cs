using System.Diagnostics;
using IonSweep.Grains.Interfaces;
using IonSweep.Grains.Placement;
using IonSweep.Grains.Training;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.State;
using Microsoft.Extensions.Logging;

namespace IonSweep.Grains.Coordination;

/// <summary>
/// Sends a sweep's ready work to silos and knows who holds what. Work comes back by a report of its end, by the death of its
/// silo, because its silo no longer knows of it, or recalled while it waits there and another silo could do it; it is then sent
/// again. Runs in the turns of its coordinator.
/// </summary>
internal sealed class Dispatcher(
    ActiveSweep sweep, IGrainFactory grains, TrainingSilos silos, TrainingServiceClient services, CoordinationOptions options, ILogger log)
{
    private const int MissesUntilLost = 2;
    private static readonly TimeSpan Full = TimeSpan.FromMilliseconds(200), Unreachable = TimeSpan.FromSeconds(1),
        LongestBackOff = TimeSpan.FromSeconds(30);

    private readonly Assignments _assigned = new();
    private readonly Dictionary<int, (int Troubles, int Losses)> _setbacks = [];
    private readonly HashSet<SiloAddress> _asked = [];
    private IReadOnlyList<Worker> _workers = [];
    private bool _begun, _paused;
    private (double Seconds, int Count) _worked;

    private string Id => sweep.Definition.Id;

    private string Trainer { get; } = SiloOffer.KeyOf(sweep.Definition.Spec.Trainer, sweep.Definition.NumericsVersion);

    private SweepState State => sweep.State;

    private WorkRecall Recall => field ??= new WorkRecall(Id, State.Plan, _assigned, silos, services, log);

    /// <summary>Slots of all silos that could work on it.</summary>
    public int Slots { get; private set; }

    /// <summary>From now on work is sent; before, it is only looked for.</summary>
    public void Begin()
    {
        _begun = true;
        Check();
    }

    /// <summary>Sends what may be sent.</summary>
    public void Pump()
    {
        if (_paused || !_begun) return;
        if (_workers.Count == 0) Measure();
        int room = _workers.Sum(worker => Math.Max(0, worker.Limit - _assigned.HeldBy(worker.Silo))) - _assigned.Unplaced;
        while (room-- > 0 && sweep.Take() is >= 0 and int item) _ = SendAsync(item);
    }

    /// <summary>
    /// Takes back what dead silos held, what nobody answered for and what waits while others idle, and sees how many slots there are.
    /// </summary>
    public void Check()
    {
        Measure();
        foreach ((int item, Assignment assignment) in _assigned.All())
        {
            if (assignment.Silo is { } silo && !silos.IsAlive(silo))
            {
                silos.Forget(silo);
                Lost(item, "silo-lost", $"silo {silo} was lost");
            }
            else if (assignment.BacksOff && sweep.Stop is not null) Return(item);
            else if (assignment is { Silo: null, BacksOff: false } && Stopwatch.GetElapsedTime(assignment.Since) > options.AnswerTimeout)
                Lost(item, "unanswered", "no silo answered for it");
        }
        Pump();
        if (_begun && _assigned.Unplaced == 0 && sweep.TakesWork) Recall.FromBusyTo(_workers);
    }

    /// <summary>
    /// Asks every silo what it holds; learns progress, finds work that an earlier activation sent, and misses what vanished.
    /// </summary>
    public async Task PollAsync() => await Task.WhenAll(silos.Active().Select(PollAsync));

    /// <summary>Asks every silo to cancel what it holds.</summary>
    public async Task CancelAsync() => await Task.WhenAll(silos.Active().Select(async silo =>
    {
        try
        {
            await services.Of(silo).CancelAsync(Id);
        }
        catch (Exception e)
        {
            log.LogDebug(e, "Could not reach silo {Silo} to cancel; trying again", silo); // with the next tick
        }
    }));

    /// <summary>A silo's run of an item ended.</summary>
    public void Ended(SiloAddress silo, WorkEnd end)
    {
        int item = State.Plan.IndexOf(end.Item);
        if (item < 0) return;
        WorkStatus status = State.StatusOf(item);
        if (end.Outcome is { Result: { } result } outcome)
        {
            if (status is not (WorkStatus.Waiting or WorkStatus.Ready or WorkStatus.Running)) return;
            _assigned.Remove(item);
            _setbacks.Remove(item);
            if (outcome.Timing is { } timing) _worked = (_worked.Seconds + timing.Seconds, _worked.Count + 1);
            sweep.Finish(item, outcome);
            if (result.Failure is null) SweepMetrics.WorkFinished(KindOf(item));
            else
            {
                SweepMetrics.WorkFailed(KindOf(item));
                log.LogWarning("Work item {Item} of sweep {Sweep} failed: {Failure}", end.Item, Id, result.Failure);
            }
            return;
        }
        // Another silo may have it by now; then what the former one says of its own run no longer counts.
        if (status != WorkStatus.Running || _assigned.Of(item) is not { } assignment || (assignment.Silo ?? silo) != silo) return;
        if (end.Outcome is { } damaged) Redo(item, damaged);
        else if (end.Kind == WorkEndKind.Stopped) HandedBack(item);
        else Troubled(item, assignment, end);
    }

    private async Task SendAsync(int item)
    {
        WorkItem work = State.Plan.Items[item];
        Assignment assignment = _assigned.Add(item);
        TimeSpan pause;
        try
        {
            TrainingSiloPlacement.AskFor(Trainer);
            WorkAnswer answer = await GrainOf(work).StartAsync(new WorkOrder(Id, sweep.Definition.CreatedUtc.Ticks, work));
            silos.Heard(answer.Silo, answer.Load);
            if (!IsCurrent(item, assignment)) return;
            if (answer.Accepted)
            {
                _assigned.Accepted(assignment, answer.Silo);
                return;
            }
            pause = Full;
        }
        catch (TimeoutException e)
        {
            log.LogDebug(e, "No answer for work item {Item} of sweep {Sweep}", work.Id, Id);
            return; // it may have arrived: a silo that holds it says so when it is asked
        }
        catch (Exception e)
        {
            log.LogDebug(e, "Could not send work item {Item} of sweep {Sweep}", work.Id, Id);
            if (!IsCurrent(item, assignment)) return;
            pause = Unreachable;
        }
        Return(item);
        Pause(pause);
    }

    private async Task PollAsync(SiloAddress silo)
    {
        if (!_asked.Add(silo)) return; // still waiting for its last answer
        long asked = Stopwatch.GetTimestamp();
        SiloReport report;
        try
        {
            report = await services.Of(silo).ReportAsync(Id);
        }
        catch (Exception e)
        {
            log.LogDebug(e, "Silo {Silo} did not say what it holds", silo);
            return; // if it is dead, membership will say so
        }
        finally
        {
            _asked.Remove(silo);
        }
        silos.Heard(silo, report.Load);
        HashSet<int> held = [];
        foreach (HeldWork work in report.Work)
        {
            int item = State.Plan.IndexOf(work.Item);
            if (item < 0) continue;
            held.Add(item);
            if (sweep.Take(item)) _assigned.Add(item);
            if (State.StatusOf(item) != WorkStatus.Running || _assigned.Of(item) is not { } assignment) continue;
            if (assignment is { Silo: null, BacksOff: false }) _assigned.Accepted(assignment, silo);
            if (assignment.Silo != silo) continue;
            assignment.Misses = 0;
            assignment.Waits = !work.Running;
            if (work.Progress is { } progress) sweep.Progress(item, progress);
        }
        foreach ((int item, Assignment assignment) in _assigned.All())
        {
            if (assignment.Silo != silo || assignment.Since > asked || held.Contains(item)) continue;
            if (++assignment.Misses >= MissesUntilLost) Lost(item, "vanished", $"silo {silo} no longer knew of it");
        }
        Pump();
    }

    private void Measure()
    {
        double mean = _worked.Count > 0 ? Math.Max(_worked.Seconds / _worked.Count, 1e-4) : double.PositiveInfinity;
        int ahead = (int)Math.Clamp(Math.Ceiling(options.WorkAhead.TotalSeconds / mean), 1, 32);
        _workers = [
            .. silos.Offering(Trainer).Select(worker => new Worker(worker.Silo, worker.Offer.Slots, worker.Offer.Slots * (1 + ahead)))];
        Slots = _workers.Sum(worker => worker.Slots);
        sweep.Waits(Slots == 0 && sweep.TakesWork ? $"Waiting: no active silo offers the trainer '{Trainer}'." : "");
    }

    private void Lost(int item, string reason, string explanation)
    {
        SweepMetrics.WorkRedispatched(KindOf(item), reason);
        log.LogInformation("Work item {Item} of sweep {Sweep} is sent again: {Reason}", State.Plan.Items[item].Id, Id, explanation);
        (int troubles, int losses) = _setbacks.GetValueOrDefault(item);
        _setbacks[item] = (troubles, losses + 1);
        if (losses + 1 >= options.LossLimit) Fail(item, $"it was lost {losses + 1} times; the last time {explanation}");
        else Return(item);
    }

    private void HandedBack(int item)
    {
        if (sweep.Stop is null) SweepMetrics.WorkRedispatched(KindOf(item), "handed-back");
        Return(item);
    }

    private void Troubled(int item, Assignment assignment, WorkEnd end)
    {
        (int troubles, int losses) = _setbacks.GetValueOrDefault(item);
        _setbacks[item] = (++troubles, losses);
        if (troubles >= options.TroubleLimit)
        {
            if (end.Kind == WorkEndKind.Broken) Fail(item, end.Trouble);
            else Interrupt(item, end.Trouble);
            return;
        }
        SweepMetrics.WorkRedispatched(KindOf(item), "trouble");
        log.LogWarning("Work item {Item} of sweep {Sweep} is tried again ({Try} of {Limit}): {Trouble}",
            State.Plan.Items[item].Id, Id, troubles + 1, options.TroubleLimit, end.Trouble);
        _assigned.BackOff(assignment);
        TimeSpan pause = options.TroublePause * (1 << Math.Min(troubles - 1, 10));
        if (pause > LongestBackOff) pause = LongestBackOff;
        _ = ReturnAfterAsync(item, assignment, pause);
    }

    private async Task ReturnAfterAsync(int item, Assignment assignment, TimeSpan pause)
    {
        await Task.Delay(pause);
        if (!IsCurrent(item, assignment)) return;
        Return(item);
        Pump();
    }

    private void Redo(int item, WorkOutcome outcome)
    {
        string damaged = string.Join(", ", outcome.DamagedInputs);
        (int troubles, int losses) = _setbacks.GetValueOrDefault(item);
        _setbacks[item] = (++troubles, losses);
        if (troubles >= options.TroubleLimit)
        {
            Interrupt(item, $"artifacts of {damaged} are found damaged again and again");
            return;
        }
        log.LogWarning("Artifacts of {Damaged} of sweep {Sweep} are missing or damaged and are made again", damaged, Id);
        _assigned.Remove(item);
        sweep.Finish(item, outcome);
    }

    /// <summary>
    /// This item is beyond help in this run; the others go on. Nothing is stored, so that the next submission tries it again.
    /// </summary>
    private void Fail(int item, string reason)
    {
        log.LogError("Work item {Item} of sweep {Sweep} is given up: {Reason}", State.Plan.Items[item].Id, Id, reason);
        SweepMetrics.WorkFailed(KindOf(item));
        _assigned.Remove(item);
        sweep.Fail(item, reason);
    }

    /// <summary>All items meet the same; the sweep stops and can be submitted again when the cause is gone.</summary>
    private void Interrupt(int item, string reason)
    {
        log.LogError("Sweep {Sweep} is interrupted at work item {Item}: {Reason}", Id, State.Plan.Items[item].Id, reason);
        sweep.RequestStop(SweepStatus.Interrupted, $"{reason.TrimEnd('.')}. Submit the sweep again to go on.");
        Return(item);
        _ = CancelAsync();
    }

    private void Return(int item)
    {
        _assigned.Remove(item);
        sweep.Return(item);
    }

    private void Pause(TimeSpan time)
    {
        if (_paused) return;
        _paused = true;
        _ = ResumeAfterAsync(time);
    }

    private async Task ResumeAfterAsync(TimeSpan time)
    {
        await Task.Delay(time);
        _paused = false;
        Pump();
    }

    private bool IsCurrent(int item, Assignment assignment) => ReferenceEquals(_assigned.Of(item), assignment);

    private WorkKind KindOf(int item) => State.Plan.Items[item].Kind;

    private ITrainingGrain GrainOf(WorkItem item) => item.Kind is WorkKind.Generator or WorkKind.SyntheticSet
        ? grains.GetGrain<IGeneratorGrain>(FormattableString.Invariant($"{Id}/{item.Fold}/{item.Generator}"))
        : grains.GetGrain<ICellGrain>($"{Id}/{item.Id}");
}
