using System.Globalization;
using System.Runtime.CompilerServices;
using IonSweep.Grains.Interfaces;
using IonSweep.Spectra;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Grains;

/// <summary>
/// Runs sweeps on an Orleans cluster. Data and reports go between this process and the artifact store directly; silos get ids.
/// </summary>
public sealed class ClusterSweepService(IGrainFactory grains, IArtifactStore store, TimeProvider clock) : ISweepService
{
    private static readonly TimeSpan CancelWait = TimeSpan.FromSeconds(30), CancelPoll = TimeSpan.FromMilliseconds(200);

    private readonly DatasetLoader _datasets = new(store, allowFiles: false);
    private readonly StoredDatasets _storedDatasets = new(store);
    private readonly SweepEstimator _estimator = new(store, new DatasetLoader(store, allowFiles: false));
    private readonly StoredSweeps _stored = new(store);
    private readonly SweepHistory _history = new(store);
    private readonly ClusterCalls _calls = new(clock);

    private ISweepDirectoryGrain Directory => grains.GetGrain<ISweepDirectoryGrain>(ISweepDirectoryGrain.Key);

    /// <inheritdoc/>
    public IStoredModels Models { get; } = new StoredModels(store, clock);

    /// <inheritdoc/>
    public Task<string> StoreDatasetAsync(SpectralDataset dataset, CancellationToken cancellation = default) => Task.Run(
        async () =>
        {
            DatasetArtifact artifact = DatasetArtifact.Of(dataset);
            await StoreAsync(artifact, cancellation);
            return artifact.Sha256;
        },
        cancellation);

    /// <inheritdoc/>
    public async Task<SpectralDataset?> DatasetAsync(string sha256, CancellationToken cancellation = default) =>
        SweepPaths.IsSha256(sha256) ? (await _datasets.FetchAsync(sha256, cancellation))?.Data : null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DatasetSummary>> ListDatasetsAsync(CancellationToken cancellation = default) =>
        await _storedDatasets.ListAsync(await ListAsync(cancellation), cancellation);

