using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IonSweep.Spectra.Storage;

/// <summary>Lays out a safetensors file.</summary>
internal static class SafetensorsWriter
{
    private static readonly string HashPlaceholder = new('0', SHA256.HashSizeInBytes * 2);

    public static byte[] Write(IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        SafetensorsElement.RequireLittleEndian();
        if (metadata.ContainsKey(SafetensorsFile.HashKey))
            throw new ArgumentException($"The metadata key '{SafetensorsFile.HashKey}' is reserved for the hash.", nameof(metadata));
        string? twice = tensors.GroupBy(tensor => tensor.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null) throw new ArgumentException($"Two tensors are named '{twice}'.", nameof(tensors));

        // The format allows no gap between tensors: the wider elements first keeps all of them aligned.
        SafetensorsTensor[] layout = [.. tensors.OrderByDescending(tensor => tensor.ElementSize)];
        Dictionary<string, (long Begin, long End)> offsets = new(StringComparer.Ordinal);
        long dataLength = 0;
        foreach (SafetensorsTensor tensor in layout)
        {
            long end = dataLength + tensor.Bytes.Length;
            offsets.Add(tensor.Name, (dataLength, end));
            dataLength = end;
        }

        byte[] header = Header(tensors, offsets, metadata);
        int padded = (header.Length + 7) / 8 * 8;
        byte[] file = new byte[checked(sizeof(ulong) + padded + dataLength)];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)padded);
        Span<byte> paddedHeader = file.AsSpan(sizeof(ulong), padded);
        paddedHeader.Fill((byte)' ');
        header.CopyTo(paddedHeader);
        Span<byte> data = file.AsSpan(sizeof(ulong) + padded);
        foreach (SafetensorsTensor tensor in layout) tensor.Bytes.CopyTo(data[(int)offsets[tensor.Name].Begin..]);

        int hashAt = file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(HashPlaceholder));
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(file)), file.AsSpan(hashAt));
        return file;
    }

    private static byte[] Header(
        IReadOnlyList<SafetensorsTensor> tensors,
        Dictionary<string, (long Begin, long End)> offsets,
        IReadOnlyDictionary<string, string> metadata)
    {
        ArrayBufferWriter<byte> buffer = new();
        // Relaxed: the header is no HTML, and a reader should see "Zn2+" as it is.
        using Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteStartObject(SafetensorsFile.MetadataKey);
        json.WriteString(SafetensorsFile.HashKey, HashPlaceholder); // first, so that the first run of zeros is this one
        foreach ((string key, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteString(key, value);
        json.WriteEndObject();
        foreach (SafetensorsTensor tensor in tensors)
        {
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", tensor.ElementType);
            json.WriteStartArray("shape");
            foreach (int size in tensor.Shape) json.WriteNumberValue(size);
            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(offsets[tensor.Name].Begin);
            json.WriteNumberValue(offsets[tensor.Name].End);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
