using IonSweep.Grains.Interfaces;
using IonSweep.Grains.Placement;
using Orleans.Concurrency;

namespace IonSweep.Grains.Training;

/// <summary>
/// Hands work to the training queue of its silo and stays active while it is held there. The work itself runs on the queue's
/// threads, never in a grain's turn.
/// </summary>
[Reentrant]
public abstract class TrainingGrain(
    SiloTrainingQueue queue, WorkReporter reporter, SweepMetrics metrics, ILocalSiloDetails silo) : Grain, ITrainingGrain
{
    private static readonly TimeSpan LongestWork = TimeSpan.FromDays(7);

    private int _held;

    /// <inheritdoc/>
    public Task<WorkAnswer> StartAsync(WorkOrder order)
    {
        (QueuedWork Work, bool IsNew)? accepted = queue.TryAccept(order);
        if (accepted is { IsNew: true } started)
        {
            metrics.WorkStarted(order.Item.Kind);
            reporter.Follow(started.Work);
            DelayDeactivation(LongestWork);
            _held++;
            _ = LeaveAfterAsync(started.Work);
        }
        // Elsewhere there may be room: the next call places this grain anew.
        if (_held == 0) DeactivateOnIdle();
        return Task.FromResult(new WorkAnswer(accepted is not null, silo.SiloAddress, queue.Load));
    }

    private async Task LeaveAfterAsync(QueuedWork work)
    {
        await work.Ended;
        if (--_held == 0) DeactivateOnIdle();
    }
}

/// <summary>One cell: fold × target × strategy.</summary>
[TrainingSiloPlacement]
public sealed class CellGrain(SiloTrainingQueue queue, WorkReporter reporter, SweepMetrics metrics, ILocalSiloDetails silo)
    : TrainingGrain(queue, reporter, metrics, silo), ICellGrain;

/// <summary>One generator of one fold and the synthetic sets drawn from it.</summary>
[TrainingSiloPlacement]
public sealed class GeneratorGrain(SiloTrainingQueue queue, WorkReporter reporter, SweepMetrics metrics, ILocalSiloDetails silo)
    : TrainingGrain(queue, reporter, metrics, silo), IGeneratorGrain;
