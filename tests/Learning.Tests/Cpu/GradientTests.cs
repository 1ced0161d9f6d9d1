using IonSweep.Learning.Cpu;
using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Cpu.Layers;
using IonSweep.Learning.Cpu.Mlp;
using IonSweep.Learning.Cpu.Vae;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Tests.Reference;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Tests.Cpu;

/// <summary>
/// Loss and gradient of one step against the double precision references. With β₁ = 0 Adam's first moment is the gradient.
/// </summary>
public class GradientTests
{
    private static readonly AdamStep GradientStep = new(1e-3, 0, 0.999, 1e-8, 0, 0.999);

    public static TheoryData<string, int, int, string, int> MlpShapes()
    {
        TheoryData<string, int, int, string, int> shapes = [];
        foreach (string width in new[] { "scalar", "128", "256", "512" })
        {
            foreach ((int rows, int inputs, string hidden, int outputs) in new[]
            {
                (1, 1, "1", 1), (2, 5, "16", 2), (3, 100, "17,3", 3), (5, 176, "64,16", 8), (7, 13, "100,31", 4), (16, 33, "48", 1),
                (31, 30, "80,80,7", 5), (64, 911, "64,16", 1), (66, 41, "65", 7), (70, 700, "17,64", 6),
            }) shapes.Add(width, rows, inputs, hidden, outputs);
        }
        return shapes;
    }

    [Theory]
    [MemberData(nameof(MlpShapes))]
    public void Mlp_agrees_with_reference(string width, int rows, int inputs, string hidden, int outputs)
    {
        MlpTask task = TestData.Mlp(rows, inputs, [.. hidden.Split(',').Select(int.Parse)], outputs,
            new TrainingOptions { BatchSize = 128 });
        MlpTrainee trainee = new(task, KernelSet.Choose(width));
        ReferenceMlp reference = new(trainee.Network.Export());
        double[][] x = TestData.Doubles(task.Training), t = TestData.Doubles(task.TrainingTargets, outputs);
        reference.Gradient(x, t);

        Assert.Equal(reference.Loss(TestData.Doubles(task.Validation), TestData.Doubles(task.ValidationTargets, outputs)),
            trainee.ValidationLoss(), 1e-5);
        double loss = trainee.Step(0, [.. Enumerable.Range(0, rows)], GradientStep) / rows;

        Assert.Equal(reference.Loss(x, t), loss, 1e-5);
        AssertGradients(trainee.Network.Layers, trainee.Parameters, reference.Layers);
    }

    public static TheoryData<string, int, DecoderInput, int, int, int, int> VaeShapes()
    {
        TheoryData<string, int, DecoderInput, int, int, int, int> shapes = [];
        foreach (string width in new[] { "scalar", "128", "256", "512" })
        {
            foreach (DecoderInput input in new[] { DecoderInput.Dense, DecoderInput.Sigmoid })
            {
                shapes.Add(width, 0, input, 1, 5, 1, 1);
                shapes.Add(width, 3, input, 7, 100, 17, 8);
                shapes.Add(width, 0, input, 64, 176, 100, 16);
                shapes.Add(width, 8, input, 37, 30, 64, 91);
                shapes.Add(width, 8, input, 70, 65, 33, 9);
            }
        }
        return shapes;
    }

