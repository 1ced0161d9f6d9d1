using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Torch.Tests;

/// <summary>Small tasks on seeded random rows with something to learn.</summary>
internal static class SmallTasks
{
    /// <param name="name">Names data, weights and batches.</param>
    /// <param name="rows">Training rows.</param>
    /// <param name="outputs">Targets.</param>
    /// <param name="hidden">Hidden layers.</param>
    /// <param name="options">Optimiser and stopping rule.</param>
    /// <param name="validationRows">Validation rows.</param>
    public static MlpTask Mlp(
        string name, int rows = 90, int outputs = 1, int[]? hidden = null, TrainingOptions? options = null, int validationRows = 31)
    {
        const int channels = 23;
        Matrix training = Uniform(name + "-training", rows, channels), validation = Uniform(name + "-validation", validationRows, channels);
        return new MlpTask(
            new MlpArchitecture(channels, hidden ?? [17, 5], outputs),
            RowSet.All(training), Targets(training, outputs), RowSet.All(validation), Targets(validation, outputs),
            StreamKeys.InitialWeights(1, 0, name, "mlp"), StreamKeys.BatchOrder(1, 0, rows),
            options ?? new TrainingOptions { BatchSize = 16, EpochCap = 6, LearningRate = 0.01 });
    }

    private static Matrix Uniform(string name, int rows, int columns)
    {
        float[] values = new float[rows * columns];
        UniformStream.Fill(StreamKeys.Of("test", name), 0, values);
        return Matrix.From(values, rows, columns);
    }

    private static float[] Targets(Matrix spectra, int outputs) =>
    [
        .. Enumerable.Range(0, spectra.Rows).SelectMany(row => Enumerable.Range(0, outputs).Select(k =>
            spectra.Row(row)[k] - 0.5f * spectra.Row(row)[3 * k + 1] * spectra.Row(row)[5])),
    ];
}
