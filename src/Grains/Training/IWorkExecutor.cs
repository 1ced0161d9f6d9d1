using IonSweep.Grains.Interfaces;

namespace IonSweep.Grains.Training;

/// <summary>Does work items, synchronously on the calling thread: one at a time, or compatible ones together.</summary>
public interface IWorkExecutor
{
    /// <summary>Does one, telling <see cref="QueuedWork.Progress"/> and heeding its cancellation. What goes wrong is in the result.</summary>
    WorkEnd Execute(QueuedWork work);

    /// <summary>
    /// Whether a waiting item of the same sweep may be done together with one that begins; asked only where
    /// <see cref="TrainingQueueOptions.Together"/> is above 1. By default none may. Called under the queue's lock: must be quick.
    /// </summary>
    bool Joins(QueuedWork first, QueuedWork other) => false;

    /// <summary>Does a group whose items <see cref="Joins">join</see> the first; by default one after the other.</summary>
    /// <param name="group">At least one.</param>
    /// <param name="ended">To be told the end of each as soon as it comes.</param>
    void Execute(IReadOnlyList<QueuedWork> group, Action<QueuedWork, WorkEnd> ended)
    {
        foreach (QueuedWork work in group) ended(work, work.Cancellation.IsCancellationRequested ? WorkEnd.Stopped(work.Order.Item.Id) : Execute(work));
    }
}
