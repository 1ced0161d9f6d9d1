using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Execution;

/// <summary>
/// Finds what other sweeps of the store have done that a sweep would do again (<see cref="WorkKeys"/>). Sweeps that use the same dataset
/// are looked at once, when the first work item is asked for; what they finish later is found too.
/// </summary>
internal sealed class ReusableWork(IArtifactStore store, SweepDefinition definition)
{
    private readonly Lazy<IReadOnlyDictionary<string, string>> _keys = new(() => WorkKeys.Of(definition));
    private readonly Lock _gate = new();
    private Task<IReadOnlyDictionary<string, List<(string Sweep, string Item)>>>? _others;

    /// <summary>The same work with its artifact, whole; null when no other sweep has done it.</summary>
    public async Task<ReusableResult?> FindAsync(WorkItem item)
    {
        Task<IReadOnlyDictionary<string, List<(string Sweep, string Item)>>> others;
        lock (_gate)
        {
            if (_others is null or { IsFaulted: true }) _others = LookAsync();
            others = _others;
        }
        IReadOnlyDictionary<string, List<(string Sweep, string Item)>> known = await others;
        if (known.Count == 0 || !known.TryGetValue(_keys.Value[item.Id], out List<(string Sweep, string Item)>? same)) return null;
        foreach ((string sweep, string id) in same)
            if (await new WorkStore(store, sweep).ReusableAsync(id) is { } found) return found;
        return null;
    }

    private async Task<IReadOnlyDictionary<string, List<(string Sweep, string Item)>>> LookAsync()
    {
        Dictionary<string, List<(string, string)>> found = new(StringComparer.Ordinal);
        string uses = SweepPaths.Uses(definition.Dataset.Sha256);
        await foreach (string path in store.ListAsync(uses))
        {
            string sweep = path[uses.Length..];
            if (sweep == definition.Id || await OtherAsync(sweep) is not { } keys) continue;
            foreach ((string item, string key) in keys)
            {
                if (!found.TryGetValue(key, out List<(string, string)>? same)) found.Add(key, same = []);
                same.Add((sweep, item));
            }
        }
        return found;
    }

    /// <summary>Keys of another sweep's work; null when it is gone, damaged or of no use.</summary>
    private async Task<IReadOnlyDictionary<string, string>?> OtherAsync(string sweep)
    {
        if (await store.ReadSealedAsync<SweepDefinition>(SweepPaths.Definition(sweep)) is not { } other
            || other.Spec.Trainer != definition.Spec.Trainer || other.NumericsVersion != definition.NumericsVersion
            || other.Spec.Seed != definition.Spec.Seed) return null;
        try
        {
            return WorkKeys.Of(other);
        }
        catch (InvalidSpecException)
        {
            return null; // it has a family or strategy that this program does not know
        }
    }
}

/// <summary>What another sweep has done.</summary>
/// <param name="Sweep">Its id.</param>
/// <param name="Result">The result.</param>
/// <param name="Artifact">The artifact that the result names; null where it names none.</param>
/// <param name="Timing">When and where that ran.</param>
internal sealed record ReusableResult(string Sweep, WorkResult Result, byte[]? Artifact, WorkTiming Timing);
