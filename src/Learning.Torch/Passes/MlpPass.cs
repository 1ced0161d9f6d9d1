using IonSweep.Learning.Torch.Layouts;
using IonSweep.Learning.Torch.Stacks;
using TorchSharp;
using static TorchSharp.torch;

namespace IonSweep.Learning.Torch.Passes;

/// <summary>
/// Regression networks: sigmoid hidden layers, linear output, loss = Σ over rows and outputs of weight·(y − t)². With x the batch of a
/// bundle and V its networks' first layers under one another, the bundle's first product is one matrix product x·Vᵀ.
/// </summary>
internal sealed class MlpPass : IPass
{
    private readonly long _bundles, _width, _rows, _outputs;
    private readonly LayerSize[] _layers;
    private readonly StackedParameters _values;
    private readonly StackedParameters? _gradient;
    private readonly Activations[] _activations; // of each hidden layer
    private readonly Tensor _firstNeurons; // of the first one, S × W × B × neurons
    private readonly Tensor[] _weights; // of each later layer in the running pass: S·W × outputs × (inputs + 1)
    // of each hidden layer in the running pass; the first: S × B × W·neurons, later: S·W × B × neurons
    private readonly Tensor[] _sigmoids;

    /// <param name="layout">Layers.</param>
    /// <param name="values">Parameters of S bundles.</param>
    /// <param name="gradient">Where their gradient goes; null for a pass that only evaluates.</param>
    /// <param name="width">W.</param>
    /// <param name="rows">B.</param>
    public MlpPass(NetworkLayout layout, StackedParameters values, StackedParameters? gradient, int width, int rows)
    {
        _layers = [.. layout.Layers];
        _values = values;
        _gradient = gradient;
        _bundles = values.Flat.shape[0];
        _width = width;
        _rows = rows;
        _outputs = _layers[^1].Outputs;
        _activations = [.. _layers[..^1].Select(layer => new Activations(_bundles * width, rows, layer.Outputs, values.Flat.device))];
        _firstNeurons = _activations[0].WithOnes.view(_bundles, _width, _rows, _layers[1].Columns).narrow(
            3, 0, _layers[1].Inputs).DetachFromDisposeScope();
        _weights = new Tensor[_layers.Length];
        _sigmoids = new Tensor[_layers.Length - 1];
    }

    public long[] WeightShape => [_bundles, 1, _rows, 1];

    public Tensor Loss(Tensor spectra, Tensor? values, Tensor weights, Tensor? noise) => Forward(spectra, values!, weights).Loss;

    public Tensor Gradient(Tensor spectra, Tensor? values, Tensor weights, Tensor? noise)
    {
        (Tensor loss, Tensor outputDelta) = Forward(spectra, values!, weights);
        Tensor delta = outputDelta.view(_bundles * _width, _rows, _outputs);
        for (int l = _layers.Length - 1; l > 0; l--)
        {
            LayerSize layer = _layers[l];
            Tensor gradient = delta.transpose(1, 2).bmm(_activations[l - 1].WithOnes);
            _gradient!.Layers[l].copy_(gradient.view(_bundles, _width, layer.Outputs, layer.Columns));
            Tensor below = delta.bmm(_weights[l].narrow(2, 0, layer.Inputs)), derivative = Sigmoid.Derivative(_sigmoids[l - 1]);
            if (l > 1) delta = below.mul_(derivative);
            else
            {
                // From networks one after the other to networks side by side.
                derivative.view(_bundles, _rows, _width,
                    layer.Inputs).mul_(below.view(_bundles, _width, _rows, layer.Inputs).transpose(1, 2));
                delta = derivative;
            }
        }
        _gradient!.First.copy_(delta.transpose(1, 2).bmm(spectra));
        return loss;
    }

    public void Dispose()
    {
        _firstNeurons.Dispose();
        foreach (Activations activations in _activations) activations.Dispose();
    }

    private (Tensor Loss, Tensor OutputDelta) Forward(Tensor spectra, Tensor targets, Tensor weights)
    {
        _sigmoids[0] = spectra.bmm(_values.First.transpose(1, 2)).sigmoid_();
        _firstNeurons.copy_(_sigmoids[0].view(_bundles, _rows, _width, _layers[0].Outputs).transpose(1, 2));
        Tensor outputs = null!;
        for (int l = 1; l < _layers.Length; l++)
        {
            _weights[l] = _values.Layers[l].reshape(_bundles * _width, _layers[l].Outputs, _layers[l].Columns);
            outputs = _activations[l - 1].WithOnes.bmm(_weights[l].transpose(1, 2));
            if (l == _layers.Length - 1) break;
            _sigmoids[l] = outputs.sigmoid_();
            _activations[l].Neurons.copy_(_sigmoids[l]);
        }
        Tensor difference = outputs.view(_bundles, _width, _rows, _outputs)
            - targets.view(_bundles, _rows, _width, _outputs).transpose(1, 2);
        Tensor delta = difference * weights;
        return ((delta * difference).sum(2, 3).view(-1), delta);
    }
}
