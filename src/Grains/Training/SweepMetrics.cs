using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using IonSweep.Grains.Training;
using IonSweep.Sweeps.Planning;

namespace IonSweep.Grains.Training;

/// <summary>Metrics and traces of sweeps, for whatever listens to the meter and activity source <see cref="Name"/>.</summary>
public static class SweepMetrics
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "IonSweep";

    private static readonly Meter Meter = new(Name);
    private static readonly ActivitySource Activities = new(Name);
    private static readonly ConcurrentDictionary<SiloTrainingQueue, byte> Queues = new();

    private static readonly Counter<long> Started = Meter.CreateCounter<long>(
        "ionsweep.work.started", "{item}", "Work items that a silo accepted.");
    private static readonly Counter<long> Finished = Meter.CreateCounter<long>(
        "ionsweep.work.finished", "{item}", "Work items whose result is stored.");
    private static readonly Counter<long> Failed = Meter.CreateCounter<long>(
        "ionsweep.work.failed", "{item}", "Work items that failed for a reason of their own.");
    private static readonly Counter<long> Redispatched = Meter.CreateCounter<long>(
        "ionsweep.work.redispatched", "{item}", "Work items sent out again, by reason.");
    private static readonly Counter<long> Epochs = Meter.CreateCounter<long>("ionsweep.epochs", "{epoch}", "Epochs trained.");
    private static readonly Histogram<double> Waiting = Meter.CreateHistogram<double>(
        "ionsweep.work.waiting", "s", "Time from acceptance to a free slot.");
    private static readonly Histogram<double> Working = Meter.CreateHistogram<double>(
        "ionsweep.work.duration", "s", "Time in a slot, storage included.");

    static SweepMetrics()
    {
        Meter.CreateObservableGauge("ionsweep.queue.waiting", () => Queues.Keys.Sum(queue => queue.Load.Waiting), "{item}",
            "Work items waiting for a slot of this silo.");
        Meter.CreateObservableGauge("ionsweep.queue.running", () => Queues.Keys.Sum(queue => queue.Load.Running), "{item}",
            "Work items in slots of this silo.");
        Meter.CreateObservableGauge("ionsweep.queue.slots", () => Queues.Keys.Sum(queue => queue.Load.Slots), "{slot}",
            "Training slots of this silo.");
    }

    internal static void Observe(SiloTrainingQueue queue) => Queues.TryAdd(queue, 0);

    internal static void Forget(SiloTrainingQueue queue) => Queues.TryRemove(queue, out _);

    internal static Activity? StartWork(string sweep, WorkItem item) =>
        Activities.StartActivity($"work {item.Kind}")?.SetTag("ionsweep.sweep", sweep).SetTag("ionsweep.item", item.Id);

    internal static void Waited(WorkKind kind, TimeSpan time) => Waiting.Record(time.TotalSeconds, Tag(kind));

    internal static void Worked(WorkKind kind, TimeSpan time) => Working.Record(time.TotalSeconds, Tag(kind));

    internal static void EpochTrained(WorkKind kind) => Epochs.Add(1, Tag(kind));

    internal static void WorkStarted(WorkKind kind) => Started.Add(1, Tag(kind));

    internal static void WorkFinished(WorkKind kind) => Finished.Add(1, Tag(kind));

    internal static void WorkFailed(WorkKind kind) => Failed.Add(1, Tag(kind));

    internal static void WorkRedispatched(WorkKind kind, string reason) =>
        Redispatched.Add(1, Tag(kind), new KeyValuePair<string, object?>("reason", reason));

    private static KeyValuePair<string, object?> Tag(WorkKind kind) => new("kind", kind switch
    {
        WorkKind.Cell => "cell",
        WorkKind.Generator => "generator",
        WorkKind.Group => "group",
        WorkKind.Trust => "trust",
        _ => "synthetic-set",
    });
}
