using IonSweep.Grains.Interfaces;
using IonSweep.Grains.Placement;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Planning;
using Microsoft.Extensions.Logging;

namespace IonSweep.Grains.Coordination;

/// <summary>Sends one work item to its grain, which is placed on the least loaded silo that offers the sweep's trainer.</summary>
internal sealed class WorkSender(SweepDefinition definition, IGrainFactory grains, TrainingSilos silos, string trainer, ILogger log)
{
    /// <summary>What became of it.</summary>
    public async Task<(SendResult Result, SiloAddress? Silo)> SendAsync(WorkItem work)
    {
        try
        {
            WorkAnswer answer = await GrainOf(work).StartAsync(new WorkOrder(definition.Id, definition.Version, work));
            silos.Heard(answer.Silo, answer.Load);
            return answer.Accepted ? (SendResult.Accepted, answer.Silo) : (SendResult.Full, null);
        }
        catch (TimeoutException e)
        {
            log.LogDebug(e, "No answer for work item {Item} of sweep {Sweep}", work.Id, definition.Id);
            return (SendResult.Unanswered, null);
        }
        catch (Exception e)
        {
            log.LogDebug(e, "Could not send work item {Item} of sweep {Sweep}", work.Id, definition.Id);
            return (SendResult.Unreachable, null);
        }
    }

    private ITrainingGrain GrainOf(WorkItem item) => item.Kind is WorkKind.Generator or WorkKind.SyntheticSet
        ? grains.GetGrain<IGeneratorGrain>(
            TrainingSiloPlacement.KeyOf(FormattableString.Invariant($"{definition.Id}/{item.Fold}/{item.Generator}"), trainer))
        : grains.GetGrain<ICellGrain>(TrainingSiloPlacement.KeyOf($"{definition.Id}/{item.Id}", trainer));
}

/// <summary>What became of a work item that was sent.</summary>
internal enum SendResult
{
    /// <summary>A silo holds it.</summary>
    Accepted,

    /// <summary>The silo has no room for it.</summary>
    Full,

    /// <summary>No silo could be asked.</summary>
    Unreachable,

    /// <summary>It may have arrived: a silo that holds it says so when it is asked.</summary>
    Unanswered,
}
