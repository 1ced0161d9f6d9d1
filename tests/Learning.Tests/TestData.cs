using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Tests;

/// <summary>Small tasks on seeded random rows.</summary>
internal static class TestData
{
    public static Matrix Uniform(string name, int rows, int columns)
    {
        float[] values = new float[rows * columns];
        UniformStream.Fill(StreamKeys.Of("test", name), 0, values);
        return Matrix.From(values, rows, columns);
    }

    public static float[] UniformValues(string name, int count)
    {
        float[] values = new float[count];
        UniformStream.Fill(StreamKeys.Of("test", name), 0, values);
        return values;
    }

    /// <summary>Targets that depend on the spectra and on some noise, so that there is something to learn and to overfit.</summary>
    public static MlpTask Mlp(int rows = 90, int channels = 23, int[]? hidden = null, int outputs = 1, TrainingOptions? options = null,
        string seed = "mlp")
    {
        Matrix training = Uniform(seed + "-training", rows, channels), validation = Uniform(seed + "-validation", 31, channels);
        return new MlpTask(
            new MlpArchitecture(channels, hidden ?? [17, 5], outputs),
            RowSet.All(training), Targets(training, outputs, seed), RowSet.All(validation), Targets(validation, outputs, seed),
            StreamKeys.InitialWeights(1, 0, seed, "mlp"), StreamKeys.BatchOrder(1, 0, rows),
            options ?? new TrainingOptions { BatchSize = 16, EpochCap = 6, LearningRate = 0.01 });
    }

    public static VaeTask Vae(
        int conditions, DecoderInput decoderInput, int rows = 70, int channels = 29, int hidden = 20, int latents = 7,
        TrainingOptions? options = null)
    {
        Matrix training = Uniform("vae-training", rows, channels), validation = Uniform("vae-validation", 19, channels);
        return new VaeTask(
            new VaeArchitecture(channels, hidden, latents, conditions, decoderInput),
            RowSet.All(training), UniformValues("vae-conditions", rows * conditions),
            RowSet.All(validation), UniformValues("vae-validation-conditions", 19 * conditions),
            StreamKeys.InitialWeights(1, 0, "vae", "vae"), StreamKeys.BatchOrder(1, 0, rows),
            StreamKeys.TrainingNoise(1, 0, "vae"), StreamKeys.ValidationNoise(1, 0, "vae"),
            options ?? new TrainingOptions { BatchSize = 16, EpochCap = 5, LearningRate = 0.005 });
    }

    /// <summary>Auxiliary quantities are the targets of another seed: they depend on the spectra too.</summary>
    public static CnnTask Cnn(
        int rows = 90, int channels = 75, int targets = 2, int auxiliary = 3, IReadOnlyList<ConvolutionShape>? convolutions = null,
        int pooling = 2,
        int hidden = 20, TrainingOptions? options = null)
    {
        Matrix training = Uniform("cnn-training", rows, channels), validation = Uniform("cnn-validation", 31, channels);
        return new CnnTask(
            new CnnArchitecture(channels, targets, auxiliary, convolutions, pooling, hidden),
            RowSet.All(training), Targets(training, targets, "cnn"), Targets(training, auxiliary, "cnn-auxiliary"),
            RowSet.All(validation), Targets(validation, targets, "cnn"),
            StreamKeys.InitialWeights(1, 0, "all", "cnn"), StreamKeys.BatchOrder(1, 0, rows),
            options ?? new TrainingOptions { BatchSize = 16, EpochCap = 6, LearningRate = 0.01 });
    }

    public static double[][] Doubles(RowSet rows) =>
        [.. Enumerable.Range(0, rows.Count).Select(row => Array.ConvertAll(rows.Row(row).ToArray(), value => (double)value))];

    public static double[][] Doubles(float[] values, int perRow) =>
        [.. values.Chunk(Math.Max(perRow, 1)).Select(row => Array.ConvertAll(row, value => (double)value))];

    /// <summary>One array a row, also when rows are empty.</summary>
    public static double[][] Doubles(float[] values, int rows, int perRow) =>
        [.. Enumerable.Range(0, rows).Select(
            row => Array.ConvertAll(values[(row * perRow)..((row + 1) * perRow)], value => (double)value))];

    private static float[] Targets(Matrix spectra, int outputs, string seed)
    {
        float[] targets = UniformValues(seed + "-noise" + spectra.Rows, spectra.Rows * outputs);
        for (int row = 0; row < spectra.Rows; row++)
            for (int k = 0; k < outputs; k++)
                targets[row * outputs + k] = 0.2f * targets[row * outputs + k]
                    + spectra.Row(row)[k % spectra.Columns] - 0.5f * spectra.Row(row)[(3 * k + 1) % spectra.Columns];
        return targets;
    }
}
