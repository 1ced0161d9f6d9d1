using IonSweep.Spectra.Storage;

namespace IonSweep.Sweeps.Models;

/// <summary>Reads the model of any family back from a safetensors file.</summary>
public static class StoredModel
{
    /// <summary>Metadata key that says what a file holds.</summary>
    public const string KindKey = "kind";

    /// <summary>The model of a file.</summary>
    /// <exception cref="DamagedArtifactException">The file holds something else or is incomplete; says what.</exception>
    public static ITrainedModel Read(SafetensorsFile file)
    {
        string kind = file.MetadataValue(KindKey);
        return ModelCatalog.All.FirstOrDefault(family => family.ArtifactKind == kind)?.Read(file) ?? throw new DamagedArtifactException(
            $"{file.Source} holds a '{kind}'; expected a calibration: "
                + $"{string.Join(" or ", ModelCatalog.All.Select(family => family.ArtifactKind).Distinct())}.");
    }
}
