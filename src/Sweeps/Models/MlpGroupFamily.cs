using IonSweep.Learning.Training;
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

    public bool IsGroup => true;

    /// <inheritdoc/>
    public bool TrainsNetworks => true;

    public TargetScalingKind? TargetScaling => TargetScalingKind.Standardized;

    public TrainedModel Train(ModelTask task, ITrainer trainer, TrainingRun run) => MlpFamily.TrainNetwork(task, trainer, run);
}
