using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using Orleans;

namespace IonSweep.Grains.Interfaces;

/// <summary>Coordinates one sweep. Key: the sweep's id.</summary>
[Alias("ionsweep.ISweepGrain")]
public interface ISweepGrain : IGrainWithStringKey
{
    /// <summary>Starts the sweep, or goes on with it.</summary>
    /// <param name="definition">Its numerics version is not looked at: silos know their trainers' own.</param>
    [Alias("Submit"), ResponseTimeout("00:02:00")]
    Task<SubmitAnswer> SubmitAsync(SweepDefinition definition);

    /// <summary>Gives the sweep more folds, strategies or models and goes on with it.</summary>
    /// <param name="extended">What it is to be from now on; more than it is, and else the same.</param>
    /// <returns>Without summary, mismatch and the like when there is none of this id.</returns>
    [Alias("Extend"), ResponseTimeout("00:05:00")]
    Task<SubmitAnswer> ExtendAsync(SweepDefinition extended);

    /// <summary>The sweep in one line; null when there is none of this id.</summary>
    [Alias("Summary"), ResponseTimeout("00:02:00")]
    Task<SweepSummary?> SummaryAsync();

    /// <summary>Where the sweep stands; null when there is none of this id.</summary>
    [Alias("Get"), ResponseTimeout("00:02:00")]
    Task<SweepSnapshot?> GetAsync();

    /// <summary>The version of the sweep's state; null when there is none of this id.</summary>
    [Alias("Version"), ResponseTimeout("00:02:00")]
    Task<SweepVersion?> VersionAsync();

    /// <summary>
    /// A snapshot, or what came after a number that the watcher saw; then changes until the sweep ends. Empty when there is no such sweep.
    /// </summary>
    [Alias("Watch")]
    IAsyncEnumerable<SweepUpdate> WatchAsync(long after, CancellationToken cancellation = default);

    /// <summary>Stops the sweep's work after saving checkpoints.</summary>
    /// <returns>False when there is none of this id.</returns>
    [Alias("Cancel"), ResponseTimeout("00:02:00")]
    Task<bool> CancelAsync();

    /// <summary>Results so far; null when there is no such sweep.</summary>
    [Alias("Results"), ResponseTimeout("00:02:00")]
    Task<SweepResults?> ResultsAsync();

    /// <summary>Removes the sweep with its artifacts.</summary>
    [Alias("Delete"), ResponseTimeout("00:10:00")]
    Task<DeleteAnswer> DeleteAsync();

    /// <summary>A silo's run of a work item ended.</summary>
    [Alias("WorkEnded")]
    Task WorkEndedAsync(SiloAddress silo, WorkEnd end, TrainingLoad load);
}

/// <summary>What becomes of a submitted sweep: a summary, or why there is none.</summary>
/// <param name="Summary">It runs, or had ended completely before; null when it was refused.</param>
/// <param name="Mismatch">What differs from the sweep of this id that exists; empty when nothing does.</param>
/// <param name="Invalid">Why no silo can do it; empty when one can.</param>
/// <param name="Damaged">What is damaged of the sweep of this id that exists; empty when nothing is.</param>
[GenerateSerializer, Immutable, Alias("ionsweep.SubmitAnswer")]
public sealed record SubmitAnswer(
    [property: Id(0)] SweepSummary? Summary, [property: Id(1)] string Mismatch = "", [property: Id(2)] string Invalid = "",
    [property: Id(3)] string Damaged = "");

/// <summary>What becomes of a sweep that is to be removed.</summary>
public enum DeleteAnswer
{
    /// <summary>It is gone.</summary>
    Deleted,

    /// <summary>There is none of this id.</summary>
    NotFound,

    /// <summary>It is running and stays.</summary>
    Running,
}
