using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using IonSweep.Spectra;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;

namespace IonSweep.Web.Tests;

/// <summary>A service whose sweeps advance only when a test says so: for what the HTTP layer does with updates, not for training.</summary>
public sealed class ScriptedSweepService : ISweepService
{
    private readonly ConcurrentDictionary<string, Sweep> _sweeps = new();

    /// <summary>Datasets stored, by hash.</summary>
    public ConcurrentDictionary<string, SpectralDataset> Datasets { get; } = new();

    /// <summary>Questions for the list that still find nobody who could answer.</summary>
    public int Unavailable;

    /// <summary>Times that somebody began to watch.</summary>
    public int Watches;

    /// <summary>Times that somebody asked for a snapshot, or for results.</summary>
    public int Snapshots, ResultSets;

    /// <summary>Whether sweeps have versions. Default true.</summary>
    public bool HasVersions { get; init; } = true;

    /// <summary>Completes before results are given. Default at once.</summary>
    public Task ResultsGate { get; set; } = Task.CompletedTask;

    /// <summary>Specs that were submitted.</summary>
    public ConcurrentBag<SweepSpec> Submitted { get; } = [];

    /// <summary>What was asked to be added.</summary>
    public ConcurrentBag<(string Id, SweepExtension Extension)> Extensions { get; } = [];

    /// <summary>Work items of new sweeps. Default <see cref="Items"/>.</summary>
    public IReadOnlyList<string> Work { get; init; } = Items;

    /// <summary>What results and report are made of. Default a sample of two folds and targets.</summary>
    public Lazy<SweepReport> Report { get; init; } = new(() => SampleReport.Create(2, 20, 2, 50));

    /// <summary>Work items of every sweep, unless others are asked for.</summary>
    public static IReadOnlyList<string> Items { get; } = ["cells/0/zn2/e", "folds/0/vae", "folds/0/vae/vae-n", "cells/0/zn2/vae-n"];

    /// <summary>What trains. Default one that does nothing.</summary>
    public IReadOnlyList<Machine> Machines { get; set; } = [new Machine { Name = "scripted", Slots = 2, Trainers = ["cpu"] }];

    /// <summary>Times that somebody asked for the machines.</summary>
    public int MachineLists;

    /// <summary>Models in memory.</summary>
    public IStoredModels Models { get; init; } = new StoredModels(new MemoryArtifactStore(), TimeProvider.System);

    public Task<string> StoreDatasetAsync(SpectralDataset dataset, CancellationToken cancellation = default)
    {
        string sha256 = DatasetArtifact.Of(dataset).Sha256;
        Datasets[sha256] = dataset;
        return Task.FromResult(sha256);
    }

    public Task<SpectralDataset?> DatasetAsync(string sha256, CancellationToken cancellation = default) =>
        Task.FromResult(Datasets.GetValueOrDefault(sha256));

    public async Task<IReadOnlyList<DatasetSummary>> ListDatasetsAsync(CancellationToken cancellation = default)
    {
        IReadOnlyList<SweepSummary> sweeps = await ListAsync(cancellation);
        return
        [
            .. Datasets.Select(one => DatasetSummary.Of(one.Key, one.Value) with
            {
                Sweeps = [.. sweeps.Where(sweep => sweep.Dataset.Sha256 == one.Key).Select(sweep => sweep.Id)],
            }),
        ];
    }

    public Task DeleteDatasetAsync(string sha256, CancellationToken cancellation = default) =>
        Datasets.TryRemove(sha256, out _) ? Task.CompletedTask : throw new DatasetNotFoundException(sha256);

    public Task<IReadOnlyList<Machine>> MachinesAsync(CancellationToken cancellation = default)
    {
        Interlocked.Increment(ref MachineLists);
        return Task.FromResult(Machines);
    }

