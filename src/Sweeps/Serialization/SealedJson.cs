using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace IonSweep.Sweeps.Serialization;

/// <summary>
/// A JSON artifact that notices any changed byte: <c>{"content": …, "sha256": "…"}</c>, the hash in lower-case hexadecimal over
/// the content's UTF-8 bytes exactly as they stand in the file. Equal content gives equal bytes.
/// </summary>
public static class SealedJson
{
    private static readonly byte[] Prefix = "{\"content\": "u8.ToArray();
    private static readonly byte[] Middle = ",\n\"sha256\": \""u8.ToArray();
    private static readonly byte[] Suffix = "\"}\n"u8.ToArray();

    private static int TailLength => Middle.Length + SHA256.HashSizeInBytes * 2 + Suffix.Length;

    /// <summary>The artifact's bytes.</summary>
    public static byte[] Seal<T>(T content)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(content, SweepJson.Indented);
        byte[] hash = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(json)));
        return [.. Prefix, .. json, .. Middle, .. hash, .. Suffix];
    }

    /// <summary>The content, or null when the bytes are absent, truncated, altered or of another type.</summary>
    public static T? Open<T>(ReadOnlySpan<byte> bytes) where T : class
    {
        if (bytes.Length < Prefix.Length + TailLength || !bytes.StartsWith(Prefix) || !bytes.EndsWith(Suffix)) return null;
        ReadOnlySpan<byte> json = bytes[Prefix.Length..^TailLength], tail = bytes[^TailLength..];
        ReadOnlySpan<byte> hash = tail[Middle.Length..^Suffix.Length];
        if (!tail.StartsWith(Middle) || !hash.SequenceEqual(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(json)))))
            return null;
        try
        {
            return JsonSerializer.Deserialize<T>(json, SweepJson.Indented);
        }
        catch (JsonException)
        {
            return null; // sealed by another version of this program, with other fields
        }
    }
}
