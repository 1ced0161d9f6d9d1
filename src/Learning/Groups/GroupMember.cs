using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Groups;

/// <summary>
/// One training of a group. It reports, saves checkpoints, is cancelled and fails alone, and ends when its own stopping rule says so.
/// </summary>
/// <param name="task">What is trained.</param>
/// <param name="run">Its surroundings; what it calls is called on the group's thread.</param>
public abstract class GroupMember(NetworkTask task, TrainingRun run)
{
    /// <summary>What is trained.</summary>
    public NetworkTask Task => task;

    /// <summary>Its surroundings.</summary>
    public TrainingRun Run => run;

    /// <summary>It has ended, in whatever way.</summary>
    public abstract bool HasEnded { get; }

    /// <summary>Tells why there is no trained network; only the first end counts.</summary>
    public abstract void Fail(Exception reason);
}

/// <summary>A training of a group whose end can be awaited.</summary>
/// <typeparam name="TWeights">Weights of the trained network.</typeparam>
/// <param name="task">What is trained.</param>
/// <param name="run">Its surroundings; what it calls is called on the group's thread.</param>
public sealed class GroupMember<TWeights>(NetworkTask<TWeights> task, TrainingRun run) : GroupMember(task, run)
{
    private readonly TaskCompletionSource<Trained<TWeights>> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc cref="GroupMember.Task"/>
    public new NetworkTask<TWeights> Task => task;

    /// <summary>The trained network, or what <see cref="ITrainer.Train"/> throws for it.</summary>
    public Task<Trained<TWeights>> Outcome => _outcome.Task;

    /// <inheritdoc/>
    public override bool HasEnded => _outcome.Task.IsCompleted;

    /// <summary>Tells that the training has ended; only the first end counts.</summary>
    public void Finish(Trained<TWeights> trained) => _outcome.TrySetResult(trained);

    /// <inheritdoc/>
    public override void Fail(Exception reason)
    {
        if (reason is OperationCanceledException cancelled && cancelled.CancellationToken.IsCancellationRequested)
            _outcome.TrySetCanceled(cancelled.CancellationToken);
        else
            _outcome.TrySetException(reason);
    }
}
