using System.Text.Json;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Serialization;

namespace IonSweep.Sweeps.Deployment;

/// <summary>
/// A model that left its sweep as one safetensors file: the tensors of each of its files as <c>PATH|NAME</c>, their metadata likewise, and
/// the card as JSON under the metadata key <c>card</c>.
/// </summary>
public static class ModelFile
{
    private const string CardKey = "card", KindKey = "kind", Kind = "model";
    private const char Separator = '|';

    /// <summary>The bytes of the file.</summary>
    public static byte[] ToBytes(DeployedModel model)
    {
        List<SafetensorsTensor> tensors = [];
        Dictionary<string, string> metadata = new()
        {
            [KindKey] = Kind,
            [CardKey] = JsonSerializer.Serialize(model.Card, SweepJson.Compact),
        };
        foreach ((string path, byte[] bytes) in model.Files)
        {
            SafetensorsFile file = SafetensorsFile.Read(bytes, path);
            tensors.AddRange(file.Tensors.Select(tensor => Renamed(file, tensor, $"{path}{Separator}{tensor.Name}")));
            foreach ((string key, string value) in file.Metadata) metadata[$"{path}{Separator}{key}"] = value;
        }
        return SafetensorsFile.Write(tensors, metadata);
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="source">Its name, for messages.</param>
    /// <exception cref="DamagedArtifactException">It is no whole, unaltered model; says what is wrong.</exception>
    public static DeployedModel Read(byte[] bytes, string source)
    {
        SafetensorsFile file = SafetensorsFile.Read(bytes, source);
        if (file.Metadata.GetValueOrDefault(KindKey) != Kind || !file.Metadata.TryGetValue(CardKey, out string? card))
            throw new DamagedArtifactException($"{source} holds no model with its card; expected a file that 'ionsweep train' wrote.");
        return DeployedModel.Of(System.Text.Encoding.UTF8.GetBytes(card), source, path =>
        {
            string prefix = path + Separator;
            SafetensorsTensor[] own = [.. file.Tensors.Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal))];
            return own.Length == 0 ? null : SafetensorsFile.Write(
                [.. own.Select(tensor => Renamed(file, tensor, tensor.Name[prefix.Length..]))],
                file.Metadata.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
                    .ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value));
        });
    }

    private static SafetensorsTensor Renamed(SafetensorsFile file, SafetensorsTensor tensor, string name) => tensor.ElementType switch
    {
        "F32" => SafetensorsTensor.Of(name, tensor.Shape, file.Float32(tensor.Name)),
        "F64" => SafetensorsTensor.Of(name, tensor.Shape, file.Float64(tensor.Name)),
        "I32" => SafetensorsTensor.Of(name, tensor.Shape, file.Int32(tensor.Name)),
        _ => SafetensorsTensor.Of(name, tensor.Shape, file.Int64(tensor.Name)),
    };
}
