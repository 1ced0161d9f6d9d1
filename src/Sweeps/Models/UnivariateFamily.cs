using IonSweep.Learning.Calibration;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Axes;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Models;

/// <summary>
/// Univariate: a calibration line on the one channel that correlates best with the target over the training rows (source B's baseline).
/// </summary>
internal sealed class UnivariateFamily : IModelFamily
{
    public string Slug => "univariate";

    public string Name => "Univariate";

    public string Summary => "a calibration line on the channel that correlates best with the target";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> DependsOn => [];

    public bool IsMultiTarget => false;

    public string ArtifactKind => LinearCalibration.KindName;

    public double Cost(SweepSpec spec, int channels, int targets) => channels;

    public ITrainedModel Read(SafetensorsFile file) => LinearCalibration.Read(file);

    public TargetScalingKind? TargetScaling => TargetScalingKind.Raw;

    public TrainedModel Train(ModelTask task, ITrainer trainer, TrainingRun run)
    {
        UnivariateResult line = UnivariateCalibration.Train(task.Training, task.TrainingTargets);
        return new TrainedModel(
            new LinearCalibration(line.Model, Slug,
                $"{LinearCalibration.Number(task.Wavelengths[line.Channel])}{task.AxisUnit.Suffix()}"), History: null);
    }
}
