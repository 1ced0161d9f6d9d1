using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Planning;

namespace IonSweep.Sweeps.Service;

/// <summary>
/// Estimates how long a sweep still takes: unfinished items of each kind times the mean time of finished ones. A kind of which none
/// is finished yet is judged by its number of multiplications beside the others'.
/// </summary>
internal sealed class TimeLeft
{
    private readonly Dictionary<string, Kind> _kinds = [];
    private readonly SweepPlan _plan;

    public TimeLeft(SweepDefinition definition, SweepPlan plan)
    {
        _plan = plan;
        foreach (WorkItem item in plan.Items)
        {
            string key = WorkCost.KindOf(item);
            if (!_kinds.TryGetValue(key, out Kind? kind))
                _kinds.Add(key, kind = new Kind(WorkCost.Of(item, definition)));
            kind.Left++;
        }
    }

    /// <summary>An item needs no more work.</summary>
    /// <param name="item">Its index.</param>
    /// <param name="seconds">Time of a whole run; null when unknown or resumed.</param>
    public void Finished(int item, double? seconds)
    {
        Kind kind = KindOf(item);
        kind.Left--;
        if (seconds is not { } time) return;
        kind.Seconds += time;
        kind.Timed++;
    }

    /// <summary>A finished item is done again.</summary>
    public void Reopened(int item) => KindOf(item).Left++;

    /// <summary>Seconds until the end; null while no item's time is known.</summary>
    /// <param name="threads">Trainings at once.</param>
    /// <param name="runningFor">Seconds since each running item started.</param>
    public double? Estimate(double threads, IEnumerable<(int Item, double Seconds)> runningFor)
    {
        double timedCost = 0, timedSeconds = 0, total = 0;
        foreach (Kind kind in _kinds.Values)
        {
            timedCost += kind.Timed * kind.Cost;
            timedSeconds += kind.Seconds;
        }
        if (timedCost <= 0) return null;
        foreach (Kind kind in _kinds.Values) total += kind.Left * Mean(kind);
        foreach ((int item, double seconds) in runningFor) total -= Math.Min(seconds, 0.95 * Mean(KindOf(item)));
        return Math.Max(0, total) / Math.Max(1, threads);

        double Mean(Kind kind) => kind.Timed > 0 ? kind.Seconds / kind.Timed : kind.Cost * timedSeconds / timedCost;
    }

    private Kind KindOf(int item) => _kinds[WorkCost.KindOf(_plan.Items[item])];

    private sealed class Kind(double cost)
    {
        public double Cost { get; } = cost; // relative

        public double Seconds { get; set; }

        public int Timed { get; set; }

        public int Left { get; set; }
    }
}
