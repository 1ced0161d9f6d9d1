namespace IonSweep.Charts.Plots;

/// <summary>
/// An axis of at most so many positions that lines share, and each line on it so that every spike stays: of neighbouring positions that
/// do not fit, the line keeps its lowest and its highest value, in their order.
/// </summary>
public sealed class ThinnedAxis
{
    private readonly int _count, _groups;

    /// <param name="positions">All positions, ascending.</param>
    /// <param name="most">Positions that are kept at most, two or more.</param>
    public ThinnedAxis(IReadOnlyList<double> positions, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 2);
        _count = positions.Count;
        _groups = _count <= most ? 0 : most / 2;
        X = _groups == 0 ? positions
            : [.. Enumerable.Range(0, _groups).SelectMany(group => new[] { positions[First(group)], positions[First(group + 1) - 1] })];
    }

    /// <summary>The positions that are left.</summary>
    public IReadOnlyList<double> X { get; }

    /// <summary>A line's values at <see cref="X"/>.</summary>
    /// <param name="values">One at each of all positions.</param>
    public IReadOnlyList<double> Of(IReadOnlyList<float> values)
    {
        if (_groups == 0) return [.. values.Select(value => (double)value)];
        double[] kept = new double[2 * _groups];
        for (int group = 0; group < _groups; group++)
        {
            (int lowest, int highest) = (First(group), First(group));
            for (int i = First(group); i < First(group + 1); i++)
            {
                if (!(values[i] >= values[lowest])) lowest = i; // also when the one before is not a number
                if (!(values[i] <= values[highest])) highest = i;
            }
            (kept[2 * group], kept[2 * group + 1]) = (values[Math.Min(lowest, highest)], values[Math.Max(lowest, highest)]);
        }
        return kept;
    }

    private int First(int group) => (int)((long)group * _count / _groups);
}
