using IonSweep.Grains.Interfaces;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;

namespace IonSweep.Grains.Training;

/// <summary>One work item in a silo's queue, from its acceptance until its end is reported.</summary>
public sealed class QueuedWork
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly TaskCompletionSource<WorkEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _slotFreed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile WorkProgress? _progress;

    internal QueuedWork(WorkOrder order, Task<WorkResult?> found, long accepted) =>
        (Order, Found, Accepted) = (order, found, accepted);

    /// <summary>The work.</summary>
    public WorkOrder Order { get; }

    /// <summary>Its result, if it turns out to be done already; looked for since it was accepted.</summary>
    public Task<WorkResult?> Found { get; }

    /// <summary>When it was accepted, a timestamp of the silo's clock.</summary>
    public long Accepted { get; }

    /// <summary>When a slot began to work on it, a timestamp of the silo's clock; null before.</summary>
    public long? BegunAt { get; internal set; }

    /// <summary>A slot works on it or has done so.</summary>
    public bool Begun => BegunAt is not null;

    /// <summary>Latest epoch of a training; null before the first.</summary>
    public WorkProgress? Progress
    {
        get => _progress;
        internal set => _progress = value;
    }

    /// <summary>How it ended. Never faults: whatever went wrong is in the result.</summary>
    public Task<WorkEnd> Ended => _ended.Task;

    /// <summary>It ended as stopped: cancelled, recalled, or because the silo stops.</summary>
    internal bool IsStopped => _ended.Task is { IsCompletedSuccessfully: true, Result.Kind: WorkEndKind.Stopped };

    /// <summary>Asked while it runs.</summary>
    public CancellationToken Cancellation => _cancel.Token;

    /// <summary>Completes when its slot may go on to other work, at the latest when it has ended.</summary>
    internal Task SlotFreed => _slotFreed.Task;

    /// <summary>Nothing remains but to store its result, for which no slot is needed.</summary>
    public void FreeSlot() => _slotFreed.TrySetResult();

    internal void Cancel() => _cancel.Cancel();

    internal void End(WorkEnd end) => _ended.TrySetResult(end);
}
