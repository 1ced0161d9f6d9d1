using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Models;

/// <summary>MLP: one regression network a target (source A, autonomous determination).</summary>
internal sealed class MlpFamily : IModelFamily
{
    public string Slug => "mlp";

    public string Name => "MLP";

    public bool IsGroup => false;

    /// <inheritdoc/>
    public bool TrainsNetworks => true;

    public TargetScalingKind? TargetScaling => null;

    public TrainedModel Train(ModelTask task, ITrainer trainer, TrainingRun run) => TrainNetwork(task, trainer, run);

    /// <summary>Trains a regression network with as many outputs as the task has targets.</summary>
    internal static TrainedModel TrainNetwork(ModelTask task, ITrainer trainer, TrainingRun run)
    {
        MlpArchitecture architecture = new(task.Training.Columns, task.Spec.Regression.Hidden, task.TargetCount);
        Trained<MlpWeights> trained = trainer.Train(
            new MlpTask(
                architecture, task.Training, task.TrainingTargets, task.Validation, task.ValidationTargets,
                task.InitialWeights(architecture.Slug), task.BatchOrder, task.RegressionOptions),
            run);
        return new TrainedModel(new RegressionNetwork(trained.Weights), trained.History);
    }
}
