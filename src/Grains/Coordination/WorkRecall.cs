using IonSweep.Grains.Placement;
using IonSweep.Grains.Training;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.State;
using Microsoft.Extensions.Logging;

namespace IonSweep.Grains.Coordination;

/// <summary>
/// Asks for work back that only waits at a silo, as far as other silos have free slots: they joined later, or were done sooner.
/// </summary>
internal sealed class WorkRecall(string sweep, SweepPlan plan, Assignments assigned, TrainingSilos silos, TrainingServiceClient services,
    ILogger log)
{
    /// <summary>Asks the silos that hold it. What they give back they report as stopped.</summary>
    /// <param name="workers">Silos that could work on the sweep.</param>
    public void FromBusyTo(IReadOnlyList<Worker> workers)
    {
        HashSet<SiloAddress> idle = [];
        int free = 0;
        foreach (Worker worker in workers)
        {
            if (silos.FreeSlots(worker.Silo, worker.Slots) is not (> 0 and int count)) continue;
            idle.Add(worker.Silo);
            free += count;
        }
        if (free == 0) return;
        // A synthetic set stays: it would go to its generator's grain again, wherever that is.
        KeyValuePair<int, Assignment>[] waiting = [.. assigned.All()
            .Where(held => held.Value is { Waits: true, Silo: { } silo } && !idle.Contains(silo)
                && plan.Items[held.Key].Kind != WorkKind.SyntheticSet)
            .OrderByDescending(held => held.Value.Since) // what came last would begin last
            .Take(free)];
        foreach ((_, Assignment recalled) in waiting) recalled.IsRecalled = true;
        foreach (IGrouping<SiloAddress, KeyValuePair<int, Assignment>> held in waiting.GroupBy(item => item.Value.Silo!))
            _ = AskAsync(held.Key, [.. held.Select(item => plan.Items[item.Key].Id)]);
    }

    private async Task AskAsync(SiloAddress silo, string[] items)
    {
        log.LogInformation("Work items of sweep {Sweep} that wait at silo {Silo} are recalled, since another has free slots: {Items}",
            sweep, silo, items);
        try
        {
            await services.Of(silo).RecallAsync(sweep, items);
        }
        catch (Exception e)
        {
            log.LogDebug(e, "Could not recall work from silo {Silo}; trying again", silo); // with a later tick
        }
    }
}

/// <summary>A silo that could work on a sweep.</summary>
/// <param name="Silo">The silo.</param>
/// <param name="Slots">Work items that it does at once.</param>
/// <param name="Limit">Work items of the sweep that it may hold at once, those that wait included.</param>
internal readonly record struct Worker(SiloAddress Silo, int Slots, int Limit);
