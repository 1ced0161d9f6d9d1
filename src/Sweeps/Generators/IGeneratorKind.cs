using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Generators;

/// <summary>
/// A kind of generator network, trained once a fold for all strategies that draw from it. To add one: write a class in a file of its own
/// and a strategy that names it. Instances hold no state.
/// </summary>
public interface IGeneratorKind
{
    /// <summary>Key in ids and paths.</summary>
    string Slug { get; }

    /// <summary>Name in tables and figures.</summary>
    string Name { get; }

    /// <summary>Kinds of networks that a trainer must have for it, <see cref="NetworkTask.Network"/>.</summary>
    IReadOnlyCollection<string> Networks { get; }

    /// <summary>
    /// Keys of those sections of a spec that what it makes depends on; null, the default, for all: its
    /// work is then reused only by sweeps with the same options throughout.
    /// </summary>
    IReadOnlyCollection<string>? DependsOn => null;

    /// <summary>Checks its options.</summary>
    /// <exception cref="InvalidSpecException">Names the first unusable field.</exception>
    void Check(SweepSpec spec);

    /// <summary>How its options fall short of the full protocol, each in words.</summary>
    IEnumerable<string> Shortcuts(SweepSpec spec);

    /// <summary>Multiplications that a spectrum costs in one epoch: for estimates of time.</summary>
    /// <param name="spec">The resolved spec.</param>
    /// <param name="channels">Channels of a spectrum.</param>
    /// <param name="targets">Targets of the dataset.</param>
    double Cost(SweepSpec spec, int channels, int targets);

    /// <summary>Trains one fold's generator.</summary>
    /// <exception cref="TrainingDivergedException">A loss is not a finite number.</exception>
    /// <exception cref="CheckpointMismatchException">The checkpoint belongs to another task.</exception>
    /// <exception cref="UnsupportedNetworkException">The trainer lacks a network of <see cref="Networks"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    TrainedGenerator Train(GeneratorTask task, ITrainer trainer, TrainingRun run);

    /// <summary>Reads a generator back from its file.</summary>
    /// <exception cref="DamagedArtifactException">Says what is wrong.</exception>
    IGenerator Read(SafetensorsFile file);
}
