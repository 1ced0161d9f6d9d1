using System.Collections.Concurrent;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Tests.Service;

/// <summary>Artifacts in memory, with places where a test can look on or interfere.</summary>
internal sealed class WatchedStore : IArtifactStore
{
    public ConcurrentDictionary<string, byte[]> Artifacts { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Called before a change; may throw.</summary>
    public Action<string>? BeforeWrite { get; set; }

    /// <summary>May replace what a reader gets; the store then holds the replacement.</summary>
    public Func<string, byte[], byte[]>? OnRead { get; set; }

    /// <summary>Times that somebody asked which artifacts there are.</summary>
    public int Listings { get; private set; }

    public Task<byte[]?> ReadAsync(string path, CancellationToken cancellation = default)
    {
        ArtifactPath.Check(path);
        if (!Artifacts.TryGetValue(path, out byte[]? bytes)) return Task.FromResult<byte[]?>(null);
        if (OnRead is not null) Artifacts[path] = bytes = OnRead(path, bytes);
        return Task.FromResult<byte[]?>([.. bytes]);
    }

    public Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
    {
        ArtifactPath.Check(path);
        BeforeWrite?.Invoke(path);
        Artifacts[path] = content.ToArray();
        return Task.CompletedTask;
    }

    public Task<bool> TryCreateAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
    {
        ArtifactPath.Check(path);
        BeforeWrite?.Invoke(path);
        return Task.FromResult(Artifacts.TryAdd(path, content.ToArray()));
    }

    public Task<bool> ExistsAsync(string path, CancellationToken cancellation = default) => Task.FromResult(Artifacts.ContainsKey(path));

    public async IAsyncEnumerable<string> ListAsync(
        string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await Task.CompletedTask;
        Listings++;
        foreach (string path in Artifacts.Keys.Where(path => path.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)) yield return path;
    }

    public Task DeleteAsync(string path, CancellationToken cancellation = default)
    {
        BeforeWrite?.Invoke(path);
        Artifacts.TryRemove(path, out _);
        return Task.CompletedTask;
    }
}
