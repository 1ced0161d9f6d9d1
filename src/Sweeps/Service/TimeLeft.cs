using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.State;

namespace IonSweep.Sweeps.Service;

/// <summary>
/// Estimates how long a sweep still takes: unfinished items of each kind times the mean time of finished ones. A kind of which none
/// is finished yet is judged by its number of multiplications beside the others'.
/// </summary>
internal sealed class TimeLeft
{
    private const int Kinds = 4; // reference cell, augmented cell, generator, synthetic set

    private readonly double[] _cost = new double[Kinds]; // relative
    private readonly double[] _seconds = new double[Kinds];
    private readonly int[] _timed = new int[Kinds];
    private readonly int[] _left = new int[Kinds];
    private readonly SweepPlan _plan;

    public TimeLeft(SweepDefinition definition, SweepPlan plan)
    {
        _plan = plan;
        int channels = definition.Facts.Wavelengths.Count, targets = definition.Facts.Targets.Count, hidden = definition.Spec.Generator.Hidden, latents = definition.Spec.Generator.Latents;
        double network = 0, inputs = channels;
        foreach (int neurons in definition.Spec.Regression.Hidden)
        {
            network += inputs * neurons;
            inputs = neurons;
        }
        double generator = hidden * (2.0 * channels + 3.0 * latents);
        _cost[0] = network;
        _cost[1] = 2 * network;
        _cost[2] = generator;
        _cost[3] = 0.01 * (generator + targets * network); // a few passes instead of hundreds of epochs
        foreach (WorkItem item in plan.Items) _left[KindOf(item)]++;
    }

    /// <summary>An item needs no more work.</summary>
    /// <param name="item">Its index.</param>
    /// <param name="seconds">Time of a whole run; null when unknown or resumed.</param>
    public void Finished(int item, double? seconds)
    {
        int kind = KindOf(_plan.Items[item]);
        _left[kind]--;
        if (seconds is not { } time) return;
        _seconds[kind] += time;
        _timed[kind]++;
    }

    /// <summary>A finished item is done again.</summary>
    public void Reopened(int item) => _left[KindOf(_plan.Items[item])]++;

    /// <summary>Seconds until the end; null while no item's time is known.</summary>
    /// <param name="threads">Trainings at once.</param>
    /// <param name="runningFor">Seconds since each running item started.</param>
    public double? Estimate(double threads, IEnumerable<(int Item, double Seconds)> runningFor)
    {
        double timedCost = 0, timedSeconds = 0;
        for (int kind = 0; kind < Kinds; kind++)
        {
            timedCost += _timed[kind] * _cost[kind];
            timedSeconds += _seconds[kind];
        }
        if (timedCost <= 0) return null;
        double total = 0;
        for (int kind = 0; kind < Kinds; kind++) total += _left[kind] * Mean(kind);
        foreach ((int item, double seconds) in runningFor) total -= Math.Min(seconds, 0.95 * Mean(KindOf(_plan.Items[item])));
        return Math.Max(0, total) / Math.Max(1, threads);

        double Mean(int kind) => _timed[kind] > 0 ? _seconds[kind] / _timed[kind] : _cost[kind] * timedSeconds / timedCost;
    }

    private static int KindOf(WorkItem item) => item.Kind switch
    {
        WorkKind.Generator => 2,
        WorkKind.SyntheticSet => 3,
        _ => item.Needs.Count == 0 ? 0 : 1,
    };
}
