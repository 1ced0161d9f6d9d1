using IonSweep.Client.Errors;
using IonSweep.Spectra;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Client.Commands;

/// <summary>The data that a spec names, without a sweep.</summary>
internal static class SourceData
{
    /// <summary>Simulates or reads it.</summary>
    /// <exception cref="InvalidSpecException">The data is unusable; says why, with file, row and column where known.</exception>
    public static async Task<SpectralDataset> LoadAsync(DataSpec spec) =>
        spec.Source == DataSources.Stored
            ? throw new InvalidInputException(
                "data.source: a stored dataset can only be read where it is stored; expected 'simulate' or 'file' here.")
            : (await new DatasetLoader(new FileArtifactStore(Directory.GetCurrentDirectory())).LoadAsync(spec)).Data;
}
