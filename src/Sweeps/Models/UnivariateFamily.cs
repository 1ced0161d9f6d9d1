using IonSweep.Learning.Calibration;
using IonSweep.Learning.Training;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Models;

/// <summary>
/// Univariate: a calibration line on the one channel that correlates best with the target over the training rows (source B's baseline).
/// </summary>
internal sealed class UnivariateFamily : IModelFamily
{
    public string Slug => "univariate";

    public string Name => "Univariate";

    public bool IsGroup => false;

    /// <inheritdoc/>
    public bool TrainsNetworks => false;

    public TargetScalingKind? TargetScaling => TargetScalingKind.Raw;

    public TrainedModel Train(ModelTask task, ITrainer trainer, TrainingRun run)
    {
        UnivariateResult line = UnivariateCalibration.Train(task.Training, task.TrainingTargets);
        return new TrainedModel(
            new LinearCalibration(line.Model, Slug, $"{LinearCalibration.Number(task.Wavelengths[line.Channel])} nm"), History: null);
    }
}
