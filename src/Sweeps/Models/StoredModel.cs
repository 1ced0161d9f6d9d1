using IonSweep.Spectra.Storage;

namespace IonSweep.Sweeps.Models;

/// <summary>Reads the model of any family back from a safetensors file.</summary>
public static class StoredModel
{
    /// <summary>Metadata key that says what a file holds.</summary>
    public const string KindKey = "kind";

    /// <summary>The model of a file.</summary>
    /// <exception cref="DamagedArtifactException">The file holds something else or is incomplete; says what.</exception>
    public static ITrainedModel Read(SafetensorsFile file) => file.MetadataValue(KindKey) switch
    {
        RegressionNetwork.KindName => RegressionNetwork.Read(file),
        LinearCalibration.KindName => LinearCalibration.Read(file),
        MultitaskNetwork.KindName => MultitaskNetwork.Read(file),
        var kind =>
            throw new DamagedArtifactException(
                $"{file.Source} holds a '{kind}'; expected a calibration: {RegressionNetwork.KindName}, {LinearCalibration.KindName} or "
                    + $"{MultitaskNetwork.KindName}."),
    };
}
