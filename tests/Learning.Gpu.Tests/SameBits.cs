using IonSweep.Learning.Networks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Gpu.Tests;

/// <summary>Comparison of trainings to the bit.</summary>
internal static class SameBits
{
    public static void Of(Trained<MlpWeights> expected, Trained<MlpWeights> actual)
    {
        History(expected.History, actual.History);
        Layers(expected.Weights.Layers, actual.Weights.Layers);
    }

    public static void Of(Trained<VaeWeights> expected, Trained<VaeWeights> actual)
    {
        History(expected.History, actual.History);
        Layers(Layers(expected.Weights), Layers(actual.Weights));
    }

    public static void Of(Trained<CnnWeights> expected, Trained<CnnWeights> actual)
    {
        History(expected.History, actual.History);
        Layers(Layers(expected.Weights), Layers(actual.Weights));
        Equal(expected.Weights.LogVariances, actual.Weights.LogVariances, "log variances");
    }

    private static void History(TrainingHistory expected, TrainingHistory actual)
    {
        Equal(expected.TrainingLoss, actual.TrainingLoss, "training losses");
        Equal(expected.ValidationLoss, actual.ValidationLoss, "validation losses");
        Assert.Equal(expected.BestEpoch, actual.BestEpoch);
        Assert.Equal(expected.CapHit, actual.CapHit);
    }

    private static void Layers(IReadOnlyList<DenseWeights> expected, IReadOnlyList<DenseWeights> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            Equal(expected[i].Weight, actual[i].Weight, $"weights of layer {i}");
            Equal(expected[i].Bias, actual[i].Bias, $"biases of layer {i}");
        }
    }

    private static void Equal(IReadOnlyList<float> expected, IReadOnlyList<float> actual, string what)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
            Assert.True(
                BitConverter.SingleToInt32Bits(expected[i]) == BitConverter.SingleToInt32Bits(actual[i]),
                $"The {what} differ at {i}: {actual[i]:R}, expected {expected[i]:R}.");
    }

    private static IReadOnlyList<DenseWeights> Layers(CnnWeights weights) =>
    [
        .. weights.Convolutions.Select(layer => new DenseWeights(layer.Kernel * layer.Inputs, layer.Outputs, layer.Weight, layer.Bias)),
        weights.Hidden, weights.TargetHead, .. weights.AuxiliaryHead is { } head ? new[] { head } : [],
    ];

    private static IReadOnlyList<DenseWeights> Layers(VaeWeights weights) => weights.DecoderInput is null
        ? [weights.EncoderHidden, weights.EncoderOutput, weights.DecoderHidden, weights.DecoderOutput]
        : [weights.EncoderHidden, weights.EncoderOutput, weights.DecoderInput, weights.DecoderHidden, weights.DecoderOutput];
}