    public Task<SweepEstimate> EstimateAsync(SweepSpec spec, CancellationToken cancellation = default)
    {
        SpecValidator.Validate(spec);
        if (spec.Data.Source == DataSources.Stored)
            SpecResolver.Resolve(spec, Datasets.GetValueOrDefault(spec.Data.Sha256)
                ?? throw new InvalidSpecException("data.sha256", $"data.sha256: there is no dataset {spec.Data.Sha256}."));
        return Task.FromResult(new SweepEstimate(spec.Folds * spec.Models.Count, spec.Folds * 10, 75, "from a script"));
    }

    public Task<SweepSummary> SubmitAsync(SweepSpec spec, string? id = null, CancellationToken cancellation = default)
    {
        SpecValidator.Validate(spec);
        Submitted.Add(spec);
        id ??= $"sweep-{_sweeps.Count + 1}";
        Sweep sweep = _sweeps.GetOrAdd(id, key => new Sweep(key, spec, Work));
        if (sweep.Snapshot.Spec.Seed != spec.Seed)
            throw new SweepMismatchException($"Sweep '{id}' has seed {sweep.Snapshot.Spec.Seed}, not {spec.Seed}.");
        return Task.FromResult(sweep.Snapshot.Summary);
    }

    public Task<SweepSummary> ExtendAsync(string id, SweepExtension extension, CancellationToken cancellation = default)
    {
        Extensions.Add((id, extension));
        return Task.FromResult(Find(id).Snapshot.Summary);
    }

    /// <summary>Changes one work item.</summary>
    public void Advance(string id, string item, WorkStatus status, WorkProgress? progress = null) =>
        _sweeps[id].Advance(item, status, progress);

    /// <summary>Ends a sweep.</summary>
    public void End(string id, SweepStatus status = SweepStatus.Completed) => _sweeps[id].End(status);

    public Task<IReadOnlyList<SweepSummary>> ListAsync(CancellationToken cancellation = default) =>
        Interlocked.Decrement(ref Unavailable) >= 0
        ? throw new SweepServiceUnavailableException("No silo can be reached.")
        : Task.FromResult<IReadOnlyList<SweepSummary>>(
            [.. _sweeps.Values.Select(sweep => sweep.Snapshot.Summary).OrderByDescending(summary => summary.CreatedUtc)]);

    public Task<SweepSnapshot?> GetAsync(string id, CancellationToken cancellation = default)
    {
        Interlocked.Increment(ref Snapshots);
        return Task.FromResult(_sweeps.TryGetValue(id, out Sweep? sweep) ? sweep.Snapshot : null);
    }

    public Task<SweepVersion?> VersionAsync(string id, CancellationToken cancellation = default) =>
        Task.FromResult(HasVersions && _sweeps.TryGetValue(id, out Sweep? sweep) ? sweep.Version : null);

    public async IAsyncEnumerable<SweepUpdate> WatchAsync(
        string id, long after = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        Interlocked.Increment(ref Watches);
        await foreach (SweepUpdate update in Find(id).WatchAsync(cancellation)) yield return update;
    }

    public Task CancelAsync(string id, CancellationToken cancellation = default)
    {
        if (Find(id).Snapshot.Summary.Status == SweepStatus.Running) End(id, SweepStatus.Cancelled);
        return Task.CompletedTask;
    }

    public async Task<SweepResults> ResultsAsync(string id, CancellationToken cancellation = default)
    {
        Interlocked.Increment(ref ResultSets);
        await ResultsGate;
        return Report.Value.Results with { Summary = Find(id).Snapshot.Summary };
    }

