using TorchSharp;

namespace IonSweep.Learning.Torch.Passes;

/// <summary>
/// Forward and backward pass of S bundles of W networks over B rows each, with intermediate results kept in buffers. Spectra are
/// S × B × (channels + 1), the last column being ones.
/// </summary>
internal interface IPass : IDisposable
{
    /// <summary>Shape of the rows' weights that <see cref="Loss"/> takes; it holds S × B numbers.</summary>
    long[] WeightShape { get; }

    /// <summary>
    /// Twice the loss of every network, [S·W]: Σ over rows and outputs of weight·(y − t)², and what else the network minimises.
    /// </summary>
    /// <param name="spectra">S × B × (channels + 1).</param>
    /// <param name="values">Targets or conditions of the rows, S·B × W·K; null where there are none.</param>
    /// <param name="weights">Twice each row's share in the loss, 0 for a row that only fills up.</param>
    /// <param name="noise">S × B × latents; null where there is none.</param>
    torch.Tensor Loss(torch.Tensor spectra, torch.Tensor? values, torch.Tensor weights, torch.Tensor? noise);

    /// <summary>As <see cref="Loss"/>, and writes the loss's gradient into the gradient's buffer.</summary>
    torch.Tensor Gradient(torch.Tensor spectra, torch.Tensor? values, torch.Tensor weights, torch.Tensor? noise);
}
