using System.Diagnostics;
using IonSweep.Grains.Interfaces;
using IonSweep.Grains.Placement;
using IonSweep.Grains.Training;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.State;
using Microsoft.Extensions.Logging;

namespace IonSweep.Grains.Coordination;

/// <summary>
/// Decides what of a sweep's ready work is sent now, and what becomes of work that comes back: by a report of its end, by the death of
/// its silo, because its silo no longer knows of it, or recalled while it waits there and another silo could do it. Runs in the turns of
/// its coordinator.
/// </summary>
internal sealed class Dispatcher(
    ActiveSweep sweep, IGrainFactory grains, TrainingSilos silos, TrainingServiceClient services, CoordinationOptions options,
    SweepMetrics metrics, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan PauseWhenFull = TimeSpan.FromMilliseconds(200), PauseWhenUnreachable = TimeSpan.FromSeconds(1);

    private const string SiloLost = "silo-lost";

    private readonly Assignments _assigned = new(clock);
    private readonly Setbacks _setbacks = new(options);
    private IReadOnlyList<Worker> _workers = [];
    private bool _begun, _paused;
    private (double Seconds, int Count) _worked;

    private string Id => sweep.Definition.Id;

    private string Trainer { get; } = SiloOffer.KeyOf(sweep.Definition.Spec.Trainer, sweep.Definition.NumericsVersion);

    private SweepState State => sweep.State;

    private WorkSender Sender => field ??= new WorkSender(sweep.Definition, grains, silos, Trainer, log);

    private SiloPolls Polls => field ??= new SiloPolls(
        sweep, _assigned, silos, services, (item, silo) => Lost(item, "vanished", $"silo {silo} no longer knew of it"), clock, log);

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
                Lost(item, SiloLost, $"silo {silo} was lost");
            }
            else if (assignment.BacksOff && sweep.Stop is not null) Return(item);
            else if (assignment is { Silo: null, BacksOff: false } && clock.GetElapsedTime(assignment.Since) > options.AnswerTimeout)
                Lost(item, "unanswered", "no silo answered for it");
        }
        Pump();
        if (_begun && _assigned.Unplaced == 0 && sweep.TakesWork) Recall.FromBusyTo(_workers);
    }

    /// <summary>Asks every silo what it holds.</summary>
    public async Task PollAsync() => await Task.WhenAll(silos.Active().Select(async silo =>
    {
        if (await Polls.AskAsync(silo)) Pump();
    }));

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
            _setbacks.Forget(item);
            if (outcome.Timing is { } timing) _worked = (_worked.Seconds + timing.Seconds, _worked.Count + 1);
            sweep.Finish(item, outcome);
            if (result.Failure is null) metrics.WorkFinished(KindOf(item));
            else
            {
                metrics.WorkFailed(KindOf(item));
                log.LogWarning("Work item {Item} of sweep {Sweep} failed: {Failure}", end.Item, Id, result.Failure);
            }
            return;
        }
        // Another silo may have it by now; then what the former one says of its own run no longer counts.
        if (status != WorkStatus.Running || _assigned.Of(item) is not { } assignment || (assignment.Silo ?? silo) != silo) return;
        if (end.Outcome is { } damaged) Redo(item, damaged);
        else if (end.Kind == WorkEndKind.Stopped) HandedBack(item, assignment);
        else Troubled(item, assignment, end);
    }

    private async Task SendAsync(int item)
    {
        Assignment assignment = _assigned.Add(item);
        (SendResult result, SiloAddress? silo) = await Sender.SendAsync(State.Plan.Items[item]);
        if (result == SendResult.Unanswered || !IsCurrent(item, assignment)) return;
        if (result == SendResult.Accepted)
        {
            _assigned.Accepted(assignment, silo!);
            return;
        }
        Return(item);
        Pause(result == SendResult.Full ? PauseWhenFull : PauseWhenUnreachable);
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
        metrics.WorkRedispatched(KindOf(item), reason);
        log.LogInformation("Work item {Item} of sweep {Sweep} is sent again: {Reason}", State.Plan.Items[item].Id, Id, explanation);
        sweep.Note(reason == SiloLost ? HistoryKind.SiloLost : HistoryKind.Retried, $"{explanation}; sent again", item);
        (int times, bool giveUp) = _setbacks.Lost(item);
        if (giveUp) Fail(item, $"it was lost {times} times; the last time {explanation}");
        else Return(item);
    }

    private void HandedBack(int item, Assignment assignment)
    {
        if (sweep.Stop is null)
        {
            metrics.WorkRedispatched(KindOf(item), "handed-back");
            if (!assignment.IsRecalled) sweep.Note(HistoryKind.Retried, "a silo that stops handed it back; goes on elsewhere", item);
        }
        Return(item);
    }

    private void Troubled(int item, Assignment assignment, WorkEnd end)
    {
        (int times, bool giveUp, TimeSpan pause) = _setbacks.Troubled(item);
        if (giveUp)
        {
            if (end.Kind == WorkEndKind.Broken) Fail(item, end.Trouble);
            else Interrupt(item, end.Trouble);
            return;
        }
        metrics.WorkRedispatched(KindOf(item), "trouble");
        log.LogWarning("Work item {Item} of sweep {Sweep} is tried again ({Try} of {Limit}): {Trouble}",
            State.Plan.Items[item].Id, Id, times + 1, options.TroubleLimit, end.Trouble);
        sweep.Note(HistoryKind.Retried, end.Trouble, item);
        _assigned.BackOff(assignment);
        _ = ReturnAfterAsync(item, assignment, pause);
    }

    private async Task ReturnAfterAsync(int item, Assignment assignment, TimeSpan pause)
    {
        await Task.Delay(pause, clock);
        if (!IsCurrent(item, assignment)) return;
        Return(item);
        Pump();
    }

    private void Redo(int item, WorkOutcome outcome)
    {
        string damaged = string.Join(", ", outcome.DamagedInputs);
        if (_setbacks.Troubled(item).GiveUp)
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
        metrics.WorkFailed(KindOf(item));
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
        await Task.Delay(time, clock);
        _paused = false;
        Pump();
    }

    private bool IsCurrent(int item, Assignment assignment) => ReferenceEquals(_assigned.Of(item), assignment);

    private WorkKind KindOf(int item) => State.Plan.Items[item].Kind;
}
