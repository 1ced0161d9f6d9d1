using TorchSharp;
using static TorchSharp.torch;

namespace IonSweep.Learning.Torch.Passes;

/// <summary>Derivative of the logistic sigmoid.</summary>
internal static class Sigmoid
{
    private static readonly Scalar MinusOne = -1f;

    /// <summary>σ'(z) = σ − σ², from σ(z).</summary>
    public static Tensor Derivative(Tensor sigmoid) => sigmoid.addcmul(sigmoid, sigmoid, MinusOne);
}
