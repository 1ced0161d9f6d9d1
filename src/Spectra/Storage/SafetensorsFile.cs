using System.Globalization;
namespace IonSweep.Spectra.Storage;

/// <summary>
/// Named arrays in the safetensors format: 8 bytes little-endian header length, a JSON header, the arrays. Python's
/// <c>safetensors</c> reads it. Equal content gives equal bytes. The header carries a SHA-256 of the whole file, so that any
/// changed byte is noticed on reading.
/// </summary>
public sealed class SafetensorsFile
{
    /// <summary>Header entry of the string-to-string metadata.</summary>
    internal const string MetadataKey = "__metadata__";

    /// <summary>
    /// Metadata key of the hash: SHA-256 in lower-case hexadecimal over the file's bytes with these 64 characters set to '0'.
    /// </summary>
    internal const string HashKey = "sha256";

    private readonly Dictionary<string, SafetensorsTensor> _byName;

    internal SafetensorsFile(string source, IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        Source = source;
        Tensors = tensors;
        Metadata = metadata;
        _byName = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
    }

    /// <summary>Name of the file or artifact, for messages.</summary>
    public string Source { get; }

    /// <summary>The tensors in the order of the header.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>Metadata without the hash.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The bytes of a file.</summary>
    /// <param name="tensors">Distinct names; this is the order of the header.</param>
    /// <param name="metadata">Any strings; the key <c>sha256</c> is reserved.</param>
    /// <exception cref="ArgumentException">A name occurs twice, or the reserved key is used.</exception>
    public static byte[] Write(IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string> metadata) =>
        SafetensorsWriter.Write(tensors, metadata);

    /// <summary>Reads and verifies a file.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="source">Name of the file or artifact, for messages.</param>
    /// <param name="requireHash">False accepts a file without hash, made by another program; a hash that is present is always
    /// verified.</param>
    /// <exception cref="DamagedArtifactException">The bytes are not a whole, unaltered safetensors file; says what is wrong.</exception>
    public static SafetensorsFile Read(ReadOnlyMemory<byte> bytes, string source = "safetensors file", bool requireHash = true) =>
        SafetensorsReader.Read(bytes.Span, source, requireHash);

    /// <summary>True when there is a tensor of this name.</summary>
    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <summary>The tensor of this name.</summary>
    /// <exception cref="DamagedArtifactException">There is none.</exception>
    public SafetensorsTensor this[string name] => _byName.TryGetValue(name, out SafetensorsTensor? tensor)
        ? tensor
        : throw new DamagedArtifactException(
            $"{Source} has no tensor '{name}'; it has {string.Join(", ", Tensors.Select(t => $"'{t.Name}'"))}.");

    /// <summary>Values of an F32 tensor, row-major.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Expected shape; null accepts any.</param>
    /// <exception cref="DamagedArtifactException">No such tensor, or another type or shape; names them.</exception>
    public float[] Float32(string name, IReadOnlyList<int>? shape = null) => Values<float>(name, shape);

    /// <summary>Values of an F64 tensor, row-major.</summary>
    /// <inheritdoc cref="Float32"/>
    public double[] Float64(string name, IReadOnlyList<int>? shape = null) => Values<double>(name, shape);

    /// <summary>Values of an I32 tensor, row-major.</summary>
    /// <inheritdoc cref="Float32"/>
    public int[] Int32(string name, IReadOnlyList<int>? shape = null) => Values<int>(name, shape);

    /// <summary>Values of an I64 tensor, row-major.</summary>
    /// <inheritdoc cref="Float32"/>
    public long[] Int64(string name, IReadOnlyList<int>? shape = null) => Values<long>(name, shape);

    /// <summary>The metadata value of this key.</summary>
    /// <exception cref="DamagedArtifactException">There is none.</exception>
    public string MetadataValue(string key) => Metadata.TryGetValue(key, out string? value)
        ? value
        : throw new DamagedArtifactException($"{Source} has no metadata '{key}'.");

    private T[] Values<T>(string name, IReadOnlyList<int>? shape) where T : unmanaged
    {
        SafetensorsTensor tensor = this[name];
        if (tensor is not SafetensorsTensor<T> typed)
            throw new DamagedArtifactException(
                $"{Source}: tensor '{name}' has element type {tensor.ElementType}; expected {SafetensorsElement.NameOf<T>()}.");
        if (shape is not null && !tensor.Shape.SequenceEqual(shape))
            throw new DamagedArtifactException(
                $"{Source}: tensor '{name}' has shape [{string.Join(", ", tensor.Shape)}]; expected [{string.Join(", ", shape)}].");
        return typed.Values;
    }

    /// <summary>A whole number in the metadata.</summary>
    /// <exception cref="DamagedArtifactException">It is missing or no whole number.</exception>
    public int Integer(string key) =>
        int.TryParse(MetadataValue(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new DamagedArtifactException($"{Source} has metadata {key} '{MetadataValue(key)}'; expected a whole number.");
}
