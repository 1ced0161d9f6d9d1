using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Web.Tests;

/// <summary>Artifacts in memory, and how often each was read.</summary>
public sealed class MemoryArtifactStore : IArtifactStore
{
    /// <summary>The artifacts.</summary>
    public ConcurrentDictionary<string, byte[]> Artifacts { get; } = new();

    /// <summary>Paths that were read.</summary>
    public ConcurrentQueue<string> Reads { get; } = new();

    public Task<byte[]?> ReadAsync(string path, CancellationToken cancellation = default)
    {
        Reads.Enqueue(path);
        return Task.FromResult(Artifacts.GetValueOrDefault(path));
    }

    public Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
    {
        Artifacts[path] = content.ToArray();
        return Task.CompletedTask;
    }

    public Task<bool> TryCreateAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation = default) =>
        Task.FromResult(Artifacts.TryAdd(path, content.ToArray()));

    public Task<bool> ExistsAsync(string path, CancellationToken cancellation = default) => Task.FromResult(Artifacts.ContainsKey(path));

    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await Task.CompletedTask;
        foreach (string path in Artifacts.Keys.Where(one => one.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            yield return path;
    }

    public Task DeleteAsync(string path, CancellationToken cancellation = default)
    {
        Artifacts.TryRemove(path, out _);
        return Task.CompletedTask;
    }
}
