using IonSweep.Learning.Networks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Torch.Tests;

/// <summary>Comparison of trainings that differ by rounding.</summary>
internal static class Compare
{
    /// <summary>Same number of epochs, losses within a relative difference.</summary>
    public static void Losses(TrainingHistory expected, TrainingHistory actual, double relative)
    {
        Assert.Equal(expected.Epochs, actual.Epochs);
        for (int epoch = 0; epoch < expected.Epochs; epoch++)
        {
            Near(expected.TrainingLoss[epoch], actual.TrainingLoss[epoch], relative, $"training loss of epoch {epoch + 1}");
            Near(expected.ValidationLoss[epoch], actual.ValidationLoss[epoch], relative, $"validation loss of epoch {epoch + 1}");
        }
    }

    /// <summary>Weights and biases within a difference.</summary>
    public static void Weights(IReadOnlyList<DenseWeights> expected, IReadOnlyList<DenseWeights> actual, double absolute)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int l = 0; l < expected.Count; l++)
        {
            float[] one = [.. expected[l].Weight, .. expected[l].Bias], other = [.. actual[l].Weight, .. actual[l].Bias];
            Assert.Equal(one.Length, other.Length);
            double largest = one.Zip(other, (a, b) => Math.Abs((double)a - b)).Max();
            Assert.True(largest <= absolute, $"Layer {l}: parameters differ by {largest}.");
        }
    }

    public static IReadOnlyList<DenseWeights> Layers(VaeWeights weights) => weights.DecoderInput is null
        ? [weights.EncoderHidden, weights.EncoderOutput, weights.DecoderHidden, weights.DecoderOutput]
        : [weights.EncoderHidden, weights.EncoderOutput, weights.DecoderInput, weights.DecoderHidden, weights.DecoderOutput];

    private static void Near(double expected, double actual, double relative, string what) =>
        Assert.True(Math.Abs(actual - expected) <= relative * Math.Abs(expected), $"The {what} is {actual}; expected {expected}.");
}
