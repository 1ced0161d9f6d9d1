using IonSweep.Learning.Calibration;
using IonSweep.Learning.Training;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Models;

/// <summary>
/// A kind of calibration. To add one: write a class in a file of its own and register it in <see cref="ModelCatalog"/>. Instances hold
/// no state: one serves all sweeps and threads.
/// </summary>
public interface IModelFamily
{
    /// <summary>Key in specs, ids and paths, e.g. <c>mlp-group</c>.</summary>
    string Slug { get; }

    /// <summary>Name in tables and figures, e.g. <c>MLP group</c>.</summary>
    string Name { get; }

    /// <summary>
    /// One model predicts all targets of the dataset at once (group determination, source A) instead of one model a target (autonomous
    /// determination).
    /// </summary>
    bool IsGroup { get; }

    /// <summary>The trainer does the work, on whatever device it has; else the calling thread does it.</summary>
    bool TrainsNetworks { get; }

    /// <summary>Unit in which the model sees targets; null takes the spec's.</summary>
    TargetScalingKind? TargetScaling { get; }

    /// <summary>Trains one model.</summary>
    /// <param name="task">Data, spec and streams.</param>
    /// <param name="trainer">Trains networks.</param>
    /// <param name="run">Surroundings: cancellation, checkpoints, progress.</param>
    /// <exception cref="TrainingDivergedException">A loss is not a finite number.</exception>
    /// <exception cref="CalibrationException">The training rows allow no calibration.</exception>
    /// <exception cref="CheckpointMismatchException">The checkpoint belongs to another task.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    TrainedModel Train(ModelTask task, ITrainer trainer, TrainingRun run);
}
