using IonSweep.Learning.Tasks;

namespace IonSweep.Learning.Training;

/// <summary>
/// Trains networks. Calls are synchronous and use one thread each; different threads may call at once.
/// A result is a function of the task alone, not of thread, interruption or vector width.
/// </summary>
public interface ITrainer
{
    /// <summary>Name in spec and results, e.g. <c>cpu</c>.</summary>
    string Name { get; }

    /// <summary>Name of the trainer whose bits it gives, which its checkpoints carry. Its own unless it says otherwise.</summary>
    string Numerics => Name;

    /// <summary>Raised whenever a change alters any result's bits; results and checkpoints carry it.</summary>
    int NumericsVersion { get; }

    /// <summary>Kinds of networks that it can train, by <see cref="NetworkTask.Network"/>.</summary>
    IReadOnlyCollection<string> Networks { get; }

    /// <summary>Trains a network, resuming from the run's checkpoint when it holds one of the same task.</summary>
    /// <exception cref="TrainingDivergedException">A loss is not a finite number.</exception>
    /// <exception cref="CheckpointMismatchException">The checkpoint belongs to another task, trainer or numerics version.</exception>
    /// <exception cref="UnsupportedNetworkException">The task's network is none of <see cref="Networks"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint was saved.</exception>
    Trained<TWeights> Train<TWeights>(NetworkTask<TWeights> task, TrainingRun run);
}
