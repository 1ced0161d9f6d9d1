using System.Globalization;
using IonSweep.Spectra.Storage;

namespace IonSweep.Learning.Calibration;

/// <summary>
/// A linear calibration as safetensors: F64 tensors <c>coefficients</c> [C] and <c>intercept</c> [], and metadata that says how it was
/// made. In Python: <c>y = t["intercept"] + x @ t["coefficients"]</c>.
/// </summary>
public static class LinearModelFile
{
    private const string KindKey = "kind", Kind = "linear-calibration", DetailPrefix = "detail.";

    /// <summary>The file's bytes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="details">Anything to keep beside it, such as method and number of components.</param>
    public static byte[] Write(LinearModel model, IReadOnlyDictionary<string, string>? details = null)
    {
        Dictionary<string, string> metadata = new() { [KindKey] = Kind };
        foreach ((string key, string value) in details ?? new Dictionary<string, string>()) metadata[DetailPrefix + key] = value;
        return SafetensorsFile.Write(
            [
                SafetensorsTensor.Of("coefficients", [model.Coefficients.Length], model.Coefficients),
                SafetensorsTensor.Of("intercept", [], new[] { model.Intercept }),
            ],
            metadata);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="DamagedArtifactException">The bytes are damaged or hold something else; says what.</exception>
    public static (LinearModel Model, IReadOnlyDictionary<string, string> Details) Read(ReadOnlyMemory<byte> bytes, string source)
    {
        SafetensorsFile file = SafetensorsFile.Read(bytes, source);
        if (file.MetadataValue(KindKey) is var kind && kind != Kind)
            throw new DamagedArtifactException(
                string.Create(CultureInfo.InvariantCulture, $"{source} holds a '{kind}'; expected a '{Kind}'."));
        LinearModel model = new(file.Float64("intercept", [])[0], file.Float64("coefficients"));
        return (model, file.Metadata.Where(entry => entry.Key.StartsWith(DetailPrefix, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Key[DetailPrefix.Length..], entry => entry.Value));
    }
}
