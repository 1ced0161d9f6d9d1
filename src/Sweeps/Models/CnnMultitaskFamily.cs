using IonSweep.Learning;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Learning.Trust;
using IonSweep.Spectra.Scaling;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Models;

/// <summary>
/// CNN multitask: one convolutional network on the whole spectrum for all targets and for quantities that can be computed from the spectrum
/// (source B). The quantities are computed from preprocessed spectra before channels are scaled, and standardised by the training rows.
/// </summary>
internal sealed class CnnMultitaskFamily : IModelFamily
{
    /// <summary>The slug.</summary>
    public const string SlugText = "cnn-multitask";

    public string Slug => SlugText;

    public string Name => "CNN multitask";

    public bool IsGroup => true;

    /// <inheritdoc/>
    public bool TrainsNetworks => true;

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
