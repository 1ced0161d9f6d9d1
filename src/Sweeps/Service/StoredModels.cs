using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Deployment;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Service;

/// <summary>Stored models in an artifact store, whoever serves it. A model's file is written first, then the line that lists it.</summary>
/// <param name="store">Holds sweeps and models.</param>
/// <param name="clock">Tells when a model was stored.</param>
public sealed class StoredModels(IArtifactStore store, TimeProvider clock) : IStoredModels
{
    private const string SummaryEnd = "/summary.json";

    private readonly SweepModels _sweeps = new(store);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ModelSummary>> ListAsync(CancellationToken cancellation = default)
    {
        List<string> ids = [];
        await foreach (string path in store.ListAsync(SweepPaths.Models, cancellation))
            if (path.EndsWith(SummaryEnd, StringComparison.Ordinal)) ids.Add(path[SweepPaths.Models.Length..^SummaryEnd.Length]);
        List<ModelSummary> found = [];
        foreach (string id in ids.Where(SweepPaths.IsModelId)) found.Add(await LineAsync(id, cancellation));
        return [.. found.OrderByDescending(one => one.StoredUtc).ThenBy(one => one.Id, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async Task<ModelSummary?> SummaryAsync(string id, CancellationToken cancellation = default) =>
        SweepPaths.IsModelId(id) && await store.ExistsAsync(SweepPaths.ModelSummary(id), cancellation)
            ? await LineAsync(id, cancellation) : null;

    /// <inheritdoc/>
    public async Task<DeployedModel?> GetAsync(string id, CancellationToken cancellation = default)
    {
        if (!SweepPaths.IsModelId(id)) return null;
        string path = SweepPaths.ModelFile(id);
        if (await store.ReadIfPossibleAsync(path, cancellation) is not { } bytes)
            return await store.ExistsAsync(path, cancellation)
                ? throw new DamagedArtifactException($"{path} cannot be read. {WhatToDo}") : null;
        if (!IdOf(WorkStore.HashOf(bytes)).Equals(id, StringComparison.Ordinal))
            throw new DamagedArtifactException($"{path} was truncated or altered. {WhatToDo}");
        return ModelFile.Read(bytes, path);
    }

    /// <inheritdoc/>
    public Task<ModelSummary> StoreAsync(DeployedModel model, CancellationToken cancellation = default) =>
        StoreAsync(model, uploaded: true, cancellation);

    /// <inheritdoc/>
    public async Task<ModelSummary> TrainAsync(string sweep, ModelRequest request, CancellationToken cancellation = default) =>
        await StoreAsync(await _sweeps.TrainAsync(sweep, request, cancellation), uploaded: false, cancellation);

    /// <inheritdoc/>
    public async Task DeleteAsync(string id, CancellationToken cancellation = default)
    {
        if (!SweepPaths.IsModelId(id)) throw new ModelNotFoundException(id);
        bool listed = await store.ExistsAsync(SweepPaths.ModelSummary(id), cancellation);
        if (!listed && !await store.ExistsAsync(SweepPaths.ModelFile(id), cancellation)) throw new ModelNotFoundException(id);
        // The file first: until its line is gone a half-deleted model can be seen and deleted again.
        await store.DeleteAsync(SweepPaths.ModelFile(id), CancellationToken.None);
        await store.DeleteAsync(SweepPaths.ModelSummary(id), CancellationToken.None);
    }

    private const string WhatToDo = "Train or upload the model again, which replaces it.";

    private async Task<ModelSummary> StoreAsync(DeployedModel model, bool uploaded, CancellationToken cancellation)
    {
        byte[] bytes = ModelFile.ToBytes(model);
        string sha256 = WorkStore.HashOf(bytes), id = IdOf(sha256);
        ModelCard card = model.Card;
        ModelSummary summary = new()
        {
            Id = id,
            Sweep = card.Sweep,
            Dataset = card.Dataset,
            ModelName = card.ModelName,
            StrategyName = card.StrategyName,
            OnAllRows = card.Training is not null,
            Targets = card.Targets,
            Uploaded = uploaded,
            StoredUtc = clock.GetUtcNow().UtcDateTime,
            Bytes = bytes.Length,
            Sha256 = sha256,
        };
        await store.WriteAsync(SweepPaths.ModelFile(id), bytes, cancellation);
        if (await store.ReadSealedAsync<ModelSummary>(SweepPaths.ModelSummary(id), cancellation) is { } before) return before;
        await store.WriteAsync(SweepPaths.ModelSummary(id), SealedJson.Seal(summary), cancellation);
        return summary;
    }

    private async Task<ModelSummary> LineAsync(string id, CancellationToken cancellation) =>
        await store.ReadSealedAsync<ModelSummary>(SweepPaths.ModelSummary(id), cancellation) ?? Damaged(id);

    private static string IdOf(string sha256) => sha256[..16];

    private static ModelSummary Damaged(string id) => new()
    {
        Id = id,
        Sweep = "",
        Dataset = new DatasetReference("", "", false, ""),
        ModelName = "",
        StrategyName = "",
        OnAllRows = false,
        Targets = [],
        Uploaded = false,
        StoredUtc = DateTime.UnixEpoch,
        Bytes = 0,
        Sha256 = "",
        Damage = $"{SweepPaths.ModelSummary(id)} was truncated or altered. {WhatToDo} Or delete it.",
    };
}
