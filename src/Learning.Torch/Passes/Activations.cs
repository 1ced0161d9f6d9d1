using TorchSharp;
using static TorchSharp.torch;

namespace IonSweep.Learning.Torch.Passes;

/// <summary>Outputs of a layer as the next one takes them: networks × rows × (neurons + 1), the last column being ones.</summary>
internal sealed class Activations : IDisposable
{
    public Activations(long networks, long rows, long neurons, Device device)
    {
        WithOnes = ones([networks, rows, neurons + 1], device: device).DetachFromDisposeScope();
        Neurons = WithOnes.narrow(2, 0, neurons).DetachFromDisposeScope();
    }

    /// <summary>Networks × rows × (neurons + 1).</summary>
    public Tensor WithOnes { get; }

    /// <summary>The neurons of it.</summary>
    public Tensor Neurons { get; }

    public void Dispose()
    {
        Neurons.Dispose();
        WithOnes.Dispose();
    }
}
