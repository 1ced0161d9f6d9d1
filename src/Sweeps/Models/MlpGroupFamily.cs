using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Models;

/// <summary>
/// MLP group: one regression network for all targets (source A, group determination). Targets are always standardised: on one loss
/// those with large values would drown the others.
/// </summary>
internal sealed class MlpGroupFamily : IModelFamily
{
    public string Slug => "mlp-group";

    public string Name => "MLP group";

    public string Summary => "one network for all targets, group determination of source A";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> DependsOn => ["regression"];

    public bool IsMultiTarget => true;

    public IReadOnlyCollection<string> Networks => [MlpTask.Kind];

    public string ArtifactKind => RegressionNetwork.KindName;

    public double Cost(SweepSpec spec, int channels, int targets) => MlpFamily.Multiplications(spec, channels, targets);

    public ITrainedModel Read(SafetensorsFile file) => RegressionNetwork.Read(file);

    public TargetScalingKind? TargetScaling => TargetScalingKind.Standardized;

    public TrainedModel Train(ModelTask task, ITrainer trainer, TrainingRun run) =>
        MlpFamily.TrainNetwork(MlpFamily.TaskOf(task, task.RegressionOptions), trainer, run);
}
