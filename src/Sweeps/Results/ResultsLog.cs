using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using IonSweep.Sweeps.Serialization;

namespace IonSweep.Sweeps.Results;

/// <summary>
/// All results of a sweep in one artifact, so that whoever opens it reads one thing: SHA-256, then compressed lines of JSON, one a
/// finished item. It may lag behind the results themselves while the sweep runs: what it lacks is asked for again, and found done.
/// </summary>
public static class ResultsLog
{
    /// <summary>One finished work item.</summary>
    /// <param name="Item">Its id.</param>
    /// <param name="Result">What is stored.</param>
    /// <param name="Timing">When and where it ran; null when that is not known.</param>
    public sealed record Entry(string Item, WorkResult Result, WorkTiming? Timing);

    /// <summary>The artifact.</summary>
    public static byte[] Write(IEnumerable<Entry> entries)
    {
        using MemoryStream output = new();
        output.SetLength(SHA256.HashSizeInBytes);
        output.Position = SHA256.HashSizeInBytes;
        using (GZipStream compressed = new(output, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (Entry entry in entries)
            {
                JsonSerializer.Serialize(compressed, entry, SweepJson.Compact);
                compressed.WriteByte((byte)'\n');
            }
        }
        byte[] bytes = output.ToArray();
        SHA256.HashData(bytes.AsSpan(SHA256.HashSizeInBytes), bytes);
        return bytes;
    }

    /// <summary>The entries; null when the artifact is absent, truncated or altered.</summary>
    public static IReadOnlyList<Entry>? Read(byte[]? bytes)
    {
        if (bytes is null || bytes.Length < SHA256.HashSizeInBytes) return null;
        if (!SHA256.HashData(bytes.AsSpan(SHA256.HashSizeInBytes)).AsSpan().SequenceEqual(bytes.AsSpan(0, SHA256.HashSizeInBytes)))
            return null;
        using MemoryStream input = new(bytes, SHA256.HashSizeInBytes, bytes.Length - SHA256.HashSizeInBytes);
        using GZipStream plain = new(input, CompressionMode.Decompress);
        using StreamReader lines = new(plain);
        List<Entry> entries = [];
        try
        {
            while (lines.ReadLine() is { } line)
                entries.Add(JsonSerializer.Deserialize<Entry>(line, SweepJson.Compact) ?? throw new JsonException("found null"));
        }
        catch (JsonException)
        {
            return null; // written by another version of this program, with other fields
        }
        return entries;
    }
}
