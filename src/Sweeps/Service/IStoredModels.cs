using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Deployment;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Service;

/// <summary>Models that left their sweeps, to predict new spectra with.</summary>
public interface IStoredModels
{
    /// <summary>All models, newest first.</summary>
    Task<IReadOnlyList<ModelSummary>> ListAsync(CancellationToken cancellation = default);

    /// <summary>A model in one line, as the list has it; null when there is none of this id.</summary>
    Task<ModelSummary?> SummaryAsync(string id, CancellationToken cancellation = default);

    /// <summary>A model with its card and files; null when there is none of this id.</summary>
    /// <exception cref="DamagedArtifactException">It is damaged; says what to do.</exception>
    Task<DeployedModel?> GetAsync(string id, CancellationToken cancellation = default);

    /// <summary>Stores a model that was made elsewhere; the same one again changes nothing.</summary>
    /// <exception cref="StorageFullException">There is no room left in the store.</exception>
    Task<ModelSummary> StoreAsync(DeployedModel model, CancellationToken cancellation = default);

    /// <summary>
    /// Trains what a sweep recommends, or another model of it, on all its rows, and stores it. This takes as long as one fold of the
    /// search.
    /// </summary>
    /// <param name="sweep">Id of a sweep that has ended.</param>
    /// <param name="request">Which model.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="SweepNotFoundException">There is no sweep of this id.</exception>
    /// <exception cref="InvalidSpecException">There is no such model, or it cannot be trained; says which field.</exception>
    Task<ModelSummary> TrainAsync(string sweep, ModelRequest request, CancellationToken cancellation = default);

    /// <summary>Removes a model.</summary>
    /// <exception cref="ModelNotFoundException">There is none of this id.</exception>
    Task DeleteAsync(string id, CancellationToken cancellation = default);
}
