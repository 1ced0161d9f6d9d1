using IonSweep.Learning.Calibration;
using IonSweep.Learning.Training;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Models;

/// <summary>
/// PLS: partial least squares of one target, its number of components chosen on the validation rows (source B's baseline).
/// </summary>
internal sealed class PlsFamily : IModelFamily
{
    public string Slug => "pls";

    public string Name => "PLS";

    public bool IsGroup => false;

    /// <inheritdoc/>
    public bool TrainsNetworks => false;

    public TargetScalingKind? TargetScaling => TargetScalingKind.Raw;

    public TrainedModel Train(ModelTask task, ITrainer trainer, TrainingRun run)
    {
        PlsResult pls = PlsCalibration.Train(
            task.Training, task.TrainingTargets, task.Validation, task.ValidationTargets,
            new PlsOptions { MaximumComponents = task.Spec.Pls.MaximumComponents }, run.Cancellation);
        return new TrainedModel(
            new LinearCalibration(pls.Model, Slug, $"{LinearCalibration.Number(pls.Components)} components"), History: null,
            pls.Components);
    }
}
