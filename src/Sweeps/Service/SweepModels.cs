using IonSweep.Learning.Cpu;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Deployment;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Sweeps.Service;

/// <summary>Takes models out of sweeps: what a sweep recommends, trained on all rows, or the models of its folds.</summary>
/// <param name="store">Holds the sweeps.</param>
public sealed class SweepModels(IArtifactStore store)
{
    private readonly StoredSweeps _sweeps = new(store);

    /// <summary>The ensemble over folds, or one fold's member.</summary>
    /// <param name="id">The sweep.</param>
    /// <param name="model">Slug of the model family; null when the sweep has only one.</param>
    /// <param name="strategy">Slug of the strategy.</param>
    /// <param name="fold">One fold, from 0; null for all.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="SweepNotFoundException">There is no sweep of this id.</exception>
    /// <exception cref="InvalidSpecException">The sweep has no such fold, family or strategy, or has not trained it yet.</exception>
    /// <exception cref="DamagedSweepException">Spec or dataset is missing or damaged.</exception>
    /// <exception cref="DamagedArtifactException">Models are missing or damaged.</exception>
    public async Task<DeployedModel> ExportAsync(
        string id, string? model, string strategy, int? fold = null, CancellationToken cancellation = default)
    {
        SweepDefinition definition = await DefinitionAsync(id, cancellation);
        return await EnsembleAsync(definition, model, strategy, [], fold, cancellation);
    }

    /// <summary>A model of what is recommended or named, on all rows where its family allows that.</summary>
    /// <param name="id">The sweep.</param>
    /// <param name="request">Which model; null for what is recommended.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="SweepNotFoundException">There is no sweep of this id.</exception>
    /// <exception cref="InvalidSpecException">
    /// The sweep did not search, has no such model, has no result yet, or its rows allow no model; says which field.
    /// </exception>
    /// <exception cref="DamagedSweepException">Spec or dataset is missing or damaged.</exception>
    public async Task<DeployedModel> TrainAsync(string id, ModelRequest? request = null, CancellationToken cancellation = default)
    {
        request ??= new ModelRequest();
        SweepDefinition definition = await DefinitionAsync(id, cancellation);
        string strategy = request.Strategy ?? StrategyCatalog.Reference.Slug;
        bool reference = strategy == StrategyCatalog.Reference.Slug;
        if (request.Model is null && !reference)
            throw new InvalidSpecException(
                "strategy", "strategy: what is recommended learns from measured spectra alone; name a model, too.");
        if (request.Model is { } other && !(reference && AllRowsModel.Families.Contains(other)))
            return await EnsembleAsync(definition, other, strategy, request.Targets, null, cancellation);

        IReadOnlyList<Recommendation> measured = await MeasuredAsync(definition, request.Model, cancellation);
        string[] targets = request.Targets.Count == 0 ? [.. measured.Select(one => one.Target)]
            : [.. ModelRequest.Choose(request.Targets, [.. measured.Select(one => one.Target)])];
        DatasetArtifact dataset = await _sweeps.DatasetAsync(definition, cancellation);
        return await Task.Run(
            () => AllRowsModel.Train(definition, dataset.Data, [.. measured.Where(one => targets.Contains(one.Target))],
                request.Model ?? "recommended", cancellation), cancellation);
    }

    private async Task<IReadOnlyList<Recommendation>> MeasuredAsync(
        SweepDefinition definition, string? model, CancellationToken cancellation)
    {
        SweepReport report = await _sweeps.ReportAsync(definition.Id, cancellation);
        IReadOnlyList<Recommendation>? measured =
            model is null ? report.Recommendations : await _sweeps.MeasuredAsync(definition.Id, model, cancellation);
        if (measured is null)
            throw new InvalidSpecException("models",
                "models: the sweep searched for nothing, so there is nothing to train on all rows. Run one with --preset search, or name "
                    + "a model of the sweep.");
        if (model is not null && !definition.Spec.Models.Contains(model))
            throw new InvalidSpecException(
                "model", $"model: the sweep has no model '{model}'. It has {string.Join(", ", definition.Spec.Models)}.");
        if (measured.Count < definition.Spec.Targets.Count || report.Results.Summary.Status == SweepStatus.Running)
            throw new InvalidSpecException("", "The sweep has not ended yet; run it to its end first.");
        return measured;
    }

    private async Task<DeployedModel> EnsembleAsync(
        SweepDefinition definition, string? model, string strategy, IReadOnlyList<string> targets, int? fold,
        CancellationToken cancellation)
    {
        DatasetArtifact dataset = await _sweeps.DatasetAsync(definition, cancellation);
        int[] folds = fold is null ? [.. Enumerable.Range(0, await _sweeps.FoldsAsync(definition, cancellation))] : [fold.Value];
        FoldModels models = new(store, definition, dataset.Data, new NetworkEvaluator());
        return await Task.Run(() => models.EnsembleAsync(model, strategy, targets, folds, cancellation), cancellation);
    }

    private async Task<SweepDefinition> DefinitionAsync(string id, CancellationToken cancellation) =>
        await _sweeps.DefinitionAsync(id, cancellation) ?? throw new SweepNotFoundException(id);
}
