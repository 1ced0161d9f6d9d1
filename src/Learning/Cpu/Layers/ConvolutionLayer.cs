using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Cpu.Layers;

/// <summary>
/// One convolution of a network: where its weights lie, its windows, and what goes back through it. Works on one spectrum at a time, whose
/// activations, [position][feature], stay in the nearest caches. <see cref="Convolution{S, V}"/> has the mathematics.
/// </summary>
internal sealed unsafe class ConvolutionLayer
{
    private readonly KernelSet _kernels;
    private readonly DenseLayer _weights;
    private readonly nint[] _windows; // pinned
    private readonly float** _windowRows;
    private readonly RowBlock? _delta; // deltas between rows of zeros
    private readonly FloatBuffer? _gradient, _turned;

    /// <param name="shape">Size.</param>
    /// <param name="inputFeatures">Features of a position before it.</param>
    /// <param name="positions">Positions after it.</param>
    /// <param name="weights">Its weights as those of a dense layer on one window.</param>
    /// <param name="kernels">Kernels to use.</param>
    /// <param name="training">False leaves out what only training needs.</param>
    public ConvolutionLayer(ConvolutionShape shape, int inputFeatures, int positions, DenseLayer weights, KernelSet kernels, bool training)
    {
        _kernels = kernels;
        _weights = weights;
        Positions = positions;
        Features = shape.Features;
        InputFeatures = inputFeatures;
        Kernel = shape.Kernel;
        Step = shape.Stride * inputFeatures;
        Overlap = shape.Kernel / shape.Stride;
        _windows = GC.AllocateArray<nint>(positions, pinned: true);
        fixed (nint* first = _windows) _windowRows = (float**)first;
        if (!training) return;
        _delta = new RowBlock(positions + 2 * (Overlap - 1), Features);
        _gradient = new FloatBuffer(weights.ParameterCount);
        _turned = new FloatBuffer(checked(Overlap * Features * Step));
    }

    /// <summary>Positions after the convolution, P.</summary>
    public int Positions { get; }

    /// <summary>Features of each, N.</summary>
    public int Features { get; }

    /// <summary>Features of a position before it, F.</summary>
    public int InputFeatures { get; }

    /// <summary>Positions in a window, K.</summary>
    public int Kernel { get; }

    /// <summary>Floats from one window to the next, S·F.</summary>
    public int Step { get; }

    /// <summary>Windows that see a position, M = K/S.</summary>
    public int Overlap { get; }

    /// <summary>Floats of one spectrum's activations.</summary>
    public int Size => Positions * Features;

    /// <summary>
    /// Deltas of the outputs of the spectrum at hand, to be filled before <see cref="AddGradient"/>; positions × features.
    /// </summary>
    public float* Delta => _delta!.Pointer + (Overlap - 1) * Features;

    /// <summary>The weights as those of a dense layer on one window: K·F inputs.</summary>
    public DenseLayer Weights => _weights;

    /// <summary>Sums of one spectrum, before the activation.</summary>
    public void Forward(float* input, float* output)
    {
        for (int p = 0; p < _windows.Length; p++) _windows[p] = (nint)(input + (nint)p * Step);
        _kernels.Convolve(_weights, _windowRows, Positions, output);
    }

    /// <summary>
    /// To be called once a batch before the first <see cref="AddGradient"/>, while the weights are those of the forward pass.
    /// </summary>
    public void BeginBatch(bool inputDelta)
    {
        _gradient!.Span.Clear();
        if (!inputDelta) return;
        for (int panel = 0; panel < _weights.Panels; panel++)
            for (int j = 0; j < Overlap; j++)
            {
                int width = _weights.PanelWidth(panel);
                Transposition.Transpose(
                    _weights.PanelWeights(panel) + j * Step * width, width, Step, width,
                    _turned!.Pointer + ((Overlap - 1 - j) * Features + panel * Lane.PanelWidth) * Step, Step);
            }
    }

    /// <summary>Adds the gradient that follows from <see cref="Delta"/> and the spectrum's inputs.</summary>
    public void AddGradient(float* input) => _kernels.ConvolutionGradient(_weights, input, Step, Positions, Delta, _gradient!.Pointer);

    /// <summary>Deltas of the inputs of the spectrum at hand.</summary>
    public void InputDelta(float* inputDelta) => _kernels.ConvolutionDelta(
        _delta!.Rows, Positions + Overlap - 1, Overlap * Features, _turned!.Pointer, Step, inputDelta);

    /// <summary>Applies the gradient of the batch.</summary>
    public void Update(in AdamStep step)
    {
        fixed (AdamStep* constants = &step)
            _kernels.Apply(
                _gradient!.Pointer, _gradient.Length, _weights.PanelWeights(0), _weights.PanelFirst(0), _weights.PanelSecond(0), constants);
    }

    /// <summary>Gives weights or moments in the layout that other frameworks use.</summary>
    /// <param name="buffer">One of the buffers of the network's <see cref="Parameters"/>.</param>
    public ConvolutionWeights Export(FloatBuffer buffer)
    {
        DenseWeights dense = _weights.Export(buffer);
        return new ConvolutionWeights(InputFeatures, Features, Kernel, Rearrange(dense.Weight, Kernel, InputFeatures), dense.Bias);
    }

    /// <summary>Takes weights from the layout that other frameworks use.</summary>
    public void Import(ConvolutionWeights weights)
    {
        if (weights.Inputs != InputFeatures || weights.Outputs != Features || weights.Kernel != Kernel
            || weights.Weight.Length != Features * InputFeatures * Kernel)
            throw new ArgumentException(
                $"Weights of a convolution are {weights.Outputs} × {weights.Inputs} × {weights.Kernel} ({weights.Weight.Length} "
                    + $"values); expected {Features} × {InputFeatures} × {Kernel}.");
        _weights.Import(new DenseWeights(Kernel * InputFeatures, Features, Rearrange(weights.Weight, InputFeatures, Kernel), weights.Bias));
    }

    // Of every output, outer × inner values become inner × outer.
    private float[] Rearrange(float[] values, int outer, int inner)
    {
        float[] rearranged = new float[values.Length];
        for (int n = 0; n < Features; n++)
            for (int o = 0; o < outer; o++)
                for (int i = 0; i < inner; i++)
                    rearranged[(n * inner + i) * outer + o] = values[(n * outer + o) * inner + i];
        return rearranged;
    }
}
