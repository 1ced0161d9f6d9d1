using IonSweep.Learning.Calibration;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Models;

/// <summary>
/// A kind of calibration, with all that the rest of the product needs to know of it. To add one: write a class in a file of its own and
/// register it in <see cref="ModelCatalog"/>. Instances hold no state: one serves all sweeps and threads.
/// </summary>
public interface IModelFamily
{
    /// <summary>Key in specs, ids and paths, e.g. <c>mlp-group</c>.</summary>
    string Slug { get; }

    /// <summary>Name in tables and figures, e.g. <c>MLP group</c>.</summary>
    string Name { get; }

    /// <summary>One sentence for help and pages.</summary>
    string Summary { get; }

    /// <summary>
    /// One model predicts all targets of the dataset at once (group determination, source A) instead of one model a target (autonomous
    /// determination).
    /// </summary>
    bool IsMultiTarget { get; }

    /// <summary>It is made of what the search of its fold, target and strategy found (<see cref="ModelTask.Candidates"/>).</summary>
    bool Searches => false;

    /// <summary>
    /// Kinds of networks that a trainer must have for it (<see cref="NetworkTask.Network"/>); none for a calibration that the calling
    /// thread computes.
    /// </summary>
    IReadOnlyCollection<string> Networks => [];

    /// <summary>Unit in which the model sees targets; null takes the spec's.</summary>
    TargetScalingKind? TargetScaling { get; }

    /// <summary>Options of its own; null without any, or where the spec itself has them.</summary>
    SpecSection? Section => null;

    /// <summary>
    /// Keys of those sections of a spec that what it makes depends on, beside its own <see cref="Section"/>; null, the default, for all:
    /// its work is then reused only by sweeps with the same options throughout.
    /// </summary>
    IReadOnlyCollection<string>? DependsOn => null;

    /// <summary>What its artifacts hold, <see cref="ITrainedModel.Kind"/>.</summary>
    string ArtifactKind { get; }

    /// <summary>Checks its options.</summary>
    /// <exception cref="InvalidSpecException">Names the first unusable field.</exception>
    void Check(SweepSpec spec)
    {
    }

    /// <summary>Checks its options when the data are known.</summary>
    /// <param name="spec">The resolved spec.</param>
    /// <param name="channels">Channels of a spectrum.</param>
    /// <exception cref="InvalidSpecException">Names the first unusable field.</exception>
    void Check(SweepSpec spec, int channels)
    {
    }

    /// <summary>How its options fall short of the full protocol, each in words.</summary>
    IEnumerable<string> Shortcuts(SweepSpec spec) => [];

    /// <summary>
    /// Multiplications that a spectrum costs in one epoch, or in the whole of a calibration that is computed at once: for estimates of
    /// time.
    /// </summary>
    /// <param name="spec">The resolved spec.</param>
    /// <param name="channels">Channels of a spectrum.</param>
    /// <param name="targets">Targets of the dataset.</param>
    double Cost(SweepSpec spec, int channels, int targets);

    /// <summary>Trains one model.</summary>
    /// <param name="task">Data, spec and streams.</param>
    /// <param name="trainer">Trains networks.</param>
    /// <param name="run">Surroundings: cancellation, checkpoints, progress.</param>
    /// <exception cref="TrainingDivergedException">A loss is not a finite number.</exception>
    /// <exception cref="CalibrationException">The training rows allow no calibration.</exception>
    /// <exception cref="CheckpointMismatchException">The checkpoint belongs to another task.</exception>
    /// <exception cref="UnsupportedNetworkException">The trainer lacks a network of <see cref="Networks"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    TrainedModel Train(ModelTask task, ITrainer trainer, TrainingRun run);

    /// <summary>Reads a model back from its file.</summary>
    /// <exception cref="DamagedArtifactException">Says what is wrong.</exception>
    ITrainedModel Read(SafetensorsFile file);
}
