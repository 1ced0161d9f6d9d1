using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Planning;

namespace IonSweep.Grains.Training;

/// <summary>
/// Lets work that a slot's own thread computes begin only as far as there are processors. A silo that trains many networks in one pass
/// has a slot for each of them, far more than processors, and the device that trains them needs one too.
/// </summary>
/// <param name="processors">Such items at once.</param>
public sealed class ProcessorShare(int processors)
{
    private readonly SemaphoreSlim _free = new(processors);

    /// <summary>Waits, if the item computes on its own thread, until a processor is free for it; disposing the answer frees it.</summary>
    /// <returns>Null for an item that leaves its work to the trainer.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while it waited.</exception>
    public async Task<IDisposable?> EnterAsync(WorkItem item, CancellationToken cancellation)
    {
        bool trains = item.Kind == WorkKind.Generator
            || (item.Kind is WorkKind.Cell or WorkKind.MultiTarget && ModelCatalog.Get(item.Model).Networks.Count > 0);
        if (trains) return null;
        await _free.WaitAsync(cancellation);
        return new Place(_free);
    }

    private sealed class Place(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
