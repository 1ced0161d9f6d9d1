using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.State;

namespace IonSweep.Client.Progress;

/// <summary>Where a watched sweep stands, put together from the messages of <see cref="ISweepService.WatchAsync"/>. Thread-safe.</summary>
internal sealed class SweepProgress
{
    private readonly Lock _lock = new();
    private readonly List<WorkItemSnapshot> _items = [];
    private readonly Dictionary<string, int> _index = [];
    private SweepSummary? _summary;
    private double? _secondsLeft;

    /// <summary>Takes in one message.</summary>
    public void Apply(SweepUpdate update)
    {
        lock (_lock)
        {
            _summary = update.Summary;
            _secondsLeft = update.SecondsLeft;
            if (update.Snapshot is { } snapshot)
            {
                _items.Clear();
                _index.Clear();
                foreach (WorkItemSnapshot item in snapshot.Items)
                {
                    _index.Add(item.Id, _items.Count);
                    _items.Add(item);
                }
            }
            foreach (WorkItemSnapshot item in update.Changed)
                if (_index.TryGetValue(item.Id, out int at)) _items[at] = item;
        }
    }

    /// <summary>The state now, or null before the first message.</summary>
    public ProgressState? Now
    {
        get
        {
            lock (_lock)
            {
                if (_summary is null) return null;
                List<WorkItemSnapshot> cells = [.. _items.Where(i => IsCell(i.Id))];
                return new(
                    _summary,
                    cells.Count(c => IsFinished(c.Status)),
                    cells.Count,
                    [.. _items.Where(i => i.Status == WorkStatus.Running)],
                    _secondsLeft);
            }
        }
    }

    // Of one target or of several; not what serves them.
    private static bool IsCell(string id) =>
        id.StartsWith("cells/", StringComparison.Ordinal) || id.StartsWith("groups/", StringComparison.Ordinal);

    private static bool IsFinished(WorkStatus status) => status is WorkStatus.Done or WorkStatus.Failed or WorkStatus.Blocked;
}

/// <summary>A sweep at one moment.</summary>
/// <param name="Summary">The sweep in one line.</param>
/// <param name="CellsFinished">Cells done, failed or blocked.</param>
/// <param name="Cells">Cells in all.</param>
/// <param name="Running">Work items in training, in plan order.</param>
/// <param name="SecondsLeft">Estimate; null while unknown.</param>
internal sealed record ProgressState(
    SweepSummary Summary, int CellsFinished, int Cells, IReadOnlyList<WorkItemSnapshot> Running, double? SecondsLeft);