    /// <inheritdoc/>
    public async Task DeleteDatasetAsync(string sha256, CancellationToken cancellation = default) =>
        await _storedDatasets.DeleteAsync(sha256, await ListAsync(cancellation), cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Machine>> MachinesAsync(CancellationToken cancellation = default) =>
        _calls.AskAsync(grains.GetGrain<IMachinesGrain>(IMachinesGrain.Key).ListAsync, cancellation);

    /// <inheritdoc/>
    public async Task<SweepEstimate> EstimateAsync(SweepSpec spec, CancellationToken cancellation = default)
    {
        int slots = await _calls.AskAsync(Directory.SlotsAsync, cancellation);
        IReadOnlyList<SweepSummary> sweeps = await ListAsync(cancellation);
        return await Task.Run(() => _estimator.EstimateAsync(spec, slots, sweeps, cancellation), cancellation);
    }

    /// <inheritdoc/>
    public async Task<SweepSummary> SubmitAsync(SweepSpec spec, string? id = null, CancellationToken cancellation = default)
    {
        SweepSubmission.Check(spec, id);
        // Simulating and hashing take seconds: not on the caller's thread.
        (SweepDefinition definition, DatasetArtifact data) = await Task.Run(() => DefineAsync(spec, id, cancellation), cancellation);
        bool isNew = id is null || await _stored.DefinitionAsync(id, cancellation) is null;
        bool runs = !isNew && await _stored.EndingAsync(definition.Id, cancellation) is null;
        SubmitAnswer answer = await _calls.AskAsync(
            () => grains.GetGrain<ISweepGrain>(definition.Id).SubmitAsync(definition), cancellation);
        if (answer.Invalid.Length > 0) throw new InvalidSpecException("trainer", $"trainer: {answer.Invalid}");
        if (answer.Damaged.Length > 0) throw new DamagedSweepException(definition.Id, answer.Damaged);
        if (answer.Summary is not { } summary) throw new SweepMismatchException(answer.Mismatch);
        if (!runs) await _history.AddAsync(definition.Id, SweepHistory.Submitted(definition, isNew, definition.CreatedUtc));
        // Somebody may have deleted it before it was noted that this sweep uses it; from now on nobody can.
        if (!await store.ExistsAsync(SweepPaths.Dataset(data.Sha256), cancellation)) await _datasets.StoreAsync(data, cancellation);
        return summary;
    }

    /// <inheritdoc/>
    public async Task<SweepSummary> ExtendAsync(string id, SweepExtension extension, CancellationToken cancellation = default)
    {
        SweepDefinition stored = await _stored.DefinitionAsync(id, cancellation) ?? throw new SweepNotFoundException(id);
        SweepDefinition extended = await Task.Run(
            async () => SweepSubmission.Extend(
                stored, extension, (await _stored.DatasetAsync(stored, cancellation)).Data, clock.GetUtcNow().UtcDateTime),
            cancellation);
        SubmitAnswer answer = await _calls.AskAsync(() => grains.GetGrain<ISweepGrain>(id).ExtendAsync(extended), cancellation);
        if (answer.Invalid.Length > 0) throw new InvalidSpecException("models", $"models: {answer.Invalid}");
        if (answer.Damaged.Length > 0) throw new DamagedSweepException(id, answer.Damaged);
        if (answer.Mismatch.Length > 0) throw new SweepMismatchException(answer.Mismatch);
        if (extended.Version != stored.Version) await _history.AddAsync(id, SweepHistory.Extended(stored, extended));
        return answer.Summary ?? throw new SweepNotFoundException(id);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SweepSummary>> ListAsync(CancellationToken cancellation = default) =>
        _calls.AskAsync(Directory.ListAsync, cancellation);

    /// <inheritdoc/>
    public async Task<SweepSnapshot?> GetAsync(string id, CancellationToken cancellation = default) =>
        SweepPaths.IsId(id) ? await _calls.AskAsync(grains.GetGrain<ISweepGrain>(id).GetAsync, cancellation)
            ?? await NoneAsync<SweepSnapshot>(id, cancellation) : null;

    /// <inheritdoc/>
    public async Task<SweepVersion?> VersionAsync(string id, CancellationToken cancellation = default) =>
        SweepPaths.IsId(id) ? await _calls.AskAsync(grains.GetGrain<ISweepGrain>(id).VersionAsync, cancellation)
            ?? await NoneAsync<SweepVersion>(id, cancellation) : null;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SweepUpdate> WatchAsync(
        string id, long after = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ISweepGrain sweep = Find(id);
        await SummaryAsync(id, cancellation);
        // Whatever goes wrong, its coordinator moves to another silo.
        await foreach (SweepUpdate update in FeedWatch.OverAsync(
            seen => sweep.WatchAsync(seen, cancellation), (_, _, _) => true, after, clock, cancellation))
        {
            yield return update;
            if (IsEnded(update.Summary)) yield break;
        }
    }

    /// <inheritdoc/>
    public async Task CancelAsync(string id, CancellationToken cancellation = default)
    {
        ISweepGrain sweep = Find(id);
        if (await _calls.AskAsync(sweep.SummaryAsync, cancellation) is { Status: SweepStatus.Running })
            await _history.AddAsync(id, SweepHistory.Cancelled(clock.GetUtcNow().UtcDateTime));
        if (!await _calls.AskAsync(sweep.CancelAsync, cancellation))
        {
            await SummaryAsync(id, cancellation);
            return;
        }
        long start = clock.GetTimestamp();
        while (await _calls.AskAsync(sweep.SummaryAsync, cancellation) is { Status: SweepStatus.Running }
            && clock.GetElapsedTime(start) < CancelWait)
            await Task.Delay(CancelPoll, clock, cancellation);
    }

    /// <inheritdoc/>
    public async Task<SweepResults> ResultsAsync(string id, CancellationToken cancellation = default) =>
        await _calls.AskAsync(Find(id).ResultsAsync, cancellation) ?? await NoneAsync<SweepResults>(id, cancellation)
            ?? throw new SweepNotFoundException(id);

    /// <inheritdoc/>
    public Task<IReadOnlyList<HistoryEntry>> HistoryAsync(string id, CancellationToken cancellation = default) =>
        SweepPaths.IsId(id) ? _history.ReadAsync(id, cancellation) : throw new SweepNotFoundException(id);

    /// <inheritdoc/>
    public async Task<SweepReport> ReportAsync(string id, CancellationToken cancellation = default)
    {
        SweepSummary summary = await SummaryAsync(id, cancellation);
        SweepReport report = await Task.Run(() => _stored.ReportAsync(id, cancellation), cancellation);
        return IsEnded(summary) ? report : report with { Results = report.Results with { Summary = summary } };
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string id, CancellationToken cancellation = default)
    {
        DeleteAnswer answer = await _calls.AskAsync(Find(id).DeleteAsync, cancellation);
        if (answer == DeleteAnswer.NotFound) throw new SweepNotFoundException(id);
        if (answer == DeleteAnswer.Running) throw new SweepRunningException(id);
    }

    /// <summary>The sweep in one line; it is there and its spec is whole.</summary>
    private async Task<SweepSummary> SummaryAsync(string id, CancellationToken cancellation) =>
        await _calls.AskAsync(Find(id).SummaryAsync, cancellation) switch
        {
            null => throw new SweepNotFoundException(id),
            { Status: SweepStatus.Damaged } damaged => throw new DamagedSweepException(id, damaged.Reason),
            { } summary => summary,
        };

    /// <summary>Nothing is known of a sweep: null when there is none of this id.</summary>
    /// <exception cref="DamagedSweepException">There is one.</exception>
    private async Task<T?> NoneAsync<T>(string id, CancellationToken cancellation) where T : class =>
        await _calls.AskAsync(Find(id).SummaryAsync, cancellation) is { Status: SweepStatus.Damaged } damaged
            ? throw new DamagedSweepException(id, damaged.Reason) : null;

    private async Task<(SweepDefinition Definition, DatasetArtifact Data)> DefineAsync(
        SweepSpec spec, string? id, CancellationToken cancellation)
    {
        DatasetArtifact data = await _datasets.LoadAsync(spec.Data, cancellation);
        // Silos know their trainers' numerics version.
        SweepDefinition definition = SweepSubmission.Define(spec, id, data, numericsVersion: 0, clock.GetUtcNow().UtcDateTime);
        await StoreAsync(data, cancellation);
        return (definition, data);
    }

    private async Task StoreAsync(DatasetArtifact data, CancellationToken cancellation)
    {
        await _calls.AskAsync(() => Directory.DatasetUsedAsync(data.Sha256)); // first: from now on it is not removed
        await _datasets.StoreAsync(data, cancellation);
    }

    private ISweepGrain Find(string id) => SweepPaths.IsId(id) ? grains.GetGrain<ISweepGrain>(id) : throw new SweepNotFoundException(id);

    private static bool IsEnded(SweepSummary summary) => summary.Status != SweepStatus.Running;
}
