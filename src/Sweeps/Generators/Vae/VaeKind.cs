using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Storage;
using IonSweep.Spectra.Streams;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Generators.Vae;

/// <summary>The variational autoencoders of source A.</summary>
public sealed class VaeKind : IGeneratorKind
{
    private static readonly GeneratorSpec Full = new();

    private readonly bool _conditioned;

    private VaeKind(string slug, string name, bool conditioned) => (Slug, Name, _conditioned) = (slug, name, conditioned);

    /// <summary>The variational autoencoder.</summary>
    public static VaeKind Vae { get; } = new("vae", "VAE", conditioned: false);

    /// <summary>The conditional one: its decoder sees the concentrations of all targets.</summary>
    public static VaeKind Cvae { get; } = new("cvae", "cVAE", conditioned: true);

    /// <inheritdoc/>
    public string Slug { get; }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Networks => [VaeTask.Kind];

    /// <inheritdoc/>
    public IReadOnlyCollection<string> DependsOn => ["generator"];

    /// <inheritdoc/>
    public void Check(SweepSpec spec)
    {
        GeneratorSpec options = spec.Generator;
        SpecChecks.Between("generator.hidden", options.Hidden, 1, 65_536);
        SpecChecks.Between("generator.latents", options.Latents, 1, 65_536);
        SpecChecks.Training("generator", options.LearningRate, options.BatchSize, options.Patience, options.EpochCap);
        SpecChecks.Between("generator.drawsPerPattern", options.DrawsPerPattern, 1, 100_000);
    }

    /// <inheritdoc/>
    public IEnumerable<string> Shortcuts(SweepSpec spec) => SpecShortcuts.Training(
        spec.Generator.Patience, Full.Patience, spec.Generator.EpochCap, Full.EpochCap, "generators");

    /// <inheritdoc/>
    public double Cost(SweepSpec spec, int channels, int targets) =>
        3 * spec.Generator.Hidden * (2.0 * channels + 3.0 * spec.Generator.Latents);

    /// <inheritdoc/>
    public TrainedGenerator Train(GeneratorTask task, ITrainer trainer, TrainingRun run)
    {
        SweepSpec spec = task.Spec;
        VaeArchitecture architecture = new(
            task.Training.Columns, spec.Generator.Hidden, spec.Generator.Latents, _conditioned ? task.TargetCount : 0,
            spec.Generator.DecoderInput);
        Trained<VaeWeights> trained = trainer.Train(
            new VaeTask(
                architecture,
                task.Training, _conditioned ? task.TrainingTargets : [],
                task.Validation, _conditioned ? task.ValidationTargets : [],
                StreamKeys.InitialWeights(spec.Seed, task.Fold, Slug, architecture.Slug),
                StreamKeys.BatchOrder(spec.Seed, task.Fold, task.Training.Count),
                StreamKeys.TrainingNoise(spec.Seed, task.Fold, Slug),
                StreamKeys.ValidationNoise(spec.Seed, task.Fold, Slug),
                new TrainingOptions
                {
                    LearningRate = spec.Generator.LearningRate,
                    BatchSize = spec.Generator.BatchSize,
                    Patience = spec.Generator.Patience,
                    EpochCap = spec.Generator.EpochCap,
                }),
            run);
        return new TrainedGenerator(new VaeGenerator(trained.Weights), trained.History);
    }

    /// <inheritdoc/>
    public IGenerator Read(SafetensorsFile file) => VaeGenerator.Read(file);
}