    [Theory]
    [MemberData(nameof(VaeShapes))]
    public void Vae_agrees_with_reference(string width, int conditions, DecoderInput input, int rows, int channels, int hidden, int latents)
    {
        VaeTask task = TestData.Vae(conditions, input, rows, channels, hidden, latents, new TrainingOptions { BatchSize = 128 });
        VaeTrainee trainee = new(task, KernelSet.Choose(width));
        ReferenceVae reference = new(trainee.Network.Export());
        double[][] x = TestData.Doubles(task.Training), c = TestData.Doubles(task.TrainingConditions, rows, conditions);
        double[][] noise = [.. Enumerable.Range(0, rows).Select(row => Noise(task.TrainingNoise, row, latents))];
        double[][] validationNoise = [.. Enumerable.Range(0, 19).Select(row => Noise(task.ValidationNoise, row, latents))];
        reference.Gradient(x, c, noise);

        double validation = reference.Loss(TestData.Doubles(task.Validation), TestData.Doubles(task.ValidationConditions, 19, conditions),
            validationNoise);
        Assert.Equal(validation, trainee.ValidationLoss(), 1e-5 * validation);
        double loss = trainee.Step(0, [.. Enumerable.Range(0, rows)], GradientStep) / rows, expected = reference.Loss(x, c, noise);

        Assert.Equal(expected, loss, 1e-5 * expected);
        AssertGradients(trainee.Network.Layers, trainee.Parameters, reference.Layers);
    }

    [Fact]
    public void Step_changes_parameters_as_adam_does()
    {
        MlpTask task = TestData.Mlp(rows: 20);
        MlpTrainee trainee = new(task, KernelSet.Choose(null));
        ReferenceMlp reference = new(trainee.Network.Export());
        double[][] x = TestData.Doubles(task.Training), t = TestData.Doubles(task.TrainingTargets, 1);
        Dictionary<int, (double M, double V)[]> moments = [];
        for (int step = 1; step <= 3; step++)
        {
            reference.Gradient(x, t);
            trainee.Step(0, [.. Enumerable.Range(0, 20)], new AdamStep(0.01, 0.9, 0.999, 1e-8, Math.Pow(0.9, step), Math.Pow(0.999, step)));
            for (int l = 0; l < reference.Layers.Length; l++)
            {
                var parameters = reference.Layers[l].Parameters().ToList();
                moments.TryAdd(l, new (double, double)[parameters.Count]);
                for (int i = 0; i < parameters.Count; i++)
                {
                    (double m, double v) = moments[l][i];
                    double g = parameters[i].Gradient;
                    (m, v) = (0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g);
                    moments[l][i] = (m, v);
                    double mHat = m / (1 - Math.Pow(0.9, step)), vHat = v / (1 - Math.Pow(0.999, step));
                    parameters[i].Set(parameters[i].Get() - 0.01 * mHat / (Math.Sqrt(vHat) + 1e-8));
                }
            }
        }
        MlpWeights trained = trainee.Network.Export();
        for (int l = 0; l < trained.Layers.Count; l++)
            for (int o = 0; o < trained.Layers[l].Outputs; o++)
                for (int i = 0; i < trained.Layers[l].Inputs; i++)
                    Assert.Equal(reference.Layers[l].Weight[o, i], trained.Layers[l].Weight[o * trained.Layers[l].Inputs + i], 2e-5);
    }

    private static double[] Noise(StreamKey stream, int row, int latents)
    {
        float[] noise = new float[latents];
        NormalStream.Fill(stream, (ulong)(row * ((latents + 63) / 64 * 64)), noise);
        return Array.ConvertAll(noise, value => (double)value);
    }

    private static void AssertGradients(IReadOnlyList<DenseLayer> layers, Parameters parameters, ReferenceLayer[] reference)
    {
        for (int l = 0; l < layers.Count; l++)
        {
            DenseWeights gradient = layers[l].Export(parameters.First);
            double largest = reference[l].BiasGradient.Concat(reference[l].WeightGradient.Cast<double>()).Max(Math.Abs);
            double tolerance = 2e-5 * largest + 1e-7;
            for (int o = 0; o < gradient.Outputs; o++)
            {
                Assert.Equal(reference[l].BiasGradient[o], gradient.Bias[o], tolerance);
                for (int i = 0; i < gradient.Inputs; i++)
                    Assert.Equal(reference[l].WeightGradient[o, i], gradient.Weight[o * gradient.Inputs + i], tolerance);
            }
        }
    }
}
