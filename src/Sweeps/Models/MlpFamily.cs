using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Models;

/// <summary>MLP: one regression network a target (source A, autonomous determination).</summary>
internal sealed class MlpFamily : IModelFamily
{
    private static readonly RegressionSpec Full = new();

    public string Slug => "mlp";

    public string Name => "MLP";

    public string Summary => "a network for each target, autonomous determination of source A";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> DependsOn => ["regression"];

    public bool IsMultiTarget => false;

    public IReadOnlyCollection<string> Networks => [MlpTask.Kind];

    public string ArtifactKind => RegressionNetwork.KindName;

    public void Check(SweepSpec spec)
    {
        RegressionSpec options = spec.Regression;
        if (options.Hidden.Count is 0 or > 16)
            throw SpecChecks.Invalid(
                "regression.hidden", $"expected 1 to 16 hidden layers such as [64, 16], found {options.Hidden.Count}");
        foreach (int neurons in options.Hidden) SpecChecks.Between("regression.hidden", neurons, 1, 65_536);
        SpecChecks.Training("regression", options.LearningRate, options.BatchSize, options.Patience, options.EpochCap);
    }

    public IEnumerable<string> Shortcuts(SweepSpec spec) => SpecShortcuts.Training(
        spec.Regression.Patience, Full.Patience, spec.Regression.EpochCap, Full.EpochCap, "networks");

    public double Cost(SweepSpec spec, int channels, int targets) => Multiplications(spec, channels, 1);

    public ITrainedModel Read(SafetensorsFile file) => RegressionNetwork.Read(file);

    public TargetScalingKind? TargetScaling => null;

    public TrainedModel Train(ModelTask task, ITrainer trainer, TrainingRun run) =>
        TrainNetwork(TaskOf(task, task.RegressionOptions), trainer, run);

    /// <summary>Weights of a regression network, by each of which a spectrum is multiplied three times in an epoch.</summary>
    internal static double Multiplications(SweepSpec spec, int channels, int outputs)
    {
        double sum = 0, inputs = channels;
        foreach (int neurons in (IEnumerable<int>)[.. spec.Regression.Hidden, outputs])
        {
            sum += inputs * neurons;
            inputs = neurons;
        }
        return 3 * sum;
    }

    /// <summary>A regression network with as many outputs as the task has targets.</summary>
    internal static MlpTask TaskOf(ModelTask task, TrainingOptions options)
    {
        MlpArchitecture architecture = new(task.Training.Columns, task.Spec.Regression.Hidden, task.TargetCount);
        return new MlpTask(
            architecture, task.Training, task.TrainingTargets, task.Validation, task.ValidationTargets,
            task.InitialWeights(architecture.Slug), task.BatchOrder, options);
    }

    /// <summary>Trains it.</summary>
    internal static TrainedModel TrainNetwork(MlpTask task, ITrainer trainer, TrainingRun run)
    {
        Trained<MlpWeights> trained = trainer.Train(task, run);
        return new TrainedModel(new RegressionNetwork(trained.Weights), trained.History);
    }
}
