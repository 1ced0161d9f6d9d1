using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Sweeps.Service;

/// <summary>
/// Estimates how long a sweep still takes: unfinished items of each kind times the mean time of finished ones. A kind of which none
/// is finished yet is judged by its number of multiplications beside the others'.
/// </summary>
internal sealed class TimeLeft
{
    private readonly Dictionary<string, Kind> _kinds = [];
    private readonly SweepPlan _plan;

    public TimeLeft(SweepDefinition definition, SweepPlan plan)
    {
        _plan = plan;
        foreach (WorkItem item in plan.Items)
        {
            string key = KeyOf(item);
            if (!_kinds.TryGetValue(key, out Kind? kind))
                _kinds.Add(key, kind = new Kind(CostOf(item, definition)));
            kind.Left++;
        }
    }

    /// <summary>An item needs no more work.</summary>
    /// <param name="item">Its index.</param>
    /// <param name="seconds">Time of a whole run; null when unknown or resumed.</param>
    public void Finished(int item, double? seconds)
    {
        Kind kind = KindOf(item);
        kind.Left--;
        if (seconds is not { } time) return;
        kind.Seconds += time;
        kind.Timed++;
    }

    /// <summary>A finished item is done again.</summary>
    public void Reopened(int item) => KindOf(item).Left++;

    /// <summary>Seconds until the end; null while no item's time is known.</summary>
    /// <param name="threads">Trainings at once.</param>
    /// <param name="runningFor">Seconds since each running item started.</param>
    public double? Estimate(double threads, IEnumerable<(int Item, double Seconds)> runningFor)
    {
        double timedCost = 0, timedSeconds = 0, total = 0;
        foreach (Kind kind in _kinds.Values)
        {
            timedCost += kind.Timed * kind.Cost;
            timedSeconds += kind.Seconds;
        }
        if (timedCost <= 0) return null;
        foreach (Kind kind in _kinds.Values) total += kind.Left * Mean(kind);
        foreach ((int item, double seconds) in runningFor) total -= Math.Min(seconds, 0.95 * Mean(KindOf(item)));
        return Math.Max(0, total) / Math.Max(1, threads);

        double Mean(Kind kind) => kind.Timed > 0 ? kind.Seconds / kind.Timed : kind.Cost * timedSeconds / timedCost;
    }

    private Kind KindOf(int item) => _kinds[KeyOf(_plan.Items[item])];

    /// <summary>Multiplications for each training spectrum, relative to other kinds.</summary>
    private static double CostOf(WorkItem item, SweepDefinition definition)
    {
        // An epoch's multiplications alone: epochs to the end are alike, and a calibration has one.
        const double fewPasses = 0.01; // instead of hundreds of epochs
        SweepSpec spec = definition.Spec;
        int channels = definition.Facts.Wavelengths.Count, targets = definition.Facts.Targets.Count;
        double network = ModelCatalog.Mlp.Cost(spec, channels, targets);
        switch (item.Kind)
        {
            case WorkKind.Generator:
                return StrategyCatalog.Generator(item.Generator).Cost(spec, channels, targets);
            case WorkKind.SyntheticSet:
                double generator = StrategyCatalog.Get(item.Strategy) is IGeneratorStrategy drawn
                    ? drawn.Generator.Cost(spec, channels, targets) : network;
                return fewPasses * (generator + targets * network);
            case WorkKind.Trust:
                return fewPasses * network;
            case WorkKind.Search or WorkKind.SearchBatch:
                return fewPasses * SearchSpec.Of(spec).Cost(channels);
            default:
                IModelFamily family = ModelCatalog.Get(item.Model);
                double once = family.Cost(spec, channels, targets) * (family.Networks.Count > 0 ? 1 : fewPasses);
                return (item.Strategy == StrategyCatalog.Reference.Slug ? 1 : 2) * once;
        }
    }

    /// <summary>Items of one kind take about as long: reference and augmented cells of each family, generators, sets, trust.</summary>
    private static string KeyOf(WorkItem item) =>
        $"{item.Kind} {item.Model} {(item.Strategy == StrategyCatalog.Reference.Slug ? "" : "augmented")}";

    private sealed class Kind(double cost)
    {
        public double Cost { get; } = cost; // relative

        public double Seconds { get; set; }

        public int Timed { get; set; }

        public int Left { get; set; }
    }
}
