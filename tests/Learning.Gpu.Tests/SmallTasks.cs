using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Gpu.Tests;

/// <summary>Small tasks on seeded random rows with something to learn.</summary>
internal static class SmallTasks
{
    private const int Channels = 23;

    /// <param name="name">Names weights and targets; data and order are the same for every name.</param>
    /// <param name="hidden">Hidden layers.</param>
    /// <param name="outputs">Targets.</param>
    /// <param name="options">Optimiser and stopping rule.</param>
    /// <param name="rows">Training rows.</param>
    /// <param name="channels">Channels.</param>
    public static MlpTask Mlp(
        string name, int[]? hidden = null, int outputs = 1, TrainingOptions? options = null, int rows = 50, int channels = Channels)
    {
        Matrix training = Uniform("training", rows, channels), validation = Uniform("validation", 67, channels);
        MlpArchitecture architecture = new(channels, hidden ?? [17, 5], outputs);
        return new MlpTask(
            architecture, RowSet.All(training), Targets(name, training, outputs), RowSet.All(validation),
            Targets(name, validation, outputs), StreamKeys.InitialWeights(1, 0, name, architecture.Slug),
            StreamKeys.BatchOrder(1, 0, rows), options ?? Options());
    }

    public static VaeTask Vae(
        string name, int conditions, DecoderInput decoderInput, TrainingOptions? options = null, int hidden = 18, int latents = 5,
        int rows = 40)
    {
        Matrix training = Uniform("training", rows, Channels), validation = Uniform("validation", 67, Channels);
        VaeArchitecture architecture = new(Channels, hidden, latents, conditions, decoderInput);
        return new VaeTask(
            architecture, RowSet.All(training), Targets(name, training, conditions), RowSet.All(validation),
            Targets(name, validation, conditions), StreamKeys.InitialWeights(1, 0, name, architecture.Slug),
            StreamKeys.BatchOrder(1, 0, rows), StreamKeys.TrainingNoise(1, 0, name), StreamKeys.ValidationNoise(1, 0, name),
            options ?? Options());
    }

    /// <summary>By default sizes that divide neither lanes nor tiles: windows at every third float, pooling of three, two heads.</summary>
    public static CnnTask Cnn(
        string name, ConvolutionShape[]? convolutions = null, int pooling = 3, int hidden = 9, int targets = 2, int auxiliary = 3,
        TrainingOptions? options = null, int rows = 37)
    {
        Matrix training = Uniform("training", rows, Channels), validation = Uniform("validation", 67, Channels);
        CnnArchitecture architecture = new(
            Channels, targets, auxiliary, convolutions ?? [new(16, 6, 3), new(32, 2, 1)], pooling, hidden);
        return new CnnTask(
            architecture, RowSet.All(training), Targets(name, training, targets), Targets($"{name} auxiliary", training, auxiliary),
            RowSet.All(validation), Targets(name, validation, targets), StreamKeys.InitialWeights(1, 0, name, architecture.Slug),
            StreamKeys.BatchOrder(1, 0, rows), options ?? Options());
    }

    public static TrainingOptions Options(int epochs = 20) => new() { BatchSize = 16, EpochCap = epochs, LearningRate = 0.01 };

    private static Matrix Uniform(string name, int rows, int columns)
    {
        float[] values = new float[rows * columns];
        UniformStream.Fill(StreamKeys.Of("test", name), 0, values);
        return Matrix.From(values, rows, columns);
    }

    private static float[] Targets(string name, Matrix spectra, int outputs)
    {
        float weight = (float)UniformStream.At(StreamKeys.Of("weight", name), 0);
        return
        [
            .. Enumerable.Range(0, spectra.Rows).SelectMany(row => Enumerable.Range(0, outputs).Select(k =>
                spectra.Row(row)[k] - weight * spectra.Row(row)[(3 * k + 1) % spectra.Columns] * spectra.Row(row)[5])),
        ];
    }
}
