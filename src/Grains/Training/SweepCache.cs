using IonSweep.Learning.Training;
using IonSweep.Spectra;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Grains.Training;

/// <summary>
/// What a silo needs of a sweep to work on it, fetched once: the dataset is shared by all sweeps that use it. Keeps what was used
/// last; others of the same sweep wait for the first.
/// </summary>
public sealed class SweepCache(IArtifactStore store, IEnumerable<ITrainer> trainers, WorkRunnerOptions options)
{
    private const int SweepsKept = 16;

    private readonly Lock _gate = new();
    private readonly LinkedList<Entry> _sweeps = []; // most recently used first
    private readonly SemaphoreSlim _fetching = new(1);
    private readonly Dictionary<string, WeakReference<SpectralDataset>> _datasets = [];

    /// <summary>Does the work items of a sweep.</summary>
    /// <param name="sweep">Its id.</param>
    /// <param name="submitted">Version of its definition; another sweep may have had its id before.</param>
    /// <exception cref="IOException">Spec or dataset cannot be read, are missing or damaged.</exception>
    public async Task<WorkRunner> RunnerOfAsync(string sweep, long submitted)
    {
        Entry entry;
        lock (_gate)
        {
            LinkedListNode<Entry>? node = _sweeps.First;
            while (node is not null && (node.Value.Sweep != sweep || node.Value.Submitted != submitted)) node = node.Next;
            if (node is null) node = new LinkedListNode<Entry>(new Entry(sweep, submitted));
            else _sweeps.Remove(node);
            _sweeps.AddFirst(node);
            if (_sweeps.Count > SweepsKept) _sweeps.RemoveLast();
            entry = node.Value;
        }
        Task<WorkRunner> runner;
        lock (entry)
        {
            if (entry.Runner is null or { IsFaulted: true }) entry.Runner = Task.Run(() => LoadAsync(sweep, submitted));
            runner = entry.Runner;
        }
        return await runner;
    }

    private async Task<WorkRunner> LoadAsync(string sweep, long submitted)
    {
        byte[] spec = await ReadAsync(SweepPaths.Definition(sweep));
        SweepDefinition definition = SealedJson.Open<SweepDefinition>(spec)
            ?? throw new IOException($"'{SweepPaths.Definition(sweep)}' is damaged; submit the sweep again.");
        if (definition.Version != submitted) throw new IOException($"Sweep '{sweep}' was removed and submitted anew meanwhile.");
        ITrainer trainer = trainers.FirstOrDefault(trainer => trainer.Name == definition.Spec.Trainer)
            ?? throw new IOException($"This silo has no trainer '{definition.Spec.Trainer}'.");
        if (trainer.NumericsVersion != definition.NumericsVersion)
            throw new IOException(FormattableString.Invariant(
                $"This silo's trainer '{trainer.Name}' has numerics version {trainer.NumericsVersion}; ")
                + FormattableString.Invariant($"the sweep was begun with {definition.NumericsVersion}."));
        await ThisMachine.RecordAsync(store, sweep, options.Host);
        return new WorkRunner(definition, await DatasetAsync(definition.Dataset.Sha256), store, trainer, options);
    }

    private async Task<SpectralDataset> DatasetAsync(string sha256)
    {
        await _fetching.WaitAsync(); // two sweeps of one dataset fetch it once
        try
        {
            if (_datasets.TryGetValue(sha256, out WeakReference<SpectralDataset>? known)
                && known.TryGetTarget(out SpectralDataset? dataset)) return dataset;
            string path = SweepPaths.Dataset(sha256);
            dataset = DatasetArtifact.Read(await ReadAsync(path), path, sha256).Data;
            _datasets[sha256] = new WeakReference<SpectralDataset>(dataset);
            return dataset;
        }
        catch (DamagedArtifactException e)
        {
            throw new IOException(e.Message, e);
        }
        finally
        {
            _fetching.Release();
        }
    }

    private async Task<byte[]> ReadAsync(string path) => await store.ReadAsync(path) ?? throw new IOException($"'{path}' is missing.");

    private sealed class Entry(string sweep, long submitted)
    {
        public string Sweep => sweep;

        public long Submitted => submitted;

        public Task<WorkRunner>? Runner { get; set; }
    }
}
