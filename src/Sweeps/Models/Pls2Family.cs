using IonSweep.Learning.Calibration;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Models;

/// <summary>
/// PLS2: partial least squares of all targets at once, on components that they share; as many as serve them best on the validation rows.
/// </summary>
internal sealed class Pls2Family : IModelFamily
{
    public string Slug => "pls2";

    public string Name => "PLS2";

    public string Summary => "partial least squares of all targets at once";

    public bool IsMultiTarget => true;

    public string ArtifactKind => LinearCalibrations.KindName;

    public double Cost(SweepSpec spec, int channels, int targets) => (4.0 + 2 * targets) * spec.Pls.MaximumComponents * channels;

    public ITrainedModel Read(SafetensorsFile file) => LinearCalibrations.Read(file);

    public TargetScalingKind? TargetScaling => TargetScalingKind.Raw;

    public TrainedModel Train(ModelTask task, ITrainer trainer, TrainingRun run)
    {
        Pls2Result pls = Pls2Calibration.Train(
            task.Training, task.TrainingTargets, task.Validation, task.ValidationTargets, task.TargetCount,
            new PlsOptions { MaximumComponents = task.Spec.Pls.MaximumComponents }, run.Cancellation);
        return new TrainedModel(
            new LinearCalibrations(pls.Models, Slug, $"{LinearCalibration.Number(pls.Components)} components"), History: null,
            pls.Components);
    }
}
