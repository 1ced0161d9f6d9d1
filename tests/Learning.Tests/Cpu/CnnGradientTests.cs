using IonSweep.Learning.Cpu;
using IonSweep.Learning.Cpu.Cnn;
using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Tests.Reference;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Tests.Cpu;

/// <summary>
/// Loss and gradient of the convolutional network: the reference's against central differences, every kernel width's against the reference.
/// With β₁ = 0 Adam's first moment is the gradient.
/// </summary>
public class CnnGradientTests
{
    private static readonly AdamStep GradientStep = new(1e-3, 0, 0.999, 1e-8, 0, 0.999);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Reference_agrees_with_central_differences(int auxiliary)
    {
        CnnTask task = TestData.Cnn(rows: 3, channels: 21, targets: 2, auxiliary: auxiliary, convolutions: [new(16, 4, 2), new(16, 2, 1)],
            hidden: 3);
        ReferenceCnn cnn = new(Initial(task));
        double[][] x = TestData.Doubles(task.Training), t = TestData.Doubles(task.TrainingTargets, 2), a = TestData.Doubles(
            task.TrainingAuxiliary, 3, auxiliary);
        cnn.Gradient(x, t, a);
        foreach ((Func<double> get, Action<double> set, double gradient) in cnn.Parameters().ToList())
        {
            const double Step = 1e-5;
            double value = get();
            set(value + Step);
            double above = cnn.Loss(x, t, a);
            set(value - Step);
            double below = cnn.Loss(x, t, a);
            set(value);
            double difference = (above - below) / (2 * Step);
            Assert.True(Math.Abs(difference - gradient) <= 1e-9 + 1e-6 * Math.Abs(gradient),
                $"gradient {gradient}, difference quotient {difference}");
        }
    }

    public static TheoryData<string, int, int, int, int, string, int, int> Shapes()
    {
        TheoryData<string, int, int, int, int, string, int, int> shapes = [];
        foreach (string width in new[] { "scalar", "128", "256", "512" })
        {
            shapes.Add(width, 5, 100, 1, 0, "16k8s4,32k4s2,32k4s2", 2, 64); // the default trunk on the fewest channels of practice
            shapes.Add(width, 3, 7, 2, 1, "16k8s4,32k4s2,32k4s2", 2, 17); // shorter than the trunk sees: mostly zeros
            shapes.Add(width, 2, 911, 8, 7, "16k8s4,32k4s2,32k4s2", 2, 64);
            shapes.Add(width, 4, 60, 3, 2, "16k3s1,48k6s2", 3, 20); // overlaps of 3, features that are no panel
            shapes.Add(width, 3, 50, 3, 2, "16k2s2,80k3s3", 1, 33); // no overlap, two panels, no pooling
            shapes.Add(width, 6, 40, 1, 3, "32k8s2", 4, 16); // a single convolution
        }
        return shapes;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Network_agrees_with_reference(
        string width, int rows, int channels, int targets, int auxiliary, string trunk, int pooling, int hidden)
    {
        ConvolutionShape[] convolutions = [.. trunk.Split(',').Select(part => part.Split('k', 's'))
            .Select(n => new ConvolutionShape(int.Parse(n[0]), int.Parse(n[1]), int.Parse(n[2])))];
        CnnTask task = TestData.Cnn(rows, channels, targets, auxiliary, convolutions, pooling, hidden,
            new TrainingOptions { BatchSize = 128 });
        CnnTrainee trainee = new(task, KernelSet.Choose(width));
        // Log variances as they are in the middle of a training, so that each weight differs.
        CnnWeights weights = trainee.Network.Export();
        weights = weights with { LogVariances = [.. weights.LogVariances.Select((_, t) => 0.3f - 0.4f * t)] };
        trainee.Network.Import(weights);
        ReferenceCnn reference = new(weights);
        double[][] x = TestData.Doubles(task.Training), t = TestData.Doubles(task.TrainingTargets, targets), a = TestData.Doubles(
            task.TrainingAuxiliary, rows, auxiliary);
        reference.Gradient(x, t, a);

        double[][] validation = TestData.Doubles(task.Validation), validationTargets = TestData.Doubles(task.ValidationTargets, targets);
        Assert.Equal(reference.TargetLoss(validation, validationTargets), trainee.ValidationLoss(), 1e-5);
        double loss = trainee.Step(0, [.. Enumerable.Range(0, rows)], GradientStep) / rows;

        Assert.Equal(reference.TargetLoss(x, t), loss, 1e-5);
        Assert.Equal(reference.Loss(x, t, a), trainee.WeightedLoss, 1e-5);
        CnnWeights gradient = trainee.Network.Export(trainee.Parameters.First);
        for (int l = 0; l < convolutions.Length; l++)
        {
            Close(reference.Convolutions[l].WeightGradient, gradient.Convolutions[l].Weight);
            Close(reference.Convolutions[l].BiasGradient, gradient.Convolutions[l].Bias);
        }
        CloseLayer(reference.Hidden, gradient.Hidden);
        CloseLayer(reference.Heads[0], gradient.TargetHead);
        if (auxiliary > 0) CloseLayer(reference.Heads[1], gradient.AuxiliaryHead!);
        Close(reference.LogVarianceGradient, gradient.LogVariances);

        static void CloseLayer(ReferenceLayer expected, DenseWeights actual)
        {
            Close([.. expected.WeightGradient.Cast<double>()], actual.Weight);
            Close(expected.BiasGradient, actual.Bias);
        }

        static void Close(double[] expected, float[] actual)
        {
            Assert.Equal(expected.Length, actual.Length);
            double tolerance = 2e-5 * expected.Max(Math.Abs) + 1e-8;
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance);
        }
    }

    private static CnnWeights Initial(CnnTask task) => CnnInitialWeights.Draw(task.Architecture, task.InitialWeights);
}
