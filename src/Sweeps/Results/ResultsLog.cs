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
    private const int AtOnce = 256; // lines

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
        using MemoryStream input = new(bytes, SHA256.HashSizeInBytes, bytes.Length - SHA256.HashSizeInBytes), plain = new();
        using (GZipStream compressed = new(input, CompressionMode.Decompress)) compressed.CopyTo(plain);
        return Parse(plain.GetBuffer().AsMemory(0, (int)plain.Length));
    }

    /// <summary>The entries of lines, on all cores where there are many; null when one is of another version of this program.</summary>
    private static Entry[]? Parse(ReadOnlyMemory<byte> text)
    {
        List<ReadOnlyMemory<byte>> lines = [];
        while (text.Span.IndexOf((byte)'\n') is >= 0 and var end)
        {
            lines.Add(text[..end]);
            text = text[(end + 1)..];
        }
        Entry[] entries = new Entry[lines.Count];
        int unknown = 0;
        Parallel.For(0, (lines.Count + AtOnce - 1) / AtOnce, part =>
        {
            CellLines cells = new();
            try
            {
                for (int i = part * AtOnce; i < Math.Min(lines.Count, (part + 1) * AtOnce); i++)
                    entries[i] = cells.Read(lines[i].Span) ?? JsonSerializer.Deserialize<Entry>(lines[i].Span, SweepJson.Compact)
                        ?? throw new JsonException("found null");
            }
            catch (Exception e) when (e is JsonException or FormatException)
            {
                Interlocked.Increment(ref unknown);
            }
        });
        return unknown == 0 ? entries : null;
    }
}
