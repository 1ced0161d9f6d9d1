using IonSweep.Learning.Calibration;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Models;

/// <summary>
/// PLS: partial least squares of one target, its number of components chosen on the validation rows (source B's baseline).
/// </summary>
internal sealed class PlsFamily : IModelFamily
{
    public string Slug => "pls";

    public string Name => "PLS";

    public string Summary => "partial least squares, its number of components chosen on validation rows";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> DependsOn => ["pls"];

    public bool IsMultiTarget => false;

    public string ArtifactKind => LinearCalibration.KindName;

    public void Check(SweepSpec spec) => SpecChecks.Between("pls.maximumComponents", spec.Pls.MaximumComponents, 1, 1_000);

    public double Cost(SweepSpec spec, int channels, int targets) => 4.0 * spec.Pls.MaximumComponents * channels;

    public ITrainedModel Read(SafetensorsFile file) => LinearCalibration.Read(file);

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
