using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Cpu.Layers;

/// <summary>
/// Where a fully connected layer lies in a network's <see cref="Parameters"/>: panels of 64 columns (the last one narrower), each
/// [input][column], then the biases. Forward pass, gradient and Adam all run through a panel from its first byte to its last.
/// </summary>
internal sealed unsafe class DenseLayer
{
    private readonly Parameters _parameters;
    private readonly LayerShape _shape;
    private readonly int _offset;
    private readonly nint[] _panelRows; // pinned: address of every input's weights, panel by panel

    public DenseLayer(LayerShape shape, Parameters parameters, int offset)
    {
        _shape = shape;
        _parameters = parameters;
        _offset = offset;
        Columns = shape.Columns;
        UsedColumns = shape.UsedColumns;
        Panels = (Columns + Lane.PanelWidth - 1) / Lane.PanelWidth;
        _panelRows = GC.AllocateArray<nint>(Panels * Inputs, pinned: true);
        for (int panel = 0; panel < Panels; panel++)
            for (int k = 0; k < Inputs; k++)
                _panelRows[panel * Inputs + k] = (nint)(PanelWeights(panel) + (nint)k * PanelWidth(panel));
    }

    public int Inputs => _shape.Inputs;

    public int Outputs => _shape.Outputs;

    /// <summary>Outputs with padding.</summary>
    public int Columns { get; }

    /// <summary>Columns up to the last that is an output.</summary>
    public int UsedColumns { get; }

    public int Panels { get; }

    /// <summary>Weights and biases with padding, which lie side by side from panel 0 on.</summary>
    public int ParameterCount => _shape.ParameterCount;

    public float* Bias => _parameters.Values.Pointer + BiasOffset;

    public float* BiasFirst => _parameters.First.Pointer + BiasOffset;

    public float* BiasSecond => _parameters.Second.Pointer + BiasOffset;

    private int BiasOffset => _offset + Columns * Inputs;

    /// <summary>Layers of these shapes, one after the other in new <see cref="Parameters"/>.</summary>
    /// <param name="shapes">Sizes.</param>
    /// <param name="training">False leaves out what only training needs.</param>
    /// <param name="others">Parameters of no layer, last in memory; a multiple of 16.</param>
    public static (DenseLayer[] Layers, Parameters Parameters) Stack(IReadOnlyList<LayerShape> shapes, bool training, int others = 0)
    {
        Parameters parameters = new(shapes.Sum(shape => shape.ParameterCount) + others, training);
        DenseLayer[] layers = new DenseLayer[shapes.Count];
        int offset = 0;
        for (int i = 0; i < layers.Length; i++)
        {
            layers[i] = new DenseLayer(shapes[i], parameters, offset);
            offset += shapes[i].ParameterCount;
        }
        return (layers, parameters);
    }

    public int PanelWidth(int panel) => Math.Min(Lane.PanelWidth, Columns - panel * Lane.PanelWidth);

    public float* PanelWeights(int panel) => _parameters.Values.Pointer + PanelOffset(panel);

    public float* PanelFirst(int panel) => _parameters.First.Pointer + PanelOffset(panel);

    public float* PanelSecond(int panel) => _parameters.Second.Pointer + PanelOffset(panel);

    /// <summary>Addresses of each input's weights in a panel.</summary>
    public float** PanelRows(int panel)
    {
        fixed (nint* rows = _panelRows) return (float**)(rows + panel * Inputs);
    }

    /// <summary>
    /// Draws weights, [output][input], then biases uniformly in ±1/√inputs from the stream's elements from <paramref name="element"/>
    /// on, and moves that past them.
    /// </summary>
    public void Initialize(StreamKey stream, ref ulong element)
    {
        double bound = 1 / Math.Sqrt(Inputs);
        Span<float> values = _parameters.Values.Span;
        for (int output = 0; output < Outputs; output++)
            for (int input = 0; input < Inputs; input++)
                values[IndexOf(input, output)] = (float)((2 * UniformStream.At(stream, element++) - 1) * bound);
        for (int output = 0; output < Outputs; output++)
            values[BiasOffset + _shape.Column(output)] = (float)((2 * UniformStream.At(stream, element++) - 1) * bound);
    }

    /// <summary>Takes weights from the layout that other frameworks use.</summary>
    public void Import(DenseWeights weights)
    {
        if (weights.Inputs != Inputs || weights.Outputs != Outputs || weights.Weight.Length != Inputs * Outputs
            || weights.Bias.Length != Outputs)
            throw new ArgumentException(
                $"Weights of a layer are {weights.Outputs} × {weights.Inputs} ({weights.Weight.Length} values) with "
                    + $"{weights.Bias.Length} biases; expected {Outputs} × {Inputs} with {Outputs}.");
        Span<float> values = _parameters.Values.Span;
        for (int output = 0; output < Outputs; output++)
        {
            for (int input = 0; input < Inputs; input++) values[IndexOf(input, output)] = weights.Weight[output * Inputs + input];
            values[BiasOffset + _shape.Column(output)] = weights.Bias[output];
        }
    }

    /// <summary>Gives the weights in the layout that other frameworks use.</summary>
    public DenseWeights Export() => Export(_parameters.Values);

    /// <summary>Gives weights or moments in the layout that other frameworks use.</summary>
    /// <param name="buffer">One of the buffers of the layer's <see cref="Parameters"/>.</param>
    public DenseWeights Export(FloatBuffer buffer)
    {
        ReadOnlySpan<float> values = buffer.Span;
        float[] weight = new float[Inputs * Outputs], bias = new float[Outputs];
        for (int output = 0; output < Outputs; output++)
        {
            for (int input = 0; input < Inputs; input++) weight[output * Inputs + input] = values[IndexOf(input, output)];
            bias[output] = values[BiasOffset + _shape.Column(output)];
        }
        return new DenseWeights(Inputs, Outputs, weight, bias);
    }

    private int PanelOffset(int panel) => _offset + panel * Lane.PanelWidth * Inputs;

    private int IndexOf(int input, int output)
    {
        int column = _shape.Column(output), panel = column / Lane.PanelWidth;
        return PanelOffset(panel) + input * PanelWidth(panel) + column % Lane.PanelWidth;
    }
}