    public Task<IReadOnlyList<HistoryEntry>> HistoryAsync(string id, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<HistoryEntry>>(
            [new HistoryEntry(Find(id).Snapshot.Summary.CreatedUtc, HistoryKind.Submitted, "somebody", "")]);

    public Task<SweepReport> ReportAsync(string id, CancellationToken cancellation = default) =>
        Task.FromResult(Report.Value with { Results = Report.Value.Results with { Summary = Find(id).Snapshot.Summary } });

    public Task DeleteAsync(string id, CancellationToken cancellation = default)
    {
        if (Find(id).Snapshot.Summary.Status == SweepStatus.Running) throw new SweepRunningException(id);
        _sweeps.TryRemove(id, out _);
        return Task.CompletedTask;
    }

    private Sweep Find(string id) => _sweeps.TryGetValue(id, out Sweep? sweep) ? sweep : throw new SweepNotFoundException(id);

    private sealed class Sweep(string id, SweepSpec spec, IReadOnlyList<string> work)
    {
        private static long _runs;

        private readonly long _run = Interlocked.Increment(ref _runs);
        private long _states = 1;
        private readonly Lock _gate = new();
        private readonly List<Channel<SweepUpdate>> _watchers = [];

        public SweepSnapshot Snapshot { get; private set; } = new(
            1,
            new SweepSummary(id, SweepStatus.Running, new DatasetReference("scripted", new string('b', 64), true, "script"), "custom", "",
                DateTime.UnixEpoch, work.Count, 0, 0, ""),
            ReferenceEquals(work, Items) ? spec with { Targets = ["zn2"], Strategies = ["e", "vae-n"] } : spec,
            [.. work.Select(item => new WorkItemSnapshot(item, WorkStatus.Ready, null, null, ""))], null);

        public SweepVersion Version
        {
            get
            {
                lock (_gate) return new SweepVersion(_run, _states, Snapshot.Sequence);
            }
        }

        public void Advance(string item, WorkStatus status, WorkProgress? progress)
        {
            lock (_gate)
            {
                if (Snapshot.Items.Single(old => old.Id == item).Status != status) _states = Snapshot.Sequence + 1;
                CellResult? result = status == WorkStatus.Done && item.StartsWith("cells", StringComparison.Ordinal)
                    ? new CellResult { Fold = 0, Target = "zn2", Strategy = item[(item.LastIndexOf('/') + 1)..], Mae = 0.0123 }
                    : null;
                WorkItemSnapshot changed = new(item, status, progress, result,
                    status == WorkStatus.Failed ? "The training loss became NaN in epoch 3." : "");
                WorkItemSnapshot[] items = [.. Snapshot.Items.Select(old => old.Id == item ? changed : old)];
                Snapshot = Snapshot with
                {
                    Sequence = Snapshot.Sequence + 1,
                    Items = items,
                    Summary = Snapshot.Summary with
                    {
                        Finished = items.Count(one => one.Status is WorkStatus.Done or WorkStatus.Failed),
                        Failed = items.Count(one => one.Status == WorkStatus.Failed),
                    },
                };
                Send(new SweepUpdate(Snapshot.Sequence, null, Snapshot.Summary, [changed], 12));
            }
        }

        public void End(SweepStatus status)
        {
            lock (_gate)
            {
                _states = Snapshot.Sequence + 1;
                Snapshot = Snapshot with { Sequence = Snapshot.Sequence + 1, Summary = Snapshot.Summary with { Status = status } };
                Send(new SweepUpdate(Snapshot.Sequence, null, Snapshot.Summary, [], 0));
                foreach (Channel<SweepUpdate> watcher in _watchers) watcher.Writer.TryComplete();
                _watchers.Clear();
            }
        }

        public async IAsyncEnumerable<SweepUpdate> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
        {
            Channel<SweepUpdate> channel = Channel.CreateUnbounded<SweepUpdate>();
            lock (_gate)
            {
                channel.Writer.TryWrite(new SweepUpdate(Snapshot.Sequence, Snapshot, Snapshot.Summary, [], null));
                if (Snapshot.Summary.Status == SweepStatus.Running) _watchers.Add(channel);
                else channel.Writer.TryComplete();
            }
            await foreach (SweepUpdate update in channel.Reader.ReadAllAsync(cancellation)) yield return update;
        }

        private void Send(SweepUpdate update)
        {
            foreach (Channel<SweepUpdate> watcher in _watchers) watcher.Writer.TryWrite(update);
        }
    }
}
