using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Cpu.Layers;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Cpu.Mlp;

/// <summary>A regression network in memory: sigmoid hidden layers, linear output.</summary>
internal sealed unsafe class MlpNetwork
{
    private readonly KernelSet _kernels;
    private readonly RowBlock[] _activations; // of each layer's outputs
    private readonly RowBlock[] _deltas;
    private readonly Backpropagation? _backpropagation;

    /// <param name="architecture">Sizes.</param>
    /// <param name="kernels">Kernels to use.</param>
    /// <param name="rows">Most rows of a pass.</param>
    /// <param name="training">False leaves out what only training needs.</param>
    public MlpNetwork(MlpArchitecture architecture, KernelSet kernels, int rows, bool training)
    {
        Architecture = architecture;
        _kernels = kernels;
        LayerShape[] shapes = [.. architecture.Sizes.Skip(1).Select((size, i) => new LayerShape(architecture.Sizes[i], size))];
        (Layers, Parameters) = DenseLayer.Stack(shapes, training);
        _activations = Activations(rows);
        _deltas = training ? [.. Layers.Select(layer => new RowBlock(rows, layer.Columns))] : [];
        _backpropagation = training ? new Backpropagation(kernels, rows, Layers) : null;
    }

    private MlpNetwork(MlpNetwork other, int rows)
    {
        (Architecture, _kernels, Layers, Parameters) = (other.Architecture, other._kernels, other.Layers, other.Parameters);
        _activations = Activations(rows);
        _deltas = [];
    }

    public MlpArchitecture Architecture { get; }

    public DenseLayer[] Layers { get; }

    public Parameters Parameters { get; }

    /// <summary>Deltas of the outputs, to be filled before <see cref="Backward"/>.</summary>
    public RowBlock OutputDelta => _deltas[^1];

    /// <summary>
    /// A network for evaluation alone with the parameters of this one, which another thread may pass through at the same time.
    /// </summary>
    public MlpNetwork Beside(int rows) => new(this, rows);

    public MlpWeights Export() => new(Architecture, [.. Layers.Select(layer => layer.Export())]);

    public void Import(MlpWeights weights)
    {
        for (int i = 0; i < Layers.Length; i++) Layers[i].Import(weights.Layers[i]);
    }

    /// <summary>The outputs of <paramref name="count"/> rows.</summary>
    public RowBlock Forward(float** rows, int count)
    {
        for (int i = 0; i < Layers.Length; i++)
        {
            DenseLayer layer = Layers[i];
            RowBlock output = _activations[i];
            _kernels.Forward(layer, rows, count, output.Pointer);
            if (i < Layers.Length - 1) _kernels.Sigmoid(output.Pointer, output.Pointer, count, layer.Outputs, output.Stride);
            rows = output.Rows;
        }
        return _activations[^1];
    }

    /// <summary>
    /// Applies the gradient that follows from <see cref="OutputDelta"/> and the last <see cref="Forward"/> of the same rows.
    /// </summary>
    public void Backward(float** rows, int count, in AdamStep step)
    {
        for (int i = Layers.Length - 1; i >= 0; i--)
        {
            if (i > 0)
            {
                RowBlock below = _activations[i - 1], delta = _deltas[i - 1];
                _backpropagation!.InputDelta(Layers[i], _deltas[i], count, delta);
                _kernels.SigmoidDelta(below.Pointer, delta.Pointer, count, Layers[i].Inputs, below.Stride);
            }
            _backpropagation!.Update(Layers[i], i > 0 ? _activations[i - 1].Rows : rows, _deltas[i], count, step);
        }
    }

    private RowBlock[] Activations(int rows) => [.. Layers.Select(layer => new RowBlock(rows, layer.Columns))];
}
