using System.Collections.Concurrent;
using System.Globalization;
using CsvHelper;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Sweeps.Service;

/// <summary>
/// Says what a spec comes to before it starts. Times are those of the same kind of work in finished sweeps of the store, scaled by
/// multiplications, spectra and epochs; of kinds that none has done, from the speed at which this machine trains a network and what the
/// kinds cost beside that (docs/server.md, "How long a sweep takes").
/// </summary>
/// <param name="store">Holds datasets and sweeps.</param>
/// <param name="datasets">Brings the data of specs.</param>
public sealed class SweepEstimator(IArtifactStore store, DatasetLoader datasets)
{
    private const int MostSweeps = 8; // the latest tell enough

    private readonly StoredSweeps _stored = new(store);
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, Pace>> _known = new(); // of sweeps that ended
    private readonly WeakReference<DatasetArtifact> _last = new(null!); // who chooses asks again and again about the same data
    private DataSpec? _lastSpec;

    /// <summary>Checks a spec against its data and estimates its work.</summary>
    /// <param name="spec">As it would be submitted.</param>
    /// <param name="slots">Trainings at once.</param>
    /// <param name="sweeps">All sweeps of the store, newest first.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InvalidSpecException">The spec is unusable, by itself or with its data.</exception>
    public async Task<SweepEstimate> EstimateAsync(
        SweepSpec spec, int slots, IReadOnlyList<SweepSummary> sweeps, CancellationToken cancellation = default)
    {
        SweepSubmission.Check(spec, null);
        SweepDefinition definition = SweepSubmission.Define(
            spec, "estimate", await DataAsync(spec.Data, cancellation), numericsVersion: 0, DateTime.UnixEpoch);
        int folds = definition.Spec.FirstFolds ?? definition.Spec.Folds;
        WorkItem[] items = [.. definition.Plan().Items.Where(item => item.Fold < folds)];
        (IReadOnlyDictionary<string, Pace> paces, int from) = await PacesAsync(definition.Spec.Trainer, sweeps, cancellation);

        double total = 0, longest = 0;
        int told = 0;
        foreach (WorkItem item in items)
        {
            double work = WorkCost.Of(item, definition) * definition.Facts.Rows;
            double usual = WorkCost.HasEpochs(item) ? UsualEpochs(item, definition) : 1;
            bool known = paces.TryGetValue(WorkCost.KindOf(item), out Pace? pace) && pace.Tells(work * usual);
            work *= WorkCost.HasEpochs(item) && known && pace!.Rule == Rule(item, definition.Spec) ? pace.Epochs : usual;
            double seconds = work / (known ? pace!.Speed : UsualSpeed(item));
            total += seconds;
            longest = Math.Max(longest, seconds);
            if (known) told++;
        }
        string basis = told == 0 ? "from the speed of this machine and the usual number of epochs"
            : $"from the times of {(from == 1 ? "a finished sweep" : $"{from} finished sweeps")}"
                + (told < items.Length ? " and, for what none of them did, the speed of this machine" : "");
        if (definition.Spec.FirstFolds is not null)
            basis += string.Create(CultureInfo.InvariantCulture, $"; for the first {folds} folds of at most {definition.Spec.Folds}");
        return new SweepEstimate(items.Sum(item => Cells(item, definition.Spec)), items.Length,
            Math.Max(total / Math.Max(1, slots), longest), basis);
    }

    private async Task<DatasetArtifact> DataAsync(DataSpec spec, CancellationToken cancellation)
    {
        if (_lastSpec == spec && _last.TryGetTarget(out DatasetArtifact? kept)) return kept;
        DatasetArtifact data = await datasets.LoadAsync(spec, cancellation);
        _last.SetTarget(data);
        _lastSpec = spec;
        return data;
    }

    private static int Cells(WorkItem item, SweepSpec spec) => item.Kind switch
    {
        WorkKind.Cell => item.LabellingOnly ? 0 : 1,
        WorkKind.MultiTarget => item.Strategy == StrategyCatalog.Reference.Slug ? spec.Targets.Count : spec.AugmentedTargets.Count,
        _ => 0,
    };

    /// <summary>What ends a training: sweeps with the same have about as many epochs.</summary>
    private static (int Patience, int Cap) Rule(WorkItem item, SweepSpec spec) => item.Kind == WorkKind.Generator
        ? (spec.Generator.Patience, spec.Generator.EpochCap)
        : item.Model.StartsWith("cnn", StringComparison.Ordinal) ? (spec.Multitask.Patience, spec.Multitask.EpochCap)
        : (spec.Regression.Patience, spec.Regression.EpochCap);

    // Fitted to trainings of 56 to 2,620 spectra: few batches an epoch need more epochs.
    private static double UsualEpochs(WorkItem item, SweepDefinition definition)
    {
        (int patience, int cap) = Rule(item, definition.Spec);
        double batches = Math.Max(1, definition.Facts.Rows * 0.7 / definition.Spec.Regression.BatchSize);
        return Math.Min(cap, patience * (5 + 7 / batches));
    }

