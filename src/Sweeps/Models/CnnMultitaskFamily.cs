using IonSweep.Learning;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Learning.Trust;
using IonSweep.Spectra.Scaling;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Models;

/// <summary>
/// CNN multitask: one convolutional network on the whole spectrum for all targets and for quantities that can be computed from the spectrum
/// (source B). The quantities are computed from preprocessed spectra before channels are scaled, and standardised by the training rows.
/// </summary>
internal sealed class CnnMultitaskFamily : IModelFamily
{
    private static readonly MultitaskSpec Full = new();

    public string Slug => "cnn-multitask";

    public string Name => "CNN multitask";

    public string Summary => "a convolutional network for all targets and quantities of the spectrum, source B";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> DependsOn => ["multitask"];

    public bool IsMultiTarget => true;

    public IReadOnlyCollection<string> Networks => [CnnTask.Kind];

    public string ArtifactKind => MultitaskNetwork.KindName;

    public void Check(SweepSpec spec)
    {
        MultitaskSpec options = spec.Multitask;
        SpecChecks.Training("multitask", options.LearningRate, options.BatchSize, options.Patience, options.EpochCap);
    }

    public IEnumerable<string> Shortcuts(SweepSpec spec) => SpecShortcuts.Training(
        spec.Multitask.Patience, Full.Patience, spec.Multitask.EpochCap, Full.EpochCap, Slug);

    public double Cost(SweepSpec spec, int channels, int targets) =>
        3 * new CnnArchitecture(channels, targets, auxiliary: 7).Multiplications;

    public ITrainedModel Read(SafetensorsFile file) => MultitaskNetwork.Read(file);

    public TargetScalingKind? TargetScaling => TargetScalingKind.Standardized;

    public TrainedModel Train(ModelTask task, ITrainer trainer, TrainingRun run)
    {
        AuxiliaryQuantities quantities = AuxiliaryQuantities.Default(task.Wavelengths);
        int count = quantities.Quantities.Count;
        float[] auxiliary = MultitaskNetwork.Computed(quantities, task.Training, task.Channels);
        TargetScaler scaler = Standardized(auxiliary, count);
        scaler.Transform(auxiliary, auxiliary);
        CnnArchitecture architecture = new(task.Training.Columns, task.TargetCount, count);
        Trained<CnnWeights> trained = trainer.Train(
            new CnnTask(
                architecture, task.Training, task.TrainingTargets, auxiliary, task.Validation, task.ValidationTargets,
                task.InitialWeights(architecture.Slug), task.BatchOrder,
                new TrainingOptions
                {
                    LearningRate = task.Spec.Multitask.LearningRate,
                    BatchSize = task.Spec.Multitask.BatchSize,
                    Patience = task.Spec.Multitask.Patience,
                    EpochCap = task.Spec.Multitask.EpochCap,
                }),
            run);
        return new TrainedModel(new MultitaskNetwork(trained.Weights, scaler), trained.History);
    }

    /// <summary>Mean and standard deviation (n − 1) of each quantity, summed in row order; 1 for a quantity without spread.</summary>
    private static TargetScaler Standardized(float[] values, int count)
    {
        int rows = values.Length / count;
        double[] means = new double[count], deviations = new double[count];
        for (int i = 0; i < values.Length; i++) means[i % count] += values[i];
        for (int q = 0; q < count; q++) means[q] /= rows;
        for (int i = 0; i < values.Length; i++) deviations[i % count] += (values[i] - means[i % count]) * (values[i] - means[i % count]);
        for (int q = 0; q < count; q++)
        {
            double deviation = rows > 1 ? Math.Sqrt(deviations[q] / (rows - 1)) : 0;
            // Rounding leaves a constant quantity, as the area after SNV, a spread of about 1e-7.
            deviations[q] = deviation > 1e-5 * Math.Abs(means[q]) ? deviation : 1;
        }
        return new TargetScaler(means, deviations);
    }
}
