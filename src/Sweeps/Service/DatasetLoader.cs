using IonSweep.Formats;
using IonSweep.Spectra;
using IonSweep.Spectra.Simulation.Absorption;
using IonSweep.Spectra.Simulation.Libs;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Service;

/// <summary>Brings the data that a spec names, and keeps datasets in the artifact store under their hash.</summary>
/// <param name="store">Holds stored datasets.</param>
/// <param name="allowFiles">False refuses specs that name a file of this machine: those of a server's clients.</param>
public sealed class DatasetLoader(IArtifactStore store, bool allowFiles = true)
{
    /// <summary>Simulates, reads or fetches the data.</summary>
    /// <exception cref="InvalidSpecException">The data is unusable or cannot be found; says why, with file, row and column where
    /// known.</exception>
    public async Task<DatasetArtifact> LoadAsync(DataSpec spec, CancellationToken cancellation = default)
    {
        switch (spec.Source)
        {
            case DataSources.Stored:
                return await FetchAsync(spec.Sha256, cancellation)
                    ?? throw new InvalidSpecException("data.sha256", await MissingAsync(spec.Sha256, cancellation));
            case DataSources.File:
                if (!allowFiles)
                    throw new InvalidSpecException(
                        "data.source",
                        "data.source: this server reads no files of its own machine; store the dataset first and name it by its hash "
                            + "(source: stored).");
                try
                {
                    return DatasetArtifact.Of(DatasetFile.Read(spec.File));
                }
                catch (Exception e) when (e is InvalidDatasetException or IOException or UnauthorizedAccessException)
                {
                    throw new InvalidSpecException("data.file", e.Message, e);
                }
            default:
                return DatasetArtifact.Of(Simulate(spec));
        }
    }

    /// <summary>The spectra that a spec has simulated.</summary>
    public static SpectralDataset Simulate(DataSpec spec) => spec.Simulator == DataSources.Libs
        ? LibsSimulator.Simulate(new LibsOptions
        {
            Seed = spec.Seed,
            Samples = spec.Samples,
            ShotsPerSample = spec.ShotsPerSample,
            ChannelStep = spec.ChannelStep,
        })
        : AbsorptionSimulator.Simulate(new AbsorptionOptions { Seed = spec.Seed, EveryNth = spec.EveryNth });

    /// <summary>Stores a dataset; one that stands there already, whole, is left alone.</summary>
    public async Task StoreAsync(DatasetArtifact dataset, CancellationToken cancellation = default)
    {
        string path = SweepPaths.Dataset(dataset.Sha256);
        byte[]? stored = await store.ReadIfPossibleAsync(path, cancellation);
        if (stored is null || !stored.AsSpan().SequenceEqual(dataset.Bytes.Span)) await store.WriteAsync(path, dataset.Bytes, cancellation);
        string summary = SweepPaths.DatasetSummary(dataset.Sha256);
        if (!await store.ExistsAsync(summary, cancellation))
            await store.WriteAsync(summary, SealedJson.Seal(DatasetSummary.Of(dataset.Sha256, dataset.Data)), cancellation);
    }

    private async Task<string> MissingAsync(string sha256, CancellationToken cancellation) => await IsThereAsync(sha256, cancellation)
        ? $"data.sha256: {SweepPaths.Dataset(sha256)} is damaged. Store the dataset again, which replaces it."
        : $"data.sha256: there is no dataset {sha256} in the store; store it first.";

    private async Task<bool> IsThereAsync(string sha256, CancellationToken cancellation)
    {
        await foreach (string path in store.ListAsync(SweepPaths.Datasets, cancellation))
            if (path == SweepPaths.Dataset(sha256)) return true;
        return false;
    }

    /// <summary>A stored dataset, or null when there is none or it is damaged.</summary>
    public async Task<DatasetArtifact?> FetchAsync(string sha256, CancellationToken cancellation = default)
    {
        if (await store.ReadIfPossibleAsync(SweepPaths.Dataset(sha256), cancellation) is not { } bytes) return null;
        try
        {
            return DatasetArtifact.Read(bytes, SweepPaths.Dataset(sha256), sha256);
        }
        catch (DamagedArtifactException)
        {
            return null;
        }
    }
}
