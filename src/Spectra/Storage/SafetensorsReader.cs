using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace IonSweep.Spectra.Storage;

/// <summary>Parses and verifies a safetensors file.</summary>
internal static class SafetensorsReader
{
    private const int HashCharacters = SHA256.HashSizeInBytes * 2;

    public static SafetensorsFile Read(ReadOnlySpan<byte> file, string source, bool requireHash)
    {
        SafetensorsElement.RequireLittleEndian();
        if (file.Length < sizeof(ulong))
            throw Damaged(source, $"has {file.Length} bytes; expected at least the 8 of its header length. It was truncated");
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(file);
        if (headerLength > (ulong)(file.Length - sizeof(ulong)))
            throw Damaged(
                source,
                $"announces a header of {headerLength} bytes but has {file.Length - sizeof(ulong)} after the length. It was truncated or "
                    + $"is no safetensors file");

        Header header = ParseHeader(file.Slice(sizeof(ulong), (int)headerLength), source);
        ReadOnlySpan<byte> data = file[(sizeof(ulong) + (int)headerLength)..];
        CheckLayout(header.Entries, data.Length, source);
        if (header.HashAt >= 0) CheckHash(file, sizeof(ulong) + header.HashAt, header.Hash, source);
        else if (requireHash)
            throw Damaged(source, $"has no metadata '{SafetensorsFile.HashKey}', which every artifact of this program carries");

        List<SafetensorsTensor> tensors = new(header.Entries.Count);
        foreach (Entry entry in header.Entries)
            tensors.Add(SafetensorsElement.Read(entry.Name, entry.ElementType, entry.Shape, data[(int)entry.Begin..(int)entry.End]));
        return new SafetensorsFile(source, tensors, header.Metadata);
    }

    private static Header ParseHeader(ReadOnlySpan<byte> bytes, string source)
    {
        Header header = new();
        HashSet<string> names = new(StringComparer.Ordinal);
        try
        {
            Utf8JsonReader json = new(bytes, new JsonReaderOptions { MaxDepth = 8 });
            Expect(ref json, JsonTokenType.StartObject);
            while (Next(ref json) != JsonTokenType.EndObject)
            {
                string name = json.GetString()!;
                if (!names.Add(name)) throw new JsonException($"'{name}' occurs twice");
                if (name == SafetensorsFile.MetadataKey) ParseMetadata(ref json, header);
                else header.Entries.Add(ParseEntry(ref json, name));
            }
            if (json.Read()) throw new JsonException("something follows the closing brace");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            throw Damaged(source, $"has an unreadable header: {e.Message.TrimEnd('.')}", e);
        }
        return header;
    }

    private static void ParseMetadata(ref Utf8JsonReader json, Header header)
    {
        Expect(ref json, JsonTokenType.StartObject);
        while (Next(ref json) != JsonTokenType.EndObject)
        {
            string key = json.GetString()!;
            Expect(ref json, JsonTokenType.String);
            string value = json.GetString()!;
            if (key == SafetensorsFile.HashKey)
            {
                if (header.HashAt >= 0) throw new JsonException($"'{key}' occurs twice");
                header.HashAt = (int)json.TokenStartIndex + 1; // past the quote
                header.Hash = value;
            }
            else if (!header.Metadata.TryAdd(key, value)) throw new JsonException($"metadata '{key}' occurs twice");
        }
    }

    private static Entry ParseEntry(ref Utf8JsonReader json, string name)
    {
        string? elementType = null;
        long[]? shape = null, offsets = null;
        Expect(ref json, JsonTokenType.StartObject);
        while (Next(ref json) != JsonTokenType.EndObject)
        {
            string key = json.GetString()!;
            switch (key)
            {
                case "dtype":
                    Expect(ref json, JsonTokenType.String);
                    elementType = json.GetString();
                    break;
                case "shape": shape = ParseNumbers(ref json); break;
                case "data_offsets": offsets = ParseNumbers(ref json); break;
                default: throw new JsonException($"tensor '{name}' has an unknown entry '{key}'");
            }
        }
        if (elementType is null || shape is null || offsets is not { Length: 2 })
            throw new JsonException($"tensor '{name}' lacks dtype, shape or two data_offsets");
        if (SafetensorsElement.SizeOf(elementType) == 0)
            throw new JsonException($"tensor '{name}' has element type '{elementType}'; supported are F32, F64, I32 and I64");
        if (shape.Any(size => size is < 0 or > int.MaxValue)) throw new JsonException($"tensor '{name}' has a negative or huge dimension");
        return new Entry(name, elementType, [.. shape.Select(size => (int)size)], offsets[0], offsets[1]);
    }

    private static long[] ParseNumbers(ref Utf8JsonReader json)
    {
        List<long> numbers = [];
        Expect(ref json, JsonTokenType.StartArray);
        while (Next(ref json) != JsonTokenType.EndArray) numbers.Add(json.GetInt64());
        return [.. numbers];
    }

    private static void CheckLayout(List<Entry> entries, long dataLength, string source)
    {
        long end = 0;
        foreach (Entry entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != end || entry.End < entry.Begin)
                throw Damaged(
                    source, $"has tensor '{entry.Name}' at bytes {entry.Begin} to {entry.End} of its data; expected it to begin at {end}");
            Int128 expected = SafetensorsElement.SizeOf(entry.ElementType);
            foreach (int size in entry.Shape) expected = expected > long.MaxValue ? expected : expected * size;
            if (entry.End - entry.Begin != expected)
                throw Damaged(
                    source,
                    $"has {entry.End - entry.Begin} bytes for tensor '{entry.Name}'; {entry.ElementType} "
                        + $"[{string.Join(", ", entry.Shape)}] takes {expected}");
            end = entry.End;
        }
        if (dataLength < end) throw Damaged(source, $"holds {dataLength} of the {end} bytes of its tensors. It was truncated");
        if (dataLength > end) throw Damaged(source, $"has {dataLength - end} bytes after its last tensor");
    }

    private static void CheckHash(ReadOnlySpan<byte> file, int at, string stored, string source)
    {
        if (stored.Length != HashCharacters)
            throw Damaged(source, $"has a hash of {stored.Length} characters; expected {HashCharacters}");
        using IncrementalHash sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha256.AppendData(file[..at]);
        Span<byte> zeros = stackalloc byte[HashCharacters];
        zeros.Fill((byte)'0');
        sha256.AppendData(zeros);
        sha256.AppendData(file[(at + HashCharacters)..]);
        string computed = Convert.ToHexStringLower(sha256.GetHashAndReset());
        if (!file.Slice(at, HashCharacters).SequenceEqual(Encoding.ASCII.GetBytes(computed)))
            throw Damaged(source, $"was altered: its SHA-256 is {computed}, its header says {stored}");
    }

    private static JsonTokenType Next(ref Utf8JsonReader json) =>
        json.Read() ? json.TokenType : throw new JsonException("it ends too early");

    private static void Expect(ref Utf8JsonReader json, JsonTokenType expected)
    {
        if (Next(ref json) != expected)
            throw new JsonException($"found {json.TokenType} at byte {json.TokenStartIndex}; expected {expected}");
    }

    private static DamagedArtifactException Damaged(string source, string what, Exception? inner = null) => new($"{source} {what}.", inner);

    private sealed class Header
    {
        public List<Entry> Entries { get; } = [];

        public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

        /// <summary>Offset in the header of the hash's first character; −1 without hash.</summary>
        public int HashAt { get; set; } = -1;

        public string Hash { get; set; } = "";
    }

    private sealed record Entry(string Name, string ElementType, int[] Shape, long Begin, long End);
}
