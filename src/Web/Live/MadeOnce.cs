using System.Collections.Concurrent;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using Microsoft.Extensions.Caching.Memory;

namespace IonSweep.Web.Live;

/// <summary>
/// Keeps what was made of a sweep's state (an answer's bytes, a figure, results) while the state has the same version, so that it is made
/// once however many ask, also at the same moment. Bounded in size; what nobody asks for goes.
/// </summary>
/// <param name="capacity">Most bytes that are kept.</param>
/// <param name="unused">After how long without a question something goes.</param>
internal sealed class MadeOnce(long capacity, TimeSpan unused) : IDisposable
{
    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = capacity });
    private readonly ConcurrentDictionary<(string Id, string Name, SweepVersion Version), object> _making = new();

    /// <summary>What was made under this version, or is made now.</summary>
    /// <param name="id">The sweep.</param>
    /// <param name="name">What is made; always of one type.</param>
    /// <param name="version">Version of the state, asked for before this call.</param>
    /// <param name="make">Makes it of the state as it is now or later.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <param name="cancellation">Ends the wait; others may wait for the same.</param>
    public Task<T> GetAsync<T>(string id, string name, SweepVersion version, Func<Task<T>> make, Func<T, long> size,
        CancellationToken cancellation)
        where T : class
    {
        if (_kept.TryGetValue((id, name), out Kept? kept) && kept!.Version == version) return Task.FromResult((T)kept.Value);
        Lazy<Task<T>> making = (Lazy<Task<T>>)_making.GetOrAdd(
            (id, name, version), key => new Lazy<Task<T>>(() => MakeAsync(key, make, size)));
        return making.Value.WaitAsync(cancellation);
    }

    /// <summary>Keeps something no longer.</summary>
    public void Forget(string id, string name) => _kept.Remove((id, name));

    /// <inheritdoc/>
    public void Dispose() => _kept.Dispose();

    private async Task<T> MakeAsync<T>((string Id, string Name, SweepVersion Version) key, Func<Task<T>> make, Func<T, long> size)
        where T : class
    {
        try
        {
            // made since the caller looked
            if (_kept.TryGetValue((key.Id, key.Name), out Kept? kept) && kept!.Version == key.Version) return (T)kept.Value;
            T value = await make();
            _kept.Set((key.Id, key.Name), new Kept(key.Version, value),
                new MemoryCacheEntryOptions { Size = size(value), SlidingExpiration = unused });
            return value;
        }
        finally
        {
            _making.TryRemove(key, out _);
        }
    }

    private sealed record Kept(SweepVersion Version, object Value);
}
