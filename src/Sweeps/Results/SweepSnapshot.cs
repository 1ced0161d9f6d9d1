using System.Text.Json.Serialization;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;

namespace IonSweep.Sweeps.Results;

/// <summary>A sweep in one line.</summary>
/// <param name="Id">Lower-case letters, digits and hyphens.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Dataset">Name, SHA-256 and origin of the data.</param>
/// <param name="Preset">Preset the spec started from.</param>
/// <param name="Shortened">Why it is a shortened protocol; empty for a full one.</param>
/// <param name="CreatedUtc">When it was first submitted.</param>
/// <param name="WorkItems">Work items in all.</param>
/// <param name="Finished">Those done, failed or blocked.</param>
/// <param name="Failed">Those failed or blocked.</param>
/// <param name="Reason">Why it was interrupted or, while it runs, why it waits; else empty.</param>
public sealed record SweepSummary(
    string Id, SweepStatus Status, DatasetReference Dataset, string Preset, string Shortened, DateTime CreatedUtc,
    int WorkItems, int Finished, int Failed, string Reason)
{
    /// <summary>Finished work items that were not done anew: done before an extension, or by another sweep with the same cells.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Reused { get; init; }
}

/// <summary>Which data a sweep uses.</summary>
/// <param name="Name">Short name.</param>
/// <param name="Sha256">Hash of the stored dataset, hexadecimal.</param>
/// <param name="IsSimulated">True when a simulator made it.</param>
/// <param name="Origin">The file's name, or simulator and seed.</param>
public sealed record DatasetReference(string Name, string Sha256, bool IsSimulated, string Origin);

/// <summary>Where a sweep and each of its work items stands.</summary>
/// <param name="Sequence">Number of the last change contained.</param>
/// <param name="Summary">The sweep in one line.</param>
/// <param name="Spec">What was submitted, resolved.</param>
/// <param name="Items">Every work item in plan order.</param>
/// <param name="SecondsLeft">Estimated seconds until the end; null while unknown.</param>
public sealed record SweepSnapshot(
    long Sequence, SweepSummary Summary, SweepSpec Spec, IReadOnlyList<WorkItemSnapshot> Items, double? SecondsLeft);

/// <summary>Where one work item stands.</summary>
/// <param name="Id">Work item.</param>
/// <param name="Status">Its state.</param>
/// <param name="Progress">Latest epoch of a running training; null otherwise.</param>
/// <param name="Result">Of a finished cell; null otherwise.</param>
/// <param name="Failure">Why it failed or what blocks it; else empty.</param>
public sealed record WorkItemSnapshot(string Id, WorkStatus Status, WorkProgress? Progress, CellResult? Result, string Failure);

/// <summary>How far a running training is.</summary>
/// <param name="Epoch">Epochs trained.</param>
/// <param name="TrainingLoss">Of that epoch, scaled units.</param>
/// <param name="ValidationLoss">After that epoch, scaled units.</param>
/// <param name="BestEpoch">Epoch of the lowest validation loss so far.</param>
/// <param name="BestValidationLoss">That loss.</param>
public sealed record WorkProgress(int Epoch, float TrainingLoss, float ValidationLoss, int BestEpoch, float BestValidationLoss);

/// <summary>One message to a watcher: either a snapshot or what changed since the message before.</summary>
/// <param name="Sequence">Rises with every message.</param>
/// <param name="Snapshot">The whole state; null in a delta.</param>
/// <param name="Summary">The sweep in one line; in every message.</param>
/// <param name="Changed">Work items that changed; empty beside a snapshot.</param>
/// <param name="SecondsLeft">Estimated seconds until the end; null while unknown.</param>
public sealed record SweepUpdate(
    long Sequence, SweepSnapshot? Snapshot, SweepSummary Summary, IReadOnlyList<WorkItemSnapshot> Changed, double? SecondsLeft);
