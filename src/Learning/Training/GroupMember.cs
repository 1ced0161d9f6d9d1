namespace IonSweep.Learning.Training;

/// <summary>
/// One training of a group. It reports, saves checkpoints, is cancelled and fails alone, and ends when its own stopping rule says so.
/// </summary>
/// <typeparam name="TTask">Task.</typeparam>
/// <typeparam name="TTrained">Trained network.</typeparam>
/// <param name="task">What is trained.</param>
/// <param name="run">Its surroundings; what it calls is called on the group's thread.</param>
public sealed class GroupMember<TTask, TTrained>(TTask task, TrainingRun run)
{
    private readonly TaskCompletionSource<TTrained> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What is trained.</summary>
    public TTask Task { get; } = task;

    /// <summary>Its surroundings.</summary>
    public TrainingRun Run { get; } = run;

    /// <summary>The trained network, or what <see cref="ITrainer"/>'s methods throw for it.</summary>
    public Task<TTrained> Outcome => _outcome.Task;

    /// <summary>Tells that the training has ended; only the first end counts.</summary>
    public void Finish(TTrained trained) => _outcome.TrySetResult(trained);

    /// <summary>Tells why there is no trained network; only the first end counts.</summary>
    public void Fail(Exception reason)
    {
        if (reason is OperationCanceledException cancelled && cancelled.CancellationToken.IsCancellationRequested)
            _outcome.TrySetCanceled(cancelled.CancellationToken);
        else
            _outcome.TrySetException(reason);
    }
}
