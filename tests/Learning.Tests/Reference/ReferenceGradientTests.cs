using IonSweep.Learning.Cpu;
using IonSweep.Learning.Cpu.Mlp;
using IonSweep.Learning.Cpu.Vae;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Tests.Reference;

/// <summary>The references' own gradients against central differences, all in double precision.</summary>
public class ReferenceGradientTests
{
    private const double Step = 1e-5;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Mlp(int outputs)
    {
        MlpTask task = TestData.Mlp(rows: 5, channels: 6, hidden: [4, 3], outputs: outputs);
        ReferenceMlp mlp = new(new MlpTrainee(task, KernelSet.Scalar).Network.Export());
        double[][] rows = TestData.Doubles(task.Training), targets = TestData.Doubles(task.TrainingTargets, outputs);
        mlp.Gradient(rows, targets);
        Check(mlp.Layers, () => mlp.Loss(rows, targets));
    }

    [Theory]
    [InlineData(0, DecoderInput.Dense)]
    [InlineData(0, DecoderInput.Sigmoid)]
    [InlineData(2, DecoderInput.Dense)]
    [InlineData(2, DecoderInput.Sigmoid)]
    public void Vae(int conditions, DecoderInput input)
    {
        VaeTask task = TestData.Vae(conditions, input, rows: 4, channels: 7, hidden: 5, latents: 3);
        ReferenceVae vae = new(new VaeTrainee(task, KernelSet.Scalar).Network.Export());
        double[][] rows = TestData.Doubles(task.Training), given = TestData.Doubles(task.TrainingConditions, 4, conditions);
        double[][] noise = TestData.Doubles(TestData.UniformValues("noise", 12), 3);
        vae.Gradient(rows, given, noise);
        Check(vae.Layers, () => vae.Loss(rows, given, noise));
    }

    private static void Check(ReferenceLayer[] layers, Func<double> loss)
    {
        foreach ((Func<double> get, Action<double> set, double gradient) in layers.SelectMany(layer => layer.Parameters().ToList()))
        {
            double value = get();
            set(value + Step);
            double above = loss();
            set(value - Step);
            double below = loss();
            set(value);
            double difference = (above - below) / (2 * Step);
            Assert.True(Math.Abs(difference - gradient) <= 1e-8 + 1e-6 * Math.Abs(gradient),
                $"gradient {gradient}, difference quotient {difference}");
        }
    }
}
