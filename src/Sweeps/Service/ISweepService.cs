using IonSweep.Spectra;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Service;

/// <summary>
/// Runs sweeps. Implemented in process, on an Orleans cluster and over HTTP; a caller cannot tell which but by where the
/// work runs.
/// </summary>
public interface ISweepService
{
    /// <summary>Stores a dataset; storing the same one again changes nothing.</summary>
    /// <returns>Its SHA-256, by which a spec refers to it.</returns>
    Task<string> StoreDatasetAsync(SpectralDataset dataset, CancellationToken cancellation = default);

    /// <summary>A stored dataset, or null when there is none of this SHA-256, or it is damaged.</summary>
    Task<SpectralDataset?> DatasetAsync(string sha256, CancellationToken cancellation = default);

    /// <summary>All stored datasets by name, each with the sweeps that use it; damaged ones say so.</summary>
    Task<IReadOnlyList<DatasetSummary>> ListDatasetsAsync(CancellationToken cancellation = default);

    /// <summary>Removes a dataset that no sweep uses.</summary>
    /// <exception cref="DatasetNotFoundException">There is none of this SHA-256.</exception>
    /// <exception cref="DatasetInUseException">Sweeps use it; says which.</exception>
    Task DeleteDatasetAsync(string sha256, CancellationToken cancellation = default);

    /// <summary>What trains, by name, each with what it does now.</summary>
    Task<IReadOnlyList<Machine>> MachinesAsync(CancellationToken cancellation = default);

    /// <summary>Models that left their sweeps.</summary>
    IStoredModels Models { get; }

    /// <summary>Checks a spec against its data and says what it comes to; nothing is stored or started.</summary>
    /// <exception cref="InvalidSpecException">The spec or its dataset is unusable; says which field and what was expected.</exception>
    Task<SweepEstimate> EstimateAsync(SweepSpec spec, CancellationToken cancellation = default);

    /// <summary>Starts a sweep, or goes on with the one of this id.</summary>
    /// <param name="spec">Validated against the dataset before anything starts.</param>
    /// <param name="id">Id to use; null makes one.</param>
    /// <param name="cancellation">Ends the wait for the answer, not the sweep.</param>
    /// <exception cref="InvalidSpecException">The spec or its dataset is unusable; says which field and what was expected.</exception>
    /// <exception cref="SweepMismatchException">A sweep of this id has another spec, dataset, trainer or numerics version.</exception>
    Task<SweepSummary> SubmitAsync(SweepSpec spec, string? id = null, CancellationToken cancellation = default);

    /// <summary>
    /// Gives a sweep more folds, strategies or models and goes on with it, running or ended; what it has done is kept. Without anything new
    /// it goes on as it is.
    /// </summary>
    /// <param name="id">The sweep.</param>
    /// <param name="extension">What it is to have beside what it has.</param>
    /// <param name="cancellation">Ends the wait for the answer, not the sweep.</param>
    /// <exception cref="InvalidSpecException">The extension is unusable; says which field and what was expected.</exception>
    /// <exception cref="SweepNotFoundException">There is no sweep of this id.</exception>
    /// <exception cref="SweepMismatchException">Its trainer has another numerics version now.</exception>
    Task<SweepSummary> ExtendAsync(string id, SweepExtension extension, CancellationToken cancellation = default);

    /// <summary>All sweeps, newest first.</summary>
    Task<IReadOnlyList<SweepSummary>> ListAsync(CancellationToken cancellation = default);

    /// <summary>Where a sweep stands, or null when there is none of this id.</summary>
    Task<SweepSnapshot?> GetAsync(string id, CancellationToken cancellation = default);

    /// <summary>
    /// The version of a sweep's state, at a small part of the cost of the state itself. Whatever is asked for after it holds at least
    /// that version. Null when there is none of this id, or when only the answers themselves tell: then they are not to be kept.
    /// </summary>
    Task<SweepVersion?> VersionAsync(string id, CancellationToken cancellation = default) => Task.FromResult<SweepVersion?>(null);

    /// <summary>
    /// First a full snapshot, then numbered changes until the sweep ends. A watcher that saw number n and asks again with
    /// <paramref name="after"/> = n misses nothing: it gets what came since, or a new snapshot.
    /// </summary>
    /// <exception cref="SweepNotFoundException">There is no sweep of this id.</exception>
    IAsyncEnumerable<SweepUpdate> WatchAsync(string id, long after = 0, CancellationToken cancellation = default);

    /// <summary>Stops a sweep's work after saving checkpoints; nothing is deleted and submitting it again goes on.</summary>
    /// <exception cref="SweepNotFoundException">There is no sweep of this id.</exception>
    Task CancelAsync(string id, CancellationToken cancellation = default);

    /// <summary>Results so far with their statistics.</summary>
    /// <exception cref="SweepNotFoundException">There is no sweep of this id.</exception>
    Task<SweepResults> ResultsAsync(string id, CancellationToken cancellation = default);

    /// <summary>What happened to a sweep, oldest first; what happened within the latest seconds may not be there yet.</summary>
    /// <exception cref="SweepNotFoundException">There is no sweep of this id.</exception>
    Task<IReadOnlyList<HistoryEntry>> HistoryAsync(string id, CancellationToken cancellation = default);

    /// <summary>Everything a report shows: results, statistics, predictions, learning curves, generated spectra, generators.</summary>
    /// <exception cref="SweepNotFoundException">There is no sweep of this id.</exception>
    Task<SweepReport> ReportAsync(string id, CancellationToken cancellation = default);

    /// <summary>Removes a sweep that does not run, with its artifacts.</summary>
    /// <exception cref="SweepNotFoundException">There is no sweep of this id.</exception>
    /// <exception cref="SweepRunningException">The sweep is running; cancel it first.</exception>
    Task DeleteAsync(string id, CancellationToken cancellation = default);
}
