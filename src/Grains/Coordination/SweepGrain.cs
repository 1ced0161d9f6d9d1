using System.Globalization;
using System.Runtime.CompilerServices;
using IonSweep.Grains.Interfaces;
using IonSweep.Grains.Placement;
using IonSweep.Grains.Training;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace IonSweep.Grains.Coordination;

/// <summary>
/// Coordinates one sweep. Keeps nothing that the artifact store does not: an activation, on whatever silo, reads the results log
/// and goes on. A reminder activates it after its silo died.
/// </summary>
[Reentrant]
public sealed class SweepGrain(
    IArtifactStore store, TrainingSilos silos, TrainingServiceClient services, IGrainFactory grains, CoordinationOptions options,
    SweepMetrics metrics, TimeProvider clock, ILogger<SweepGrain> log) : Grain, ISweepGrain, IRemindable
{
    private const string ReminderName = "resume";
    private static readonly TimeSpan PublishPeriod = TimeSpan.FromMilliseconds(200), DirectoryPeriod = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _changing = new(1, 1); // reentrant, but one submission or removal at a time
    private SweepCoordinator? _sweep; // null: there is no sweep of this id, or it is damaged
    private SweepSummary? _damaged;
    private bool _extending;
    private SweepSummary? _told; // to the directory
    private long _toldAt;
    private IGrainTimer? _tick, _publish;

    private string Id => this.GetPrimaryKeyString();

    private SweepArchive Archive => new(store, Id);

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await Archive.DefinitionAsync() is { } definition) await LoadAsync(definition, HistoryKind.Resumed, mayBeRunning: true);
        }
        catch (DamagedSweepException e)
        {
            _damaged = StoredSweeps.Damaged(e); // said to whoever asks; it can be deleted
            log.LogWarning("Sweep {Sweep} is damaged: {Reason}", Id, e.Message);
        }
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_sweep is not { IsEnded: false } sweep) return;
        await sweep.FlushAsync().WaitAsync(TimeSpan.FromSeconds(3), CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        // Its work goes on: another silo takes over at once rather than at the next reminder.
        string id = Id;
        _ = Task.Run(() => grains.GetGrain<ISweepGrain>(id).SummaryAsync(), CancellationToken.None);
    }

    /// <inheritdoc/>
    public async Task<SubmitAnswer> SubmitAsync(SweepDefinition definition)
    {
        await _changing.WaitAsync();
        try
        {
            if (_damaged is not null) return new SubmitAnswer(null, Damaged: _damaged.Reason);
            definition = definition with
            {
                Spec = TrainerChoice.Resolve(definition.Spec, _sweep?.Definition.Spec.Trainer, silos.Trainers()),
            };
            if (SiloOffer.VersionOf(definition.Spec.Trainer, silos.Training().Select(silo => silo.Offer)) is not { } version)
                return new SubmitAnswer(null, Invalid: $"no active silo offers the trainer '{definition.Spec.Trainer}'; offered are: "
                    + $"{string.Join(", ", silos.Training().SelectMany(silo => silo.Offer.Trainers).Distinct().DefaultIfEmpty("none"))}.");
            if (TrainerChoice.LackOf(definition.Spec, silos.Trainers()) is { Length: > 0 } lack)
                return new SubmitAnswer(null, Invalid: lack);
            definition = definition with { NumericsVersion = version };

            SweepDefinition? stored = _sweep?.Definition;
            if (stored is null)
            {
                if (!await Archive.HasDatasetAsync(definition.Dataset.Sha256))
                    return new SubmitAnswer(null, Invalid: $"the dataset {definition.Dataset.Sha256} is not in the store; store it first.");
                stored = await Archive.CreateAsync(definition) ? definition : await Archive.DefinitionAsync();
            }
            if (SweepSubmission.MismatchOf(definition, stored!) is { Length: > 0 } mismatch)
                return new SubmitAnswer(null, Mismatch: mismatch);
            if (_sweep is { IsEnded: false } or { Summary.Status: SweepStatus.Completed }) return new SubmitAnswer(_sweep.Summary);

            await this.RegisterOrUpdateReminder(ReminderName, options.Reminder, options.Reminder);
            await Archive.ReopenAsync();
            await LoadAsync(stored!, HistoryKind.Started, mayBeRunning: _sweep is not null);
            return new SubmitAnswer(_sweep!.Summary);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<SubmitAnswer> ExtendAsync(SweepDefinition extended)
    {
        await _changing.WaitAsync();
        try
        {
            if (_damaged is not null) return new SubmitAnswer(null, Damaged: _damaged.Reason);
            if (_sweep is not { Definition: var stored }) return new SubmitAnswer(null);
            if (!SweepSubmission.IsExtensionOf(extended, stored))
                return new SubmitAnswer(null, Mismatch: $"Sweep '{Id}' was extended otherwise at the same moment; look, and try again.");
            if (TrainerChoice.LackOf(extended.Spec, silos.Trainers()) is { Length: > 0 } lack) return new SubmitAnswer(null, Invalid: lack);
            if (extended.Version == stored.Version && _sweep is { IsEnded: false } or { Summary.Status: SweepStatus.Completed })
                return new SubmitAnswer(_sweep.Summary);
            _extending = true; // its end is not the end
            if (!_sweep.IsEnded)
            {
                await _sweep.CancelAsync();
                await _sweep.Ended;
            }
            await this.RegisterOrUpdateReminder(ReminderName, options.Reminder, options.Reminder);
            await Archive.ReopenAsync();
            await Archive.ReplaceAsync(extended);
            await LoadAsync(extended, HistoryKind.Started, mayBeRunning: true);
            return new SubmitAnswer(_sweep.Summary);
        }
        finally
        {
            _extending = false;
            _changing.Release();
        }
    }

    /// <inheritdoc/>
    public Task<SweepSummary?> SummaryAsync() => Task.FromResult(_damaged ?? _sweep?.Summary);

    /// <inheritdoc/>
    public Task<SweepSnapshot?> GetAsync() => Task.FromResult(_sweep?.Snapshot());

    /// <inheritdoc/>
    public Task<SweepVersion?> VersionAsync() => Task.FromResult(_sweep?.Version);

    /// <inheritdoc/>
    public Task<SweepResults?> ResultsAsync() => Task.FromResult(_sweep?.Results());

    /// <inheritdoc/>
    public IAsyncEnumerable<SweepUpdate> WatchAsync(long after, CancellationToken cancellation = default) =>
        WatchCoreAsync(after, cancellation);

    /// <inheritdoc/>
    public async Task<bool> CancelAsync()
    {
        if (_sweep is null) return false;
        await _sweep.CancelAsync();
        return true;
    }

    /// <inheritdoc/>
    public async Task<DeleteAnswer> DeleteAsync()
    {
        await _changing.WaitAsync();
        try
        {
            if (_sweep is null && _damaged is null) return DeleteAnswer.NotFound;
            if (_sweep is { IsEnded: false }) return DeleteAnswer.Running;
            await Archive.DeleteAsync();
            await ForgetReminderAsync();
            (_sweep, _damaged) = (null, null);
            await grains.GetGrain<ISweepDirectoryGrain>(ISweepDirectoryGrain.Key).RemovedAsync(Id);
            DeactivateOnIdle();
            return DeleteAnswer.Deleted;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <inheritdoc/>
    public Task WorkEndedAsync(SiloAddress silo, WorkEnd end, TrainingLoad load)
    {
        _sweep?.WorkEnded(silo, end, load);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        // The activation that it caused has already gone on with the sweep.
        if (_sweep is null or { IsEnded: true }) await ForgetReminderAsync();
    }

    private async Task LoadAsync(SweepDefinition definition, HistoryKind begun, bool mayBeRunning)
    {
        StoredProgress stored = await Archive.RebuildAsync(definition);
        ActiveSweep active = new(definition, stored, runner: null, clock);
        SweepCoordinator sweep = new(active, stored.Timings, Archive, grains, silos, services, options, metrics, clock, log);
        if (await Archive.EndingAsync() is { } ending) sweep.RestoreEnding(ending);
        _sweep = sweep;
        if (sweep.IsEnded) return;
        active.Note(begun, string.Create(CultureInfo.InvariantCulture,
            $"{sweep.Summary.Finished} of {sweep.Summary.WorkItems} work items are finished; coordinated on silo {this.RuntimeIdentity}."));
        _ = EndAsync(sweep);
        _tick ??= this.RegisterGrainTimer(Tick,
            new GrainTimerCreationOptions(options.Tick, options.Tick) { Interleave = true, KeepAlive = true });
        _publish ??= this.RegisterGrainTimer(
            () =>
            {
                _sweep?.Publish();
                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions(PublishPeriod, PublishPeriod) { Interleave = true, KeepAlive = true });
        await sweep.StartAsync(mayBeRunning);
        log.LogInformation("Sweep {Sweep} is coordinated here: {Finished} of {WorkItems} work items are finished", Id,
            sweep.Summary.Finished, sweep.Summary.WorkItems);
        Tell();
    }

    private async Task EndAsync(SweepCoordinator sweep)
    {
        await sweep.Ended;
        if (_sweep != sweep || _extending) return;
        _tick?.Dispose();
        _publish?.Dispose();
        (_tick, _publish) = (null, null);
        Tell();
        await ForgetReminderAsync();
    }

    private Task Tick()
    {
        _sweep?.Tick();
        if (_sweep?.Summary != _told && clock.GetElapsedTime(_toldAt) > DirectoryPeriod) Tell();
        return Task.CompletedTask;
    }

    private void Tell()
    {
        if (_sweep?.Summary is not { } summary) return;
        (_told, _toldAt) = (summary, clock.GetTimestamp());
        _ = grains.GetGrain<ISweepDirectoryGrain>(ISweepDirectoryGrain.Key).UpdateAsync(summary).ContinueWith(
            failed => log.LogDebug(failed.Exception, "The directory of sweeps was not reached"), TaskContinuationOptions.OnlyOnFaulted);
    }

    private async Task ForgetReminderAsync()
    {
        try
        {
            if (await this.GetReminder(ReminderName) is { } reminder) await this.UnregisterReminder(reminder);
        }
        catch (Exception e)
        {
            log.LogDebug(e, "The reminder of sweep {Sweep} could not be removed; its next call does that", Id);
        }
    }

    private async IAsyncEnumerable<SweepUpdate> WatchCoreAsync(long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (_sweep is null) yield break;
        await foreach (SweepUpdate update in _sweep.WatchAsync(after, cancellation)) yield return update;
    }
}
