using IonSweep.Grains.Interfaces;
using IonSweep.Sweeps.Results;

namespace IonSweep.Grains.Training;

/// <summary>Does a work item.</summary>
public interface IWorkExecutor
{
    /// <summary>Begins to look whether work that was accepted is done already, so that no slot waits for the store.</summary>
    Task<WorkResult?> FindAsync(WorkOrder order);

    /// <summary>
    /// Does it on the calling thread, telling <see cref="QueuedWork.Progress"/> and heeding its cancellation. What goes wrong is in the
    /// result. Once only storing remains, it calls <see cref="QueuedWork.FreeSlot"/>.
    /// </summary>
    /// <returns>Completes when the result is stored.</returns>
    Task<WorkEnd> ExecuteAsync(QueuedWork work);
}
