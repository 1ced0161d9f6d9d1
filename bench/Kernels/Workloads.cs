using IonSweep.Learning;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Cpu.Cnn;
using IonSweep.Learning.Cpu.Layers;
using IonSweep.Learning.Cpu.Mlp;
using IonSweep.Learning.Cpu.Vae;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Streams;

namespace IonSweep.Kernels;

/// <summary>
/// The networks and sizes of source A on smooth random spectra: 2,620 training and 749 validation rows of 911 channels.
/// </summary>
internal static class Workloads
{
    public const int TrainingRows = 2620, ValidationRows = 749, Channels = 911, Targets = 8, CnnAuxiliary = 7;

    private static readonly Lazy<(RowSet Training, RowSet Validation, float[] TrainingTargets, float[] ValidationTargets)> Data =
        new(MakeData);

    /// <param name="channels">Inputs.</param>
    /// <param name="hidden">Hidden neurons; null for source A's 64 and 16.</param>
    /// <param name="outputs">Outputs.</param>
    /// <param name="augmented">Every training row twice: as many generated as measured ones.</param>
    public static MlpTask Mlp(int channels = Channels, int[]? hidden = null, int outputs = 1, bool augmented = false)
    {
        (RowSet training, RowSet validation, _, _) = channels == Channels ? Data.Value : MakeData(channels);
        if (augmented) training = training.Then(Copy(training));
        return new MlpTask(
            new MlpArchitecture(channels, hidden ?? [64, 16], outputs),
            training, Targeted(training, outputs), validation, Targeted(validation, outputs),
            StreamKeys.InitialWeights(1, 0, "bench", "mlp"), StreamKeys.BatchOrder(1, 0, TrainingRows), new TrainingOptions());
    }

    public static VaeTask Vae(bool conditional)
    {
        (RowSet training, RowSet validation, float[] trainingTargets, float[] validationTargets) = Data.Value;
        return new VaeTask(
            new VaeArchitecture(Channels, 256, 91, conditional ? Targets : 0, DecoderInput.Dense),
            training, conditional ? trainingTargets : [], validation, conditional ? validationTargets : [],
            StreamKeys.InitialWeights(1, 0, "bench", "vae"), StreamKeys.BatchOrder(1, 0, TrainingRows),
            StreamKeys.TrainingNoise(1, 0, "vae"), StreamKeys.ValidationNoise(1, 0, "vae"), new TrainingOptions());
    }

    public static CnnTask Cnn(int channels = Channels)
    {
        (RowSet training, RowSet validation, float[] trainingTargets, float[] validationTargets) = channels == Channels ? Data.Value
            : MakeData(channels);
        return new CnnTask(
            new CnnArchitecture(channels, Targets, CnnAuxiliary), training, trainingTargets, Targeted(training, CnnAuxiliary), validation,
            validationTargets,
            StreamKeys.InitialWeights(1, 0, "bench", "cnn"), StreamKeys.BatchOrder(1, 0, TrainingRows), new TrainingOptions());
    }

    /// <summary>Floating-point operations of an epoch's matrix products, padding left out.</summary>
    public static double Operations(Trainee trainee, bool firstInputDelta = false)
    {
        if (trainee is CnnTrainee cnn) return Operations(cnn.Network);
        IReadOnlyList<DenseLayer> layers = trainee switch
        {
            MlpTrainee mlp => mlp.Network.Layers,
            VaeTrainee vae => vae.Network.Layers,
            _ => throw new NotSupportedException(),
        };
        double all = layers.Sum(layer => (double)layer.Inputs * layer.Outputs), first = (double)layers[0].Inputs * layers[0].Outputs;
        double perTrainingRow = 2 * (3 * all - (firstInputDelta ? 0 : first)), perValidationRow = 2 * all;
        return TrainingRows * perTrainingRow + ValidationRows * perValidationRow;
    }

    private static double Operations(CnnNetwork network)
    {
        CnnArchitecture architecture = network.Architecture;
        double all = network.Layers.Select((layer, i) =>
            (double)layer.Inputs * layer.Outputs * (i < architecture.Positions.Count ? architecture.Positions[i] : 1)).Sum();
        double first = (double)network.Layers[0].Inputs * network.Layers[0].Outputs * architecture.Positions[0];
        return TrainingRows * 2 * (3 * all - first) + ValidationRows * 2 * all;
    }

    private static RowSet Copy(RowSet rows)
    {
        Matrix copy = new(rows.Count, rows.Columns);
        for (int row = 0; row < rows.Count; row++) rows.Row(row).CopyTo(copy.Row(row));
        return RowSet.All(copy);
    }

    private static (RowSet, RowSet, float[], float[]) MakeData() => MakeData(Channels);

    private static (RowSet, RowSet, float[], float[]) MakeData(int channels)
    {
        Matrix spectra = new(TrainingRows + ValidationRows, channels);
        float[] targets = new float[spectra.Rows * Targets];
        UniformStream.Fill(StreamKeys.Of("bench-targets"), 0, targets);
        float[] noise = new float[channels];
        for (int row = 0; row < spectra.Rows; row++)
        {
            NormalStream.Fill(StreamKeys.Of("bench-noise"), (ulong)row * 1024, noise);
            Span<float> values = spectra.Row(row);
            for (int c = 0; c < channels; c++)
            {
                double value = 0.1;
                for (int t = 0; t < Targets; t++)
                {
                    double distance = (c - (t + 0.5) * channels / Targets) / (0.06 * channels);
                    value += targets[row * Targets + t] * 0.6 / (1 + distance * distance);
                }
                values[c] = (float)Math.Clamp(value + 0.01 * noise[c], 0, 1);
            }
        }
        int[] all = [.. Enumerable.Range(0, spectra.Rows)];
        return (
            RowSet.Of(spectra, all.AsSpan(0, TrainingRows)), RowSet.Of(spectra, all.AsSpan(TrainingRows)),
            targets[..(TrainingRows * Targets)], targets[(TrainingRows * Targets)..]);
    }

    // Any function of the spectrum serves: speed does not depend on it.
    private static float[] Targeted(RowSet rows, int outputs)
    {
        float[] targets = new float[rows.Count * outputs];
        for (int row = 0; row < rows.Count; row++)
            for (int k = 0; k < outputs; k++) targets[row * outputs + k] = rows.Row(row)[(k + 1) * rows.Columns / (outputs + 1)];
        return targets;
    }
}
