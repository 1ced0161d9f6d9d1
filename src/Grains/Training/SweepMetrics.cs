using System.Diagnostics;
using System.Diagnostics.Metrics;
using IonSweep.Sweeps.Planning;

namespace IonSweep.Grains.Training;

/// <summary>Metrics and traces of sweeps, for whatever listens to the meter and activity source <see cref="Name"/>.</summary>
public sealed class SweepMetrics
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "IonSweep";

    private static readonly ActivitySource Activities = new(Name);

    private readonly Counter<long> _started, _finished, _failed, _redispatched, _epochs;
    private readonly Histogram<double> _waiting, _working;
    private SiloTrainingQueue? _queue;

    /// <param name="meters">Makes the meter.</param>
    public SweepMetrics(IMeterFactory meters)
    {
        Meter meter = meters.Create(Name);
        _started = meter.CreateCounter<long>("ionsweep.work.started", "{item}", "Work items that a silo accepted.");
        _finished = meter.CreateCounter<long>("ionsweep.work.finished", "{item}", "Work items whose result is stored.");
        _failed = meter.CreateCounter<long>("ionsweep.work.failed", "{item}", "Work items that failed for a reason of their own.");
        _redispatched = meter.CreateCounter<long>("ionsweep.work.redispatched", "{item}", "Work items sent out again, by reason.");
        _epochs = meter.CreateCounter<long>("ionsweep.epochs", "{epoch}", "Epochs trained.");
        _waiting = meter.CreateHistogram<double>("ionsweep.work.waiting", "s", "Time from acceptance to a free slot.");
        _working = meter.CreateHistogram<double>("ionsweep.work.duration", "s", "Time in a slot, storage included.");
        meter.CreateObservableGauge("ionsweep.queue.waiting", () => _queue?.Load.Waiting ?? 0, "{item}",
            "Work items waiting for a slot of this silo.");
        meter.CreateObservableGauge("ionsweep.queue.running", () => _queue?.Load.Running ?? 0, "{item}",
            "Work items in slots of this silo.");
        meter.CreateObservableGauge("ionsweep.queue.slots", () => _queue?.Load.Slots ?? 0, "{slot}", "Training slots of this silo.");
    }

    internal void Observe(SiloTrainingQueue queue) => _queue = queue;

    internal static Activity? StartWork(string sweep, WorkItem item) =>
        Activities.StartActivity($"work {item.Kind}")?.SetTag("ionsweep.sweep", sweep).SetTag("ionsweep.item", item.Id);

    internal void Waited(WorkKind kind, TimeSpan time) => _waiting.Record(time.TotalSeconds, Tag(kind));

    internal void Worked(WorkKind kind, TimeSpan time) => _working.Record(time.TotalSeconds, Tag(kind));

    internal void EpochTrained(WorkKind kind) => _epochs.Add(1, Tag(kind));

    internal void WorkStarted(WorkKind kind) => _started.Add(1, Tag(kind));

    internal void WorkFinished(WorkKind kind) => _finished.Add(1, Tag(kind));

    internal void WorkFailed(WorkKind kind) => _failed.Add(1, Tag(kind));

    internal void WorkRedispatched(WorkKind kind, string reason) =>
        _redispatched.Add(1, Tag(kind), new KeyValuePair<string, object?>("reason", reason));

    private static KeyValuePair<string, object?> Tag(WorkKind kind) => new("kind", kind switch
    {
        WorkKind.Cell => "cell",
        WorkKind.Generator => "generator",
        WorkKind.MultiTarget => "group",
        WorkKind.Trust => "trust",
        WorkKind.Search or WorkKind.SearchBatch => "search",
        _ => "synthetic-set",
    });
}
