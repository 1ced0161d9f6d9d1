using System.Globalization;
using System.Runtime.CompilerServices;
using IonSweep.Learning.Training;
using IonSweep.Spectra;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Service;

/// <summary>
/// Runs sweeps on the threads of this process over any artifact store. Several sweeps take turns. Disposing stops what runs after
/// saving checkpoints; the store holds everything needed to go on.
/// </summary>
public sealed class InProcessSweepService : ISweepService, IAsyncDisposable
{
    private static readonly TimeSpan ListKept = TimeSpan.FromSeconds(30); // then what was changed in the folder by hand is noticed

    private readonly IArtifactStore _store;
    private readonly InProcessOptions _options;
    private readonly IDisposable? _lock;
    private readonly StoredSweeps _stored;
    private readonly SweepHistory _history;
    private readonly DatasetLoader _datasets;
    private readonly StoredDatasets _storedDatasets;
    private readonly SweepEstimator _estimator;
    private readonly SemaphoreSlim _submitting = new(1, 1);
    private readonly RunningSweeps _running;
    private readonly TrainingThreads _threads;
    private long _listChanges;
    private volatile StoredList? _listed;

    /// <param name="store">Holds datasets, sweeps and checkpoints. No other process may run sweeps on it.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="folderLock">Released when this service is disposed.</param>
    public InProcessSweepService(IArtifactStore store, InProcessOptions? options = null, IDisposable? folderLock = null)
    {
        _store = store;
        _options = options ?? new InProcessOptions();
        _lock = folderLock;
        _stored = new StoredSweeps(store, clock: _options.Clock);
        _history = new SweepHistory(store);
        _datasets = new DatasetLoader(store, _options.AllowFiles);
        _storedDatasets = new StoredDatasets(store);
        _estimator = new SweepEstimator(store, _datasets);
        Models = new StoredModels(store, _options.Clock);
        _running = new RunningSweeps(store, _options);
        _threads = new TrainingThreads(_options.Threads, _running);
    }

