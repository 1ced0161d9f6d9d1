namespace IonSweep.Learning.Training;

/// <summary>What surrounds a training without influencing its result.</summary>
public sealed record TrainingRun
{
    /// <summary>
    /// Asked between steps. A cancelled training saves a checkpoint, then throws <see cref="OperationCanceledException"/>.
    /// </summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Where the state is kept between processes; null keeps none.</summary>
    public ICheckpointSlot? Checkpoint { get; init; }

    /// <summary>Training time between two checkpoints. Default 10 s.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Measures that time. Default the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Told after every epoch, on the training thread; must return at once.</summary>
    public Action<EpochReport>? EpochCompleted { get; init; }
}

/// <summary>One epoch's outcome.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="TrainingLoss">Mean loss over the epoch's rows, scaled units.</param>
/// <param name="ValidationLoss">Validation loss after the epoch, scaled units.</param>
/// <param name="BestEpoch">Epoch with the lowest validation loss so far.</param>
/// <param name="BestValidationLoss">That loss.</param>
public readonly record struct EpochReport(int Epoch, float TrainingLoss, float ValidationLoss, int BestEpoch, float BestValidationLoss);

/// <summary>Keeps one training's latest state.</summary>
public interface ICheckpointSlot
{
    /// <summary>The latest state whole, or null when there is none or it was damaged.</summary>
    byte[]? Load();

    /// <summary>Replaces the state atomically. Called on the training thread with a buffer that is reused afterwards.</summary>
    void Save(ReadOnlySpan<byte> state);
}