    // Beside a network's training; medians of sweeps on 80 to 936 spectra, of which docs/server.md tells.
    private static double UsualSpeed(WorkItem item) => MachineSpeed.Multiplications * item.Kind switch
    {
        WorkKind.Generator => 1,
        WorkKind.Search or WorkKind.SearchBatch => 1e-5,
        WorkKind.SyntheticSet => StrategyCatalog.Get(item.Strategy) is IGeneratorStrategy ? 5e-3 : 1e-4,
        WorkKind.Trust => 1e-4,
        _ => WorkCost.HasEpochs(item) ? 0.7
            : StrategyCatalog.Get(item.Strategy) is IChoosingStrategy ? 5e-6 : 1e-4,
    };

    private async Task<(IReadOnlyDictionary<string, Pace> Paces, int Sweeps)> PacesAsync(
        string trainer, IReadOnlyList<SweepSummary> sweeps, CancellationToken cancellation)
    {
        Dictionary<string, Pace> paces = [];
        int from = 0;
        foreach (SweepSummary sweep in sweeps.Where(
            sweep => sweep.Status is SweepStatus.Completed or SweepStatus.CompletedWithFailures).Take(MostSweeps))
        {
            if (await OfSweepAsync(sweep, trainer, cancellation) is not { Count: > 0 } own) continue;
            from++;
            foreach ((string kind, Pace pace) in own) paces.TryAdd(kind, pace); // the latest tells
        }
        return (paces, from);
    }

    private async Task<IReadOnlyDictionary<string, Pace>> OfSweepAsync(
        SweepSummary sweep, string trainer, CancellationToken cancellation)
    {
        string key = string.Create(CultureInfo.InvariantCulture, $"{sweep.Id} {sweep.CreatedUtc.Ticks} {sweep.Finished} {trainer}");
        if (_known.TryGetValue(key, out IReadOnlyDictionary<string, Pace>? known)) return known;
        try
        {
            if (await _stored.DefinitionAsync(sweep.Id, cancellation) is not { } definition || definition.Spec.Trainer != trainer
                || await store.ReadIfPossibleAsync(SweepPaths.TimingsCsv(sweep.Id), cancellation) is not { } timings)
                return _known[key] = new Dictionary<string, Pace>();
            return _known[key] = Read(definition, timings);
        }
        catch (DamagedSweepException)
        {
            return new Dictionary<string, Pace>();
        }
    }

    private static Dictionary<string, Pace> Read(SweepDefinition definition, byte[] timings)
    {
        SweepPlan plan = definition.Plan();
        Dictionary<string, (double Work, double Seconds, double Epochs, int Items, WorkItem Item)> sums = [];
        using MemoryStream stream = new(timings);
        using CsvReader csv = CsvReader.Create(stream, new CsvReaderOptions { HasHeader = true });
        bool tellsReuse = timings.AsSpan().IndexOf("reused_from"u8) >= 0; // programs before 0.2.0 did not
        while (csv.Read())
        {
            if (plan.IndexOf(csv.GetString("work_item")) is not (>= 0 and var index) || csv.GetString("resumed") == "true"
                || (tellsReuse && csv.GetString("reused_from").Length > 0)) continue;
            WorkItem item = plan.Items[index];
            double seconds = double.Parse(csv.GetString("seconds"), CultureInfo.InvariantCulture);
            double epochs = Math.Max(1, int.Parse(csv.GetString("epochs"), CultureInfo.InvariantCulture));
            string kind = WorkCost.KindOf(item);
            (double work, double sum, double all, int items, _) = sums.GetValueOrDefault(kind);
            work += WorkCost.Of(item, definition) * definition.Facts.Rows * epochs;
            sums[kind] = (work, sum + seconds, all + epochs, items + 1, item);
        }
        return sums.Where(one => one.Value is { Work: > 0, Seconds: > 0 }).ToDictionary(one => one.Key, one => new Pace(
            one.Value.Work / one.Value.Seconds, one.Value.Epochs / one.Value.Items, Rule(one.Value.Item, definition.Spec),
            one.Value.Work / one.Value.Items));
    }

    /// <summary>How fast a kind of work went.</summary>
    /// <param name="Speed">Multiplications a second.</param>
    /// <param name="Epochs">Mean number of epochs; 1 for what has none.</param>
    /// <param name="Rule">What ended its trainings.</param>
    /// <param name="Work">Mean multiplications of a work item.</param>
    private sealed record Pace(double Speed, double Epochs, (int Patience, int Cap) Rule, double Work)
    {
        private const double Overhead = 1; // seconds; of shorter items much is reading, writing and, on a busy machine, waiting
        private const int MuchLarger = 4;

        /// <summary>Whether it says how long an item of so many multiplications takes: tiny ones tell of tiny ones alone.</summary>
        public bool Tells(double work) => Work / Speed >= Overhead || work <= MuchLarger * Work;
    }
}
