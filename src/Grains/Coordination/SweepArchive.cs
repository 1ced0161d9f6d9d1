using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Grains.Coordination;

/// <summary>A coordinator's side of the artifact store: definition, results and ending of one sweep.</summary>
internal sealed class SweepArchive(IArtifactStore store, string sweep)
{
    private const int AtOnce = 16;

    private readonly StoredSweeps _stored = new(store);

    /// <inheritdoc cref="StoredSweeps.DefinitionAsync"/>
    public Task<SweepDefinition?> DefinitionAsync() => _stored.DefinitionAsync(sweep, CancellationToken.None);

    /// <summary>Stores the definition of a new sweep.</summary>
    /// <returns>False when another one was stored at the same moment.</returns>
    public async Task<bool> CreateAsync(SweepDefinition definition)
    {
        bool created = await store.TryCreateAsync(SweepPaths.Definition(sweep), SealedJson.Seal(definition));
        await UsesAsync(definition);
        return created;
    }

    /// <summary>Stores the definition of a sweep that is extended.</summary>
    public async Task ReplaceAsync(SweepDefinition extended)
    {
        await store.WriteAsync(SweepPaths.Definition(sweep), SealedJson.Seal(extended));
        await UsesAsync(extended);
    }

    /// <summary>How the sweep ended; null while it runs.</summary>
    public Task<SweepSummary?> EndingAsync() => _stored.EndingAsync(sweep, CancellationToken.None);

    /// <summary>Says that it is to stop, before anything is stopped: whoever coordinates it next goes on stopping it.</summary>
    public Task CancelAsync() => store.WriteAsync(SweepPaths.Cancelled(sweep), default);

    /// <summary>Whether a coordinator was to stop it and did not get to the end of that.</summary>
    public Task<bool> IsCancelledAsync() => store.ExistsAsync(SweepPaths.Cancelled(sweep));

    /// <summary>Stores everything that a sweep leaves at its end.</summary>
    /// <param name="report">Spec, results and timings.</param>
    /// <param name="failures">Reasons, by id, of items that failed without a stored result.</param>
    public async Task EndAsync(SweepReport report, IReadOnlyDictionary<string, string> failures)
    {
        await SweepEnding.WriteAsync(store, report, failures);
        await store.DeleteAsync(SweepPaths.Cancelled(sweep));
    }

    /// <summary>Says that it runs; what failed without a stored result is tried again.</summary>
    public async Task ReopenAsync()
    {
        await store.DeleteAsync(SweepPaths.Cancelled(sweep));
        await store.DeleteAsync(SweepPaths.Ending(sweep));
        await store.DeleteAsync(SweepPaths.Failures(sweep));
    }

    /// <summary>Whether the dataset is there.</summary>
    public Task<bool> HasDatasetAsync(string sha256) => store.ExistsAsync(SweepPaths.Dataset(sha256));

    /// <summary>Stores the log of the results so far.</summary>
    public Task StoreLogAsync(byte[] log) => store.WriteAsync(SweepPaths.ResultsLog(sweep), log);

    /// <summary>Stores what happened.</summary>
    public Task AddHistoryAsync(IReadOnlyList<HistoryEntry> entries) => new SweepHistory(store).AddAsync(sweep, entries);

    /// <summary>State, results and timings: from the log or, without one, from what each work item left.</summary>
    public async Task<StoredProgress> RebuildAsync(SweepDefinition definition)
    {
        StoredProgress progress = ResultsLog.Read(await store.ReadIfPossibleAsync(SweepPaths.ResultsLog(sweep))) is { } log
            ? StoredProgress.Of(definition, log)
            : await StoredProgress.ReadAsync(store, definition, verifyArtifacts: false, withTimings: true, CancellationToken.None);
        progress.Add(await _stored.FailuresAsync(sweep, CancellationToken.None));
        return progress;
    }

    /// <summary>Removes everything; what makes it a sweep goes last, so that an interrupted removal can be repeated.</summary>
    public async Task DeleteAsync()
    {
        List<string> paths = [];
        await foreach (string path in store.ListAsync(SweepPaths.Sweep(sweep)))
            if (path != SweepPaths.Definition(sweep)) paths.Add(path);
        await Parallel.ForEachAsync(paths, new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (path, cancellation) => await store.DeleteAsync(path, cancellation));
        await foreach (string path in store.ListAsync(SweepPaths.AllUses))
            if (path.EndsWith("/" + sweep, StringComparison.Ordinal)) await store.DeleteAsync(path);
        await store.DeleteAsync(SweepPaths.Definition(sweep));
    }

    private Task UsesAsync(SweepDefinition definition) =>
        store.TryCreateAsync(SweepPaths.Use(definition.Dataset.Sha256, sweep), default);
}