    /// <summary>A service on a folder, which it locks until it is disposed.</summary>
    /// <exception cref="SweepInUseException">Another run works on the folder; says which.</exception>
    public static InProcessSweepService OpenFolder(string folder, InProcessOptions? options = null)
    {
        FolderLock held = FolderLock.Acquire(folder);
        try
        {
            FileArtifactStore store = new(folder);
            store.RemoveUnfinishedWrites();
            return new InProcessSweepService(store, options, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IStoredModels Models { get; }

    /// <inheritdoc/>
    public async Task<string> StoreDatasetAsync(SpectralDataset dataset, CancellationToken cancellation = default)
    {
        DatasetArtifact artifact = DatasetArtifact.Of(dataset);
        await _datasets.StoreAsync(artifact, cancellation);
        return artifact.Sha256;
    }

    /// <inheritdoc/>
    public async Task<SpectralDataset?> DatasetAsync(string sha256, CancellationToken cancellation = default) =>
        SweepPaths.IsSha256(sha256) ? (await _datasets.FetchAsync(sha256, cancellation))?.Data : null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DatasetSummary>> ListDatasetsAsync(CancellationToken cancellation = default) =>
        await _storedDatasets.ListAsync(await ListAsync(cancellation), cancellation);

    /// <inheritdoc/>
    public async Task DeleteDatasetAsync(string sha256, CancellationToken cancellation = default)
    {
        await _submitting.WaitAsync(cancellation); // so that no sweep begins with it meanwhile
        try
        {
            await _storedDatasets.DeleteAsync(sha256, await _stored.ListAsync(cancellation), cancellation);
        }
        finally
        {
            _submitting.Release();
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Machine>> MachinesAsync(CancellationToken cancellation = default) => Task.FromResult<IReadOnlyList<Machine>>(
    [
        new Machine
        {
            Name = _options.Work.Host,
            Slots = _options.Threads,
            Trainers = [.. _options.Trainers.Select(trainer => trainer.Name)],
            Work = _running.Work(),
        },
    ]);

    /// <inheritdoc/>
    public async Task<SweepEstimate> EstimateAsync(SweepSpec spec, CancellationToken cancellation = default)
    {
        IReadOnlyList<SweepSummary> sweeps = await ListAsync(cancellation);
        return await Task.Run(() => _estimator.EstimateAsync(spec, _options.Threads, sweeps, cancellation), cancellation);
    }

    /// <inheritdoc/>
    /// <exception cref="StorageFullException">There is no room left in the store.</exception>
    /// <exception cref="DamagedSweepException">A sweep of this id exists, but its spec is damaged.</exception>
    public async Task<SweepSummary> SubmitAsync(SweepSpec spec, string? id = null, CancellationToken cancellation = default)
    {
        SweepSubmission.Check(spec, id);
        TrainerOffer[] offered = [.. _options.Trainers.Select(TrainerOffer.Of)];
        if (spec.Trainer == TrainerChoice.Auto)
        {
            SweepDefinition? before = id is null ? null : await _stored.DefinitionAsync(id, cancellation);
            spec = TrainerChoice.Resolve(spec, before?.Spec.Trainer, offered);
        }
        ITrainer trainer = TrainerOf(spec.Trainer);
        TrainerChoice.Check(spec, offered);
        await _submitting.WaitAsync(cancellation);
        try
        {
            // Simulating, reading and hashing take seconds: not on the caller's thread.
            return await Task.Run(() => SubmitAsync(spec, id, trainer, cancellation), cancellation);
        }
        finally
        {
            Interlocked.Increment(ref _listChanges); // a listing that began before is not kept
            _submitting.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<SweepSummary> ExtendAsync(string id, SweepExtension extension, CancellationToken cancellation = default)
    {
        await _submitting.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => ExtendCoreAsync(id, extension, cancellation), cancellation);
        }
        finally
        {
            Interlocked.Increment(ref _listChanges);
            _submitting.Release();
        }
    }

    /// <summary>Goes on with a sweep as it was submitted, from the store alone.</summary>
    /// <exception cref="SweepNotFoundException">There is no sweep of this id.</exception>
    /// <exception cref="SweepMismatchException">Its trainer has another numerics version now.</exception>
    public async Task<SweepSummary> ResumeAsync(string id, CancellationToken cancellation = default)
    {
        SweepDefinition definition = await _stored.DefinitionAsync(id, cancellation) ?? throw new SweepNotFoundException(id);
        return await SubmitAsync(definition.Spec with
        {
            Data = new DataSpec { Source = DataSources.Stored, Sha256 = definition.Dataset.Sha256 }
        }, id, cancellation);
    }

    /// <summary>
    /// Goes on with every sweep that was interrupted, for a server that starts again. One that cannot go on is left as it is.
    /// </summary>
    /// <returns>For each of those sweeps its id and, when it could not go on, why.</returns>
    public async Task<IReadOnlyList<(string Id, string Failure)>> ResumeInterruptedAsync(CancellationToken cancellation = default)
    {
        List<(string, string)> resumed = [];
        foreach (SweepSummary sweep in (await _stored.ListAsync(cancellation)).Reverse()
            .Where(sweep => sweep.Status == SweepStatus.Interrupted))
        {
            string failure = "";
            try
            {
                await ResumeAsync(sweep.Id, cancellation);
            }
            catch (Exception e) when (e is SweepMismatchException or InvalidSpecException or DamagedSweepException or IOException)
            {
                failure = e.Message;
            }
            resumed.Add((sweep.Id, failure));
        }
        return resumed;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SweepSummary>> ListAsync(CancellationToken cancellation = default)
    {
        // Which sweeps are stored, and what of those that are not held here, changes by submission and removal alone; the rest is held.
        long changes = Interlocked.Read(ref _listChanges);
        if (_listed is not { } listed || listed.Changes != changes || _options.Clock.GetElapsedTime(listed.At) > ListKept)
            _listed = listed = new StoredList(changes, _options.Clock.GetTimestamp(), await _stored.ListAsync(cancellation));
        return [.. listed.Sweeps.Select(summary => _running.Summary(summary.Id) ?? summary)];
    }

    /// <inheritdoc/>
    public async Task<SweepVersion?> VersionAsync(string id, CancellationToken cancellation = default) =>
        _running.Version(id) ?? await _stored.VersionAsync(id, cancellation);

    /// <inheritdoc/>
    public async Task<SweepSnapshot?> GetAsync(string id, CancellationToken cancellation = default) =>
        _running.Snapshot(id) ?? await _stored.GetAsync(id, cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<SweepUpdate> WatchAsync(
        string id, long after = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        if (_running.Find(id) is { } sweep)
        {
            await foreach (SweepUpdate update in _running.WatchAsync(sweep, after, cancellation)) yield return update;
            yield break;
        }
        SweepSnapshot snapshot = await _stored.GetAsync(id, cancellation) ?? throw new SweepNotFoundException(id);
        yield return new SweepUpdate(snapshot.Sequence, snapshot, snapshot.Summary, [], null);
    }

    /// <inheritdoc/>
    public async Task CancelAsync(string id, CancellationToken cancellation = default)
    {
        if (_running.Find(id) is not { } sweep)
        {
            if (await _stored.DefinitionAsync(id, cancellation) is null) throw new SweepNotFoundException(id);
            return;
        }
        if (_running.IsRunning(id)) await _history.AddAsync(id, SweepHistory.Cancelled(_options.Clock.GetUtcNow().UtcDateTime));
        await _running.StopAsync(sweep, SweepStatus.Cancelled, "Cancelled; what was done is kept. Run it again to go on.");
        await sweep.Ended.Task.WaitAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task<SweepResults> ResultsAsync(string id, CancellationToken cancellation = default) =>
        _running.Find(id) is { } sweep ? _running.Results(sweep).Results : await _stored.ResultsAsync(id, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<HistoryEntry>> HistoryAsync(string id, CancellationToken cancellation = default) =>
        _history.ReadAsync(id, cancellation);

    /// <inheritdoc/>
    public async Task<SweepReport> ReportAsync(string id, CancellationToken cancellation = default)
    {
        if (_running.Find(id) is not { } sweep) return await Task.Run(() => _stored.ReportAsync(id, cancellation), cancellation);
        (SweepResults results, IReadOnlyList<(string, WorkResult)> stored) = _running.Results(sweep);
        // Reads every artifact: not on the caller's thread.
        return await Task.Run(() => _stored.ReportAsync(sweep.Definition, results, stored, cancellation), cancellation);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string id, CancellationToken cancellation = default)
    {
        await _submitting.WaitAsync(cancellation); // so that nobody starts it meanwhile
        try
        {
            if (_running.IsRunning(id)) throw new SweepRunningException(id);
            if (!SweepPaths.IsId(id)) throw new SweepNotFoundException(id);
            List<string> paths = [];
            await foreach (string path in _store.ListAsync(SweepPaths.Sweep(id), cancellation)) paths.Add(path);
            if (!paths.Contains(SweepPaths.Definition(id))) throw new SweepNotFoundException(id); // a damaged one is there
            List<string> uses = []; // looked for by name: a damaged spec does not say of which dataset
            await foreach (string path in _store.ListAsync(SweepPaths.AllUses, cancellation))
                if (path.EndsWith("/" + id, StringComparison.Ordinal)) uses.Add(path);
            // The spec goes last: until then a half-deleted sweep can be seen and deleted again.
            foreach (string path in paths.OrderBy(path => path == SweepPaths.Definition(id)))
                await _store.DeleteAsync(path, CancellationToken.None);
            foreach (string use in uses) await _store.DeleteAsync(use, CancellationToken.None);
            _running.Forget(id);
        }
        finally
        {
            Interlocked.Increment(ref _listChanges);
            _submitting.Release();
        }
    }

    /// <summary>Stops running sweeps after saving their checkpoints. They are left interrupted and can be resumed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!await _running.StopAllAsync()) return;
        await _threads.Ended;
        await _running.DisposeAsync();
        _lock?.Dispose();
    }

    private async Task<SweepSummary> SubmitAsync(SweepSpec spec, string? id, ITrainer trainer, CancellationToken cancellation)
    {
        DatasetArtifact data = await _datasets.LoadAsync(spec.Data, cancellation);
        SweepDefinition definition =
            SweepSubmission.Define(spec, id, data, trainer.NumericsVersion, _options.Clock.GetUtcNow().UtcDateTime);

        SweepDefinition? stored = await _stored.DefinitionAsync(definition.Id, cancellation);
        if (stored is not null)
        {
            if (SweepSubmission.MismatchOf(definition, stored) is { Length: > 0 } mismatch) throw new SweepMismatchException(mismatch);
            definition = stored;
        }
        if (_running.IsRunning(definition.Id)) return _running.Summary(definition.Id)!;

        await _datasets.StoreAsync(data, cancellation);
        if (!await _store.TryCreateAsync(SweepPaths.Definition(definition.Id), SealedJson.Seal(definition), cancellation) && id is null)
            throw new SweepInUseException($"A sweep '{definition.Id}' came up at the same moment; submit again.");
        await _history.AddAsync(
            definition.Id, SweepHistory.Submitted(definition, stored is null, _options.Clock.GetUtcNow().UtcDateTime));
        return await BeginAsync(definition, data, trainer, cancellation);
    }

    private async Task<SweepSummary> ExtendCoreAsync(string id, SweepExtension extension, CancellationToken cancellation)
    {
        SweepDefinition stored = await _stored.DefinitionAsync(id, cancellation) ?? throw new SweepNotFoundException(id);
        DatasetArtifact data = await _stored.DatasetAsync(stored, cancellation);
        SweepDefinition extended = SweepSubmission.Extend(stored, extension, data.Data, _options.Clock.GetUtcNow().UtcDateTime);
        ITrainer trainer = TrainerOf(extended.Spec.Trainer);
        TrainerChoice.Check(extended.Spec, [.. _options.Trainers.Select(TrainerOffer.Of)]);
        if (SweepSubmission.MismatchOf(extended with { NumericsVersion = trainer.NumericsVersion }, extended) is { Length: > 0 } mismatch)
            throw new SweepMismatchException(mismatch);
        if (_running.IsRunning(id) && _running.Find(id) is { } running)
        {
            if (extended == stored) return _running.Summary(id)!;
            await _running.StopAsync(running, SweepStatus.Interrupted, "It is being extended and goes on at once.");
            await running.Ended.Task;
        }
        // From here on it is the extended sweep, whatever happens: going on with it does what is new.
        if (extended != stored) await _store.WriteAsync(SweepPaths.Definition(id), SealedJson.Seal(extended), CancellationToken.None);
        await _history.AddAsync(id, extended != stored ? SweepHistory.Extended(stored, extended)
            : SweepHistory.Submitted(stored, isNew: false, _options.Clock.GetUtcNow().UtcDateTime));
        return await BeginAsync(extended, data, trainer, CancellationToken.None);
    }

    private async Task<SweepSummary> BeginAsync(
        SweepDefinition definition, DatasetArtifact data, ITrainer trainer, CancellationToken cancellation)
    {
        await _store.TryCreateAsync(SweepPaths.Use(definition.Dataset.Sha256, definition.Id), default, cancellation);
        await ThisMachine.RecordAsync(_store, definition.Id, _options.Work.Host);

        StoredProgress progress = await StoredProgress.ReadAsync(
            _store, definition, verifyArtifacts: true, withTimings: true, cancellation);
        await RemoveSpentCheckpointsAsync(definition.Id, progress.State);
        await _store.DeleteAsync(SweepPaths.Ending(definition.Id), cancellation);
        await _store.DeleteAsync(SweepPaths.Failures(definition.Id), cancellation); // those are tried again

        WorkRunner runner = new(definition, data.Data, _store, trainer, _options.Work);
        Interlocked.Increment(ref _listChanges); // beginning it may let go of one that ended
        ActiveSweep sweep = new(definition, progress, runner, _options.Clock);
        sweep.Note(HistoryKind.Started, string.Create(CultureInfo.InvariantCulture,
            $"{sweep.State.Finished} of {sweep.State.Opened} work items are finished; threads: {_options.Threads}."));
        return await _running.BeginAsync(sweep);
    }

    /// <summary>A process killed between storing a result and deleting its checkpoint leaves one behind.</summary>
    private async Task RemoveSpentCheckpointsAsync(string id, SweepState state)
    {
        for (int i = 0; i < state.Plan.Items.Count; i++)
            if (state.StatusOf(i) is WorkStatus.Done or WorkStatus.Failed)
                await _store.DeleteAsync(SweepPaths.Checkpoint(id, state.Plan.Items[i].Id));
    }

    private ITrainer TrainerOf(string name)
    {
        string[] known = [.. _options.Trainers.Select(trainer => trainer.Name)];
        return _options.Trainers.FirstOrDefault(trainer => trainer.Name == name)
            ?? throw new InvalidSpecException(
                "trainer",
                $"trainer: there is no trainer '{name}' here{NearestName.Hint(name, known)} Known: {string.Join(", ", known)}, or "
                    + $"{TrainerChoice.Auto}.{TrainerChoice.WhereIs(name)}");
    }

    private sealed record StoredList(long Changes, long At, IReadOnlyList<SweepSummary> Sweeps);
}
