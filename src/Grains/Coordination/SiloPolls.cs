using IonSweep.Grains.Interfaces;
using IonSweep.Grains.Placement;
using IonSweep.Grains.Training;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.State;
using Microsoft.Extensions.Logging;

namespace IonSweep.Grains.Coordination;

/// <summary>
/// Asks silos what they hold of a sweep: learns progress, finds work that an earlier activation sent, and misses what vanished.
/// </summary>
/// <param name="sweep">The sweep.</param>
/// <param name="assigned">Who is thought to hold what.</param>
/// <param name="silos">All silos.</param>
/// <param name="services">Calls them.</param>
/// <param name="vanished">Told of an item that its silo no longer knows of.</param>
/// <param name="clock">Tells what was sent before a silo was asked.</param>
/// <param name="log">For calls that fail.</param>
internal sealed class SiloPolls(
    ActiveSweep sweep, Assignments assigned, TrainingSilos silos, TrainingServiceClient services, Action<int, SiloAddress> vanished,
    TimeProvider clock, ILogger log)
{
    private const int MissesUntilLost = 2;

    private readonly HashSet<SiloAddress> _asked = [];

    /// <summary>Asks one silo; at once done while it has not answered the last time.</summary>
    /// <returns>False when it did not answer.</returns>
    public async Task<bool> AskAsync(SiloAddress silo)
    {
        if (!_asked.Add(silo)) return false;
        long asked = clock.GetTimestamp();
        SiloReport report;
        try
        {
            report = await services.Of(silo).ReportAsync(sweep.Definition.Id);
        }
        catch (Exception e)
        {
            log.LogDebug(e, "Silo {Silo} did not say what it holds", silo);
            return false; // if it is dead, membership will say so
        }
        finally
        {
            _asked.Remove(silo);
        }
        silos.Heard(silo, report.Load);
        HashSet<int> held = [];
        foreach (HeldWork work in report.Work)
        {
            int item = sweep.State.Plan.IndexOf(work.Item);
            if (item < 0) continue;
            held.Add(item);
            if (sweep.Take(item)) assigned.Add(item);
            if (sweep.State.StatusOf(item) != WorkStatus.Running || assigned.Of(item) is not { } assignment) continue;
            if (assignment is { Silo: null, BacksOff: false }) assigned.Accepted(assignment, silo);
            if (assignment.Silo != silo) continue;
            assignment.Misses = 0;
            assignment.Waits = !work.Running;
            if (work.Progress is { } progress) sweep.Progress(item, progress);
        }
        foreach ((int item, Assignment assignment) in assigned.All())
        {
            if (assignment.Silo != silo || assignment.Since > asked || held.Contains(item)) continue;
            if (++assignment.Misses >= MissesUntilLost) vanished(item, silo);
        }
        return true;
    }
}
