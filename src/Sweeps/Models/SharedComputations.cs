namespace IonSweep.Sweeps.Models;

/// <summary>
/// What several models of the same rows need and one of them computes: the others wait. Nothing that is not a function of the rows, the
/// spec and the key belongs here, so that it does not matter who computes it. Thread-safe.
/// </summary>
public sealed class SharedComputations
{
    private readonly Dictionary<string, Entry> _entries = [];

    /// <summary>The value of a key, computed when nobody has; what a failed computation threw, the next asker meets himself.</summary>
    public T Get<T>(string key, Func<T> compute)
        where T : class
    {
        Entry? entry;
        lock (_entries)
            if (!_entries.TryGetValue(key, out entry)) _entries.Add(key, entry = new Entry());
        lock (entry) return (T)(entry.Value ??= compute());
    }

    private sealed class Entry
    {
        public object? Value { get; set; }
    }
}
