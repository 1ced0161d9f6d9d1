namespace IonSweep.Sweeps.Service;

/// <summary>
/// The sweeps of this process, and which of them gets the next free thread: they take turns, item by item. Not safe for concurrent calls.
/// </summary>
/// <param name="threads">Threads that they share.</param>
internal sealed class SweepTurns(int threads)
{
    private const int EndedKept = 16; // sweeps whose watchers may still ask for the last updates

    private readonly List<ActiveSweep> _sweeps = []; // in the order of submission; ended ones are kept for a while
    private int _turn;

    /// <summary>Those that have not ended.</summary>
    public IReadOnlyList<ActiveSweep> Running => [.. _sweeps.Where(sweep => sweep.Ending is null)];

    /// <summary>Threads that one sweep can count on.</summary>
    public double Share => (double)threads / Math.Max(1, _sweeps.Count(sweep => sweep.Ending is null));

    /// <summary>A sweep that runs or ended lately; null otherwise.</summary>
    public ActiveSweep? Find(string id) => _sweeps.Find(sweep => sweep.Definition.Id == id);

    /// <summary>Takes a sweep up; one of the same id that ended gives way.</summary>
    public void Add(ActiveSweep sweep)
    {
        Remove(sweep.Definition.Id);
        foreach (ActiveSweep old in _sweeps.Where(other => other.Ending is not null).SkipLast(EndedKept).ToList()) _sweeps.Remove(old);
        _sweeps.Add(sweep);
    }

    /// <summary>Drops a sweep.</summary>
    public void Remove(string id) => _sweeps.RemoveAll(sweep => sweep.Definition.Id == id);

    /// <summary>Takes an item of the sweep whose turn it is; null when none has work.</summary>
    public (ActiveSweep Sweep, int Item)? Take()
    {
        for (int offset = 0; offset < _sweeps.Count; offset++)
        {
            ActiveSweep sweep = _sweeps[(_turn + offset) % _sweeps.Count];
            int item = sweep.Take();
            if (item < 0) continue;
            _turn = (_turn + offset) % _sweeps.Count + 1; // not wrapped: a sweep that is submitted meanwhile comes next
            return (sweep, item);
        }
        return null;
    }
}
