using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.State;

namespace IonSweep.Web.Live;

/// <summary>A sweep's latest state, kept up to date from updates. Not safe for threads; the feed guards it.</summary>
internal sealed class SweepBoard
{
    private readonly Dictionary<string, int> _places = [];
    private readonly Dictionary<string, RunningCurve> _curves = [];
    private List<WorkItemSnapshot> _items = [];
    private SweepSnapshot? _snapshot;

    /// <summary>True once a first snapshot came.</summary>
    public bool IsReady => _snapshot is not null;

    /// <summary>Number of the last change contained; 0 before the first snapshot.</summary>
    public long Sequence => _snapshot?.Sequence ?? 0;

    /// <summary>The sweep in one line.</summary>
    public SweepSummary Summary => _snapshot!.Summary;

    /// <summary>Time left, s; null when it cannot be told.</summary>
    public double? SecondsLeft => _snapshot!.SecondsLeft;

    /// <summary>Work items as they stand; not to be kept.</summary>
    public IReadOnlyList<WorkItemSnapshot> Items => _items;

    /// <summary>The whole state now, with its items copied.</summary>
    public SweepSnapshot Snapshot => _snapshot! with { Items = [.. _items] };

    /// <summary>Takes in one update.</summary>
    public void Apply(SweepUpdate update)
    {
        if (update.Snapshot is { } snapshot)
        {
            _snapshot = snapshot;
            _items = [.. snapshot.Items];
            _places.Clear();
            for (int i = 0; i < _items.Count; i++) _places[_items[i].Id] = i;
        }
        else
        {
            _snapshot = _snapshot! with { Sequence = update.Sequence, Summary = update.Summary, SecondsLeft = update.SecondsLeft };
            foreach (WorkItemSnapshot item in update.Changed)
                if (_places.TryGetValue(item.Id, out int place)) _items[place] = item;
        }
        foreach (WorkItemSnapshot item in update.Snapshot?.Items ?? update.Changed)
        {
            if (item is { Status: WorkStatus.Running, Progress: { } progress })
            {
                if (!_curves.TryGetValue(item.Id, out RunningCurve? curve)) _curves[item.Id] = curve = new RunningCurve();
                curve.Add(progress);
            }
            else
            {
                _curves.Remove(item.Id);
            }
        }
    }

    /// <summary>What is training now, in plan order, with its losses so far.</summary>
    public IReadOnlyList<(WorkItemSnapshot Item, LearningCurve? Curve)> Running() =>
        [.. _items.Where(item => item.Status == WorkStatus.Running).Select(item =>
            (item, item.Progress is { } progress && _curves.TryGetValue(item.Id, out RunningCurve? curve) ? curve.ToCurve(progress)
                : null))];
}
