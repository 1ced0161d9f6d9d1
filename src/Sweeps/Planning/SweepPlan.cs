using IonSweep.Spectra;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Planning;

/// <summary>
/// All work of a sweep in order of priority: fold by fold, and within a fold generators first (they are the longest way to the
/// end), then reference cells, synthetic sets, augmented cells and what looks at their models. Immutable; a function of spec and targets.
/// </summary>
public sealed class SweepPlan
{
    private readonly Dictionary<string, int> _indexOfId;
    private readonly int[][] _needs;
    private readonly int[][] _dependants;

    /// <summary>A plan of the given items, which must be listed after what they need.</summary>
    /// <exception cref="ArgumentException">Two items share an id, or one needs an item that is not listed before it.</exception>
    public SweepPlan(IReadOnlyList<WorkItem> items)
    {
        Items = [.. items];
        _indexOfId = new Dictionary<string, int>(items.Count, StringComparer.Ordinal);
        _needs = new int[items.Count][];
        int[] dependantCount = new int[items.Count];
        for (int i = 0; i < items.Count; i++)
        {
            _needs[i] = new int[items[i].Needs.Count];
            for (int n = 0; n < _needs[i].Length; n++)
            {
                if (!_indexOfId.TryGetValue(items[i].Needs[n], out int need))
                    throw new ArgumentException($"'{items[i].Id}' needs '{items[i].Needs[n]}', which is not listed before it.",
                        nameof(items));
                _needs[i][n] = need;
                dependantCount[need]++;
            }
            if (!_indexOfId.TryAdd(items[i].Id, i))
                throw new ArgumentException($"Two work items have the id '{items[i].Id}'.", nameof(items));
        }

        _dependants = [.. dependantCount.Select(count => new int[count])];
        for (int i = items.Count - 1; i >= 0; i--)
            foreach (int need in _needs[i]) _dependants[need][--dependantCount[need]] = i;
    }

    /// <summary>The work in order of priority.</summary>
    public IReadOnlyList<WorkItem> Items { get; }

    /// <summary>Index in <see cref="Items"/> of the item with this id; −1 when there is none.</summary>
    public int IndexOf(string id) => _indexOfId.TryGetValue(id, out int index) ? index : -1;

    /// <summary>Indices of what item <paramref name="index"/> needs.</summary>
    public ReadOnlySpan<int> NeedsOf(int index) => _needs[index];

    /// <summary>Indices of the items that need item <paramref name="index"/>, ascending.</summary>
    public ReadOnlySpan<int> DependantsOf(int index) => _dependants[index];

    /// <summary>The work that a spec asks for on a dataset.</summary>
    /// <exception cref="Errors.InvalidSpecException">The spec is unusable with this dataset.</exception>
    public static SweepPlan Create(SweepSpec spec, SpectralDataset dataset)
    {
        SweepSpec resolved = SpecResolver.Resolve(spec, dataset);
        return Create(resolved, [.. dataset.Targets.Select(target => target.Slug)]);
    }

    /// <summary>The work that a resolved spec asks for.</summary>
    /// <param name="resolved">From <see cref="SpecResolver.Resolve"/>.</param>
    /// <param name="datasetTargets">Slugs of all targets of the dataset, in its order.</param>
    internal static SweepPlan Create(SweepSpec resolved, IReadOnlyList<string> datasetTargets)
    {
        FoldPlan plan = new(resolved, datasetTargets);
        List<WorkItem> items = [];
        for (int fold = 0; fold < resolved.Folds; fold++) plan.AddTo(items, fold);
        return new SweepPlan(items);
    }
}
