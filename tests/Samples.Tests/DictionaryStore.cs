using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Samples.Tests;

/// <summary>A store in one file: artifacts in memory.</summary>
internal sealed class DictionaryStore : IArtifactStore
{
    private readonly ConcurrentDictionary<string, byte[]> _artifacts = new(StringComparer.Ordinal);

    public Task<byte[]?> ReadAsync(string path, CancellationToken cancellation = default) =>
        Task.FromResult(_artifacts.GetValueOrDefault(path));

    public Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
    {
        _artifacts[path] = content.ToArray();
        return Task.CompletedTask;
    }

    public Task<bool> TryCreateAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation = default) =>
        Task.FromResult(_artifacts.TryAdd(path, content.ToArray()));

    public Task<bool> ExistsAsync(string path, CancellationToken cancellation = default) => Task.FromResult(_artifacts.ContainsKey(path));

    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        foreach (string path in _artifacts.Keys.Where(path => path.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal))
            yield return await Task.FromResult(path);
    }

    public Task DeleteAsync(string path, CancellationToken cancellation = default)
    {
        _artifacts.TryRemove(path, out _);
        return Task.CompletedTask;
    }
}
