using System.Collections.Concurrent;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Service;

/// <summary>
/// Lists and removes the datasets of a store, whoever runs its sweeps. What a line says of a dataset stands beside it in a small artifact,
/// so that a list reads no spectra; where an older program left none, the dataset is read once and one is written.
/// </summary>
/// <param name="store">Holds datasets and sweeps.</param>
public sealed class StoredDatasets(IArtifactStore store)
{
    private const int AtOnce = 16; // questions to a store that is far away

    private readonly ConcurrentDictionary<string, DatasetSummary> _known = new(); // content-addressed: they never change

    /// <summary>All datasets by name, each with the sweeps that use it.</summary>
    /// <param name="sweeps">All sweeps of the store.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<IReadOnlyList<DatasetSummary>> ListAsync(
        IReadOnlyList<SweepSummary> sweeps, CancellationToken cancellation = default)
    {
        ConcurrentBag<DatasetSummary> found = [];
        List<string> stored = [];
        await foreach (string path in store.ListAsync(SweepPaths.Datasets, cancellation))
            if (path[SweepPaths.Datasets.Length..] is var sha256 && SweepPaths.IsSha256(sha256)) stored.Add(sha256);
        await Parallel.ForEachAsync(stored, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (sha256, token) => found.Add(await SummaryAsync(sha256, token)));
        Dictionary<string, HashSet<string>> uses = await UsesAsync(sweeps, cancellation);
        return
        [
            .. found.Select(one => one with { Sweeps = [.. (uses.GetValueOrDefault(one.Sha256) ?? []).Order(StringComparer.Ordinal)] })
                .OrderBy(one => one.Name, StringComparer.OrdinalIgnoreCase).ThenBy(one => one.Sha256, StringComparer.Ordinal),
        ];
    }

    /// <summary>Removes a dataset that no sweep uses. A sweep that begins at the same moment keeps it.</summary>
    /// <param name="sha256">The dataset.</param>
    /// <param name="sweeps">All sweeps of the store.</param>
    /// <param name="cancellation">Ends it before anything is removed.</param>
    /// <exception cref="DatasetNotFoundException">There is none of this hash.</exception>
    /// <exception cref="DatasetInUseException">A sweep uses it, or may use it: a damaged one does not say.</exception>
    public async Task DeleteAsync(string sha256, IReadOnlyList<SweepSummary> sweeps, CancellationToken cancellation = default)
    {
        string path = SweepPaths.Dataset(sha256);
        if (!SweepPaths.IsSha256(sha256) || !await store.ExistsAsync(path, cancellation)) throw new DatasetNotFoundException(sha256);
        await RefuseAsync(sha256, sweeps, cancellation);
        byte[]? whole = await store.ReadIfPossibleAsync(path, cancellation);
        await RemoveAsync(sha256);
        try
        {
            await RefuseAsync(sha256, sweeps, default);
        }
        catch (DatasetInUseException) when (whole is not null)
        {
            await store.WriteAsync(path, whole); // a sweep began meanwhile
            throw;
        }
    }

    /// <summary>Removes a dataset, whatever uses it, with what is kept beside it.</summary>
    public async Task RemoveAsync(string sha256)
    {
        _known.TryRemove(sha256, out _);
        await store.DeleteAsync(SweepPaths.Dataset(sha256));
        await store.DeleteAsync(SweepPaths.DatasetSummary(sha256));
    }

    private async Task RefuseAsync(string sha256, IReadOnlyList<SweepSummary> sweeps, CancellationToken cancellation)
    {
        Dictionary<string, HashSet<string>> uses = await UsesAsync(sweeps, cancellation);
        if (uses.TryGetValue(sha256, out HashSet<string>? users))
            throw new DatasetInUseException(
                $"Dataset {sha256[..12]}… is used by {(users.Count == 1 ? "sweep" : "sweeps")} "
                    + string.Join(", ", users.Order(StringComparer.Ordinal).Take(5))
                    + $"{(users.Count > 5 ? $" and {users.Count - 5} more" : "")}; delete these first.");
        HashSet<string> told = [.. uses.Values.SelectMany(ids => ids)];
        if (sweeps.FirstOrDefault(sweep => sweep.Status == SweepStatus.Damaged && !told.Contains(sweep.Id)) is { } damaged)
            throw new DatasetInUseException(
                $"Sweep {damaged.Id} is damaged and does not say which dataset it uses; restore or delete it first.");
    }

    /// <summary>Sweeps by the dataset that they use: what they say, and what was noted where they are damaged or just begin.</summary>
    private async Task<Dictionary<string, HashSet<string>>> UsesAsync(
        IReadOnlyList<SweepSummary> sweeps, CancellationToken cancellation)
    {
        Dictionary<string, HashSet<string>> uses = [];
        HashSet<string> known = [];
        foreach (SweepSummary sweep in sweeps.Where(sweep => sweep.Dataset.Sha256.Length > 0))
        {
            known.Add(sweep.Id);
            Of(sweep.Dataset.Sha256).Add(sweep.Id);
        }
        await foreach (string path in store.ListAsync(SweepPaths.AllUses, cancellation))
        {
            if (path[SweepPaths.AllUses.Length..].Split('/') is not [var sha256, var id] || known.Contains(id)) continue;
            if (await store.ExistsAsync(SweepPaths.Definition(id), cancellation)) Of(sha256).Add(id); // else its removal was cut short
        }
        return uses;

        HashSet<string> Of(string sha256) => uses.TryGetValue(sha256, out HashSet<string>? ids) ? ids : uses[sha256] = [];
    }

    private async Task<DatasetSummary> SummaryAsync(string sha256, CancellationToken cancellation)
    {
        if (_known.TryGetValue(sha256, out DatasetSummary? known)) return known;
        if (await store.ReadSealedAsync<DatasetSummary>(SweepPaths.DatasetSummary(sha256), cancellation) is { } kept)
            return _known[sha256] = kept;
        if (await new DatasetLoader(store, allowFiles: false).FetchAsync(sha256, cancellation) is not { } artifact)
            return new DatasetSummary(sha256, "", false, "", 0, 0, 0, null, default, [])
            {
                Damage = $"{SweepPaths.Dataset(sha256)} is damaged. Upload the file again, which replaces it, or delete it.",
            };
        DatasetSummary made = DatasetSummary.Of(sha256, artifact.Data);
        await store.WriteAsync(SweepPaths.DatasetSummary(sha256), SealedJson.Seal(made), cancellation);
        return _known[sha256] = made;
    }
}
