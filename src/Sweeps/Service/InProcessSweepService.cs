using System.Globalization;
using System.Runtime.CompilerServices;
using IonSweep.Learning.Training;
using IonSweep.Spectra;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Planning;
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
    private const int EndedKept = 16; // sweeps whose watchers may still ask for the last updates

    private readonly IArtifactStore _store;
    private readonly InProcessOptions _options;
    private readonly IDisposable? _lock;
    private readonly StoredSweeps _stored;
    private readonly DatasetLoader _datasets;
    private readonly SemaphoreSlim _submitting = new(1, 1);
    private readonly List<Thread> _workers = [];

    private readonly object _gate = new(); // guards everything below and every ActiveSweep
    private readonly List<ActiveSweep> _sweeps = []; // in the order of submission; ended ones are kept for a while
    private readonly ITimer _publishing;
    private int _turn;
    private bool _publishScheduled;
    private bool _disposed;

    /// <param name="store">Holds datasets, sweeps and checkpoints. No other process may run sweeps on it.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="folderLock">Released when this service is disposed.</param>
    public InProcessSweepService(IArtifactStore store, InProcessOptions? options = null, IDisposable? folderLock = null)
    {
        _store = store;
        _options = options ?? new InProcessOptions();
        _lock = folderLock;
        _stored = new StoredSweeps(store);
        _datasets = new DatasetLoader(store, _options.AllowFiles);
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Threads, 1, nameof(options));
        _publishing = _options.Clock.CreateTimer(_ => Publish(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        for (int i = 0; i < _options.Threads; i++)
        {
            Thread worker = new(Work) { IsBackground = true, Name = $"trainer {i}" };
            _workers.Add(worker);
            worker.Start();
        }
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
    public async Task<string> StoreDatasetAsync(SpectralDataset dataset, CancellationToken cancellation = default)
    {
        DatasetArtifact artifact = DatasetArtifact.Of(dataset);
        await _datasets.StoreAsync(artifact, cancellation);
        return artifact.Sha256;
    }

    /// <inheritdoc/>
    /// <exception cref="StorageFullException">There is no room left in the store.</exception>
    /// <exception cref="DamagedArtifactException">A sweep of this id exists, but its spec was truncated or altered.</exception>
    public async Task<SweepSummary> SubmitAsync(SweepSpec spec, string? id = null, CancellationToken cancellation = default)
    {
        if (id is not null && !SweepPaths.IsId(id))
            throw new InvalidSpecException("id", $"id: '{id}' is no sweep id; expected 1 to 63 lower-case letters, digits and hyphens that begin with a letter or digit.");
        SpecValidator.Validate(spec);
        ITrainer trainer = TrainerOf(spec.Trainer);
        await _submitting.WaitAsync(cancellation);
        try
        {
            // Simulating, reading and hashing take seconds: not on the caller's thread.
            return await Task.Run(() => SubmitAsync(spec, id, trainer, cancellation), cancellation);
        }
        finally
        {
            _submitting.Release();
        }
    }

    /// <summary>Goes on with a sweep as it was submitted, from the store alone.</summary>
    /// <exception cref="SweepNotFoundException">There is no sweep of this id.</exception>
    /// <exception cref="SweepMismatchException">Its trainer has another numerics version now.</exception>
    public async Task<SweepSummary> ResumeAsync(string id, CancellationToken cancellation = default)
    {
        SweepDefinition definition = await _stored.DefinitionAsync(id, cancellation) ?? throw new SweepNotFoundException(id);
        return await SubmitAsync(definition.Spec with { Data = new DataSpec { Source = DataSources.Stored, Sha256 = definition.Dataset.Sha256 } }, id, cancellation);
    }

    /// <summary>Goes on with every sweep that was interrupted, for a server that starts again. One that cannot go on is left as it is.</summary>
    /// <returns>For each of those sweeps its id and, when it could not go on, why.</returns>
    public async Task<IReadOnlyList<(string Id, string Failure)>> ResumeInterruptedAsync(CancellationToken cancellation = default)
    {
        List<(string, string)> resumed = [];
        foreach (SweepSummary sweep in (await _stored.ListAsync(cancellation)).Reverse().Where(sweep => sweep.Status == SweepStatus.Interrupted))
        {
            string failure = "";
            try
            {
                await ResumeAsync(sweep.Id, cancellation);
            }
            catch (Exception e) when (e is SweepMismatchException or InvalidSpecException or DamagedArtifactException or StorageFullException)
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
        IReadOnlyList<SweepSummary> stored = await _stored.ListAsync(cancellation);
        lock (_gate) return [.. stored.Select(summary => Find(summary.Id)?.Summary() ?? summary)];
    }

    /// <inheritdoc/>
    public async Task<SweepSnapshot?> GetAsync(string id, CancellationToken cancellation = default)
    {
        lock (_gate)
            if (Find(id) is { } sweep) return sweep.Snapshot(Share());
        return await _stored.GetAsync(id, cancellation);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SweepUpdate> WatchAsync(string id, long after = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ActiveSweep? sweep;
        lock (_gate) sweep = Find(id);
        if (sweep is null)
        {
            SweepSnapshot snapshot = await _stored.GetAsync(id, cancellation) ?? throw new SweepNotFoundException(id);
            yield return new SweepUpdate(snapshot.Sequence, snapshot, snapshot.Summary, [], null);
            yield break;
        }
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

    /// <inheritdoc/>
    public async Task CancelAsync(string id, CancellationToken cancellation = default)
    {
        ActiveSweep? sweep;
        lock (_gate) sweep = Find(id);
        if (sweep is null)
        {
            if (await _stored.DefinitionAsync(id, cancellation) is null) throw new SweepNotFoundException(id);
            return;
        }
        Stop(sweep, SweepStatus.Cancelled, "Cancelled; what was done is kept. Run it again to go on.");
        await sweep.Ended.Task.WaitAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task<SweepResults> ResultsAsync(string id, CancellationToken cancellation = default)
    {
        lock (_gate)
            if (Find(id) is { } sweep) return SweepResultsBuilder.Build(sweep.Definition, sweep.State, i => sweep.Results[i], sweep.Summary());
        return await _stored.ResultsAsync(id, cancellation);
    }

    /// <inheritdoc/>
    public async Task<SweepReport> ReportAsync(string id, CancellationToken cancellation = default)
    {
        SweepDefinition definition;
        SweepResults results;
        IReadOnlyList<(string, WorkResult)> stored;
        lock (_gate)
        {
            if (Find(id) is not { } sweep) (definition, results, stored) = (null!, null!, []);
            else
                (definition, results, stored) = (sweep.Definition, SweepResultsBuilder.Build(sweep.Definition, sweep.State, i => sweep.Results[i], sweep.Summary()),
                    StoredSweeps.Stored(sweep.State.Plan, sweep.Results));
        }
        // Reads every artifact: not on the caller's thread, and not under the lock.
        return await Task.Run(() => definition is null ? _stored.ReportAsync(id, cancellation) : _stored.ReportAsync(definition, results, stored, cancellation), cancellation);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string id, CancellationToken cancellation = default)
    {
        await _submitting.WaitAsync(cancellation); // so that nobody starts it meanwhile
        try
        {
            lock (_gate)
            {
                if (Find(id) is { Ending: null }) throw new InvalidOperationException($"Sweep '{id}' is running; cancel it first.");
            }
            if (!SweepPaths.IsId(id) || !await _store.ExistsAsync(SweepPaths.Definition(id), cancellation)) throw new SweepNotFoundException(id);
            List<string> paths = [];
            await foreach (string path in _store.ListAsync(SweepPaths.Sweep(id), cancellation)) paths.Add(path);
            // The spec goes last: until then a half-deleted sweep can be seen and deleted again.
            foreach (string path in paths.OrderBy(path => path == SweepPaths.Definition(id))) await _store.DeleteAsync(path, CancellationToken.None);
            lock (_gate) _sweeps.RemoveAll(sweep => sweep.Definition.Id == id);
        }
        finally
        {
            _submitting.Release();
        }
    }

    /// <summary>Stops running sweeps after saving their checkpoints. They are left interrupted and can be resumed.</summary>
    public async ValueTask DisposeAsync()
    {
        List<ActiveSweep> running;
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true; // a submission under way notices
            running = [.. _sweeps.Where(sweep => sweep.Ending is null)];
        }
        foreach (ActiveSweep sweep in running) Stop(sweep, SweepStatus.Interrupted, "The process that ran it was stopped. Run it again to go on.");
        foreach (ActiveSweep sweep in running) await sweep.Ended.Task;
        lock (_gate) Monitor.PulseAll(_gate);
        await Task.Run(() => _workers.ForEach(worker => worker.Join()));
        await _publishing.DisposeAsync();
        _lock?.Dispose();
    }

    private async Task<SweepSummary> SubmitAsync(SweepSpec spec, string? id, ITrainer trainer, CancellationToken cancellation)
    {
        DatasetArtifact data = await _datasets.LoadAsync(spec.Data, cancellation);
        DateTime now = _options.Clock.GetUtcNow().UtcDateTime;
        SweepDefinition definition = new()
        {
            Id = id ?? NewId(spec, now),
            Spec = SpecResolver.Resolve(spec, data.Data),
            Dataset = new DatasetReference(data.Data.Name, data.Sha256, data.Data.Origin.IsSimulated, data.Data.Origin.Description),
            Facts = SweepDefinition.FactsOf(data.Data),
            NumericsVersion = trainer.NumericsVersion,
            CreatedUtc = now,
        };

        if (await _stored.DefinitionAsync(definition.Id, cancellation) is { } stored)
        {
            IReadOnlyList<string> differences = definition.DifferencesTo(stored);
            if (differences.Count > 0)
                throw new SweepMismatchException($"Sweep '{stored.Id}' was started differently: {string.Join("; ", differences)}. Start this one under another id or in another folder, or delete that one.");
            definition = stored;
        }
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (Find(definition.Id) is { Ending: null } running) return running.Summary();
        }

        await _datasets.StoreAsync(data, cancellation);
        if (!await _store.TryCreateAsync(SweepPaths.Definition(definition.Id), SealedJson.Seal(definition), cancellation) && id is null)
            throw new InvalidOperationException($"A sweep '{definition.Id}' came up at the same moment; submit again.");
        await ThisMachine.RecordAsync(_store, definition.Id, _options.Work.Host);

        SweepPlan plan = definition.Plan();
        WorkStore work = new(_store, definition.Id);
        (SweepState state, WorkResult?[] results) = StoredSweeps.Rebuild(plan, work, verifyArtifacts: true, cancellation);
        WorkTiming?[] timings = [.. results.Select((result, i) => result is null ? null : work.Timing(plan.Items[i].Id))];
        await RemoveSpentCheckpointsAsync(definition.Id, state);
        await _store.DeleteAsync(SweepPaths.Ending(definition.Id), cancellation);
        await _store.DeleteAsync(SweepPaths.Failures(definition.Id), cancellation); // those are tried again

        WorkRunner runner = new(definition, data.Data, _store, trainer, _options.Work);
        ActiveSweep sweep = new(definition, state, results, timings, runner, _options.Clock);
        bool over;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _sweeps.RemoveAll(other => other.Definition.Id == definition.Id);
            foreach (ActiveSweep old in _sweeps.Where(other => other.Ending is not null).SkipLast(EndedKept).ToList()) _sweeps.Remove(old);
            _sweeps.Add(sweep);
            over = ClaimEnding(sweep);
            Monitor.PulseAll(_gate);
        }
        if (over) Finish(sweep);
        lock (_gate) return sweep.Summary();
    }

    /// <summary>A process killed between storing a result and deleting its checkpoint leaves one behind.</summary>
    private async Task RemoveSpentCheckpointsAsync(string id, SweepState state)
    {
        for (int i = 0; i < state.Plan.Items.Count; i++)
            if (state.StatusOf(i) is WorkStatus.Done or WorkStatus.Failed) await _store.DeleteAsync(SweepPaths.Checkpoint(id, state.Plan.Items[i].Id));
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
                    if (_disposed) return;
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

    private void Stop(ActiveSweep sweep, SweepStatus status, string reason)
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
                Timings = [.. sweep.State.Plan.Items.Where((_, i) => sweep.Results[i] is not null).Select(item => work.Timing(item.Id)).OfType<WorkTiming>()],
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
        if (_publishScheduled || _disposed) return;
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

    private ActiveSweep? Find(string id) => _sweeps.Find(sweep => sweep.Definition.Id == id);

    private ITrainer TrainerOf(string name)
    {
        string[] known = [.. _options.Trainers.Select(trainer => trainer.Name)];
        return _options.Trainers.FirstOrDefault(trainer => trainer.Name == name)
            ?? throw new InvalidSpecException("trainer", $"trainer: there is no trainer '{name}' here{NearestName.Hint(name, known)} Known: {string.Join(", ", known)}.");
    }

    private static string NewId(SweepSpec spec, DateTime now) => string.Create(CultureInfo.InvariantCulture,
        $"{now:yyyyMMdd-HHmmss}-{spec.Preset}-{Guid.NewGuid().ToString("N")[..4]}");
}
