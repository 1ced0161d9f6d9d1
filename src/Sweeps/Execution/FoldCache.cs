using IonSweep.Spectra;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Execution;

/// <summary>
/// Shares each fold's data between the work items that run on it, and lets it go when work has moved on: besides the folds in use it
/// keeps one, since work comes fold by fold.
/// </summary>
internal sealed class FoldCache(SpectralDataset dataset, SweepSpec spec)
{
    private const int IdleKept = 1;

    private readonly Dictionary<int, Entry> _folds = [];
    private long _clock;

    /// <summary>A fold's data; each call is paired with one of <see cref="Leave"/>.</summary>
    public FoldData Enter(int fold)
    {
        Entry entry;
        lock (_folds)
        {
            if (!_folds.TryGetValue(fold, out Entry? found)) _folds.Add(fold, found = new Entry());
            entry = found;
            entry.Users++;
        }
        try
        {
            lock (entry) return entry.Data ??= new FoldData(dataset, spec, fold); // others of this fold wait, other folds do not
        }
        catch
        {
            Leave(fold);
            throw;
        }
    }

    /// <summary>One work item less needs the fold.</summary>
    public void Leave(int fold)
    {
        lock (_folds)
        {
            _folds[fold].Users--;
            _folds[fold].LastUsed = ++_clock;
            foreach ((int idle, _) in _folds.Where(pair => pair.Value.Users == 0).OrderByDescending(pair => pair.Value.LastUsed)
                .Skip(IdleKept).ToList())
                _folds.Remove(idle);
        }
    }

    private sealed class Entry
    {
        public FoldData? Data { get; set; }

        public int Users { get; set; }

        public long LastUsed { get; set; }
    }
}
