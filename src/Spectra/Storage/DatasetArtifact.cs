using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using IonSweep.Spectra.Axes;

namespace IonSweep.Spectra.Storage;

/// <summary>
/// A dataset as one safetensors file: <c>spectra</c> F32 [N, C], <c>targets</c> F32 [N, T], <c>wavelengths</c> F64 [C], and in the
/// metadata its name, origin, target names and units, axis, ordinate and sample ids. The SHA-256 of the file is the dataset's identity.
/// </summary>
public sealed class DatasetArtifact
{
    private const string Kind = "spectral-dataset", Version = "1";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private DatasetArtifact(SpectralDataset data, ReadOnlyMemory<byte> bytes)
    {
        Data = data;
        Bytes = bytes;
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
    }

    /// <summary>The dataset.</summary>
    public SpectralDataset Data { get; }

    /// <summary>The file.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>SHA-256 of <see cref="Bytes"/>, lower-case hexadecimal: equal for equal datasets, also in name and origin.</summary>
    public string Sha256 { get; }

    /// <summary>The artifact of a dataset.</summary>
    public static DatasetArtifact Of(SpectralDataset data)
    {
        Dictionary<string, string> metadata = new()
        {
            ["kind"] = Kind,
            ["version"] = Version,
            ["name"] = data.Name,
            ["simulated"] = data.Origin.IsSimulated ? "true" : "false",
            ["origin"] = data.Origin.Description,
            ["targets"] = JsonSerializer.Serialize(data.Targets.Select(target => new TargetEntry(target.Name, target.Unit)), Json),
        };
        // Left out where they say what older datasets are: equal datasets keep their hash.
        if (data.AxisUnit != AxisUnit.Nanometre) metadata["axis"] = data.AxisUnit.ToString();
        if (data.Ordinate != Ordinate.Unknown) metadata["ordinate"] = data.Ordinate.ToString();
        if (data.SampleIds is not null) metadata["samples"] = JsonSerializer.Serialize(data.SampleIds, Json);
        byte[] bytes = SafetensorsFile.Write(
            [
                SafetensorsTensor.Of("wavelengths", [data.ChannelCount], [.. data.Wavelengths]),
                SafetensorsTensor.Of("targets", [data.RowCount, data.Targets.Count], data.TargetValues.ToArray()),
                SafetensorsTensor.Of("spectra", [data.RowCount, data.ChannelCount], data.Spectra.ToArray()),
            ],
            metadata);
        return new DatasetArtifact(data, bytes);
    }

    /// <summary>Reads and verifies an artifact.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="source">Name of the file or artifact, for messages.</param>
    /// <param name="sha256">The identity it must have; null accepts any.</param>
    /// <exception cref="DamagedArtifactException">Truncated, altered, another dataset or no dataset; says which.</exception>
    public static DatasetArtifact Read(ReadOnlyMemory<byte> bytes, string source = "dataset", string? sha256 = null)
    {
        SafetensorsFile file = SafetensorsFile.Read(bytes, source);
        if (file.Metadata.GetValueOrDefault("kind") != Kind)
            throw new DamagedArtifactException(
                $"{source} is not a dataset: its kind is '{file.Metadata.GetValueOrDefault("kind")}', not '{Kind}'.");
        if (file.MetadataValue("version") != Version)
            throw new DamagedArtifactException(
                $"{source} has dataset version '{file.MetadataValue("version")}'; this program reads version {Version}.");
        try
        {
            double[] wavelengths = file.Float64("wavelengths");
            Target[] targets = [.. Parse<TargetEntry[]>(file.MetadataValue("targets")).Select(entry => new Target(entry.Name, entry.Unit))];
            string[]? samples = file.Metadata.TryGetValue("samples", out string? ids) ? Parse<string[]>(ids) : null;
            int rows = file["spectra"].Shape is [int n, _] ? n : 0;
            SpectralDataset data = new(
                file.MetadataValue("name"),
                new DatasetOrigin(bool.Parse(file.MetadataValue("simulated")), file.MetadataValue("origin")),
                wavelengths, targets,
                file.Float32("spectra", [rows, wavelengths.Length]),
                file.Float32("targets", [rows, targets.Length]),
                samples,
                Enum.Parse<AxisUnit>(file.Metadata.GetValueOrDefault("axis") ?? nameof(AxisUnit.Nanometre)),
                Enum.Parse<Ordinate>(file.Metadata.GetValueOrDefault("ordinate") ?? nameof(Ordinate.Unknown)));
            DatasetArtifact artifact = new(data, bytes);
            if (sha256 is not null && !artifact.Sha256.Equals(sha256, StringComparison.OrdinalIgnoreCase))
                throw new DamagedArtifactException($"{source} is another dataset: its SHA-256 is {artifact.Sha256}; expected {sha256}.");
            return artifact;
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException or InvalidDatasetException)
        {
            throw new DamagedArtifactException($"{source} does not describe a dataset: {e.Message}", e);
        }
    }

    private static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, Json) ?? throw new JsonException("found null");

    private sealed record TargetEntry(string Name, string Unit);
}
