using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Cpu.Layers;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Cpu.Cnn;

/// <summary>
/// A convolutional multitask network in memory. The trunk takes one spectrum after the other, the dense layers take all rows of a batch
/// together; both heads are one dense layer. Parameters: convolutions, dense layers, log variances.
/// </summary>
internal sealed unsafe class CnnNetwork
{
    private readonly KernelSet _kernels;
    private readonly ConvolutionLayer[] _convolutions;
    private readonly DenseLayer _hiddenLayer, _headLayer;
    private readonly int _paddedTasks;
    private readonly RowBlock _input; // spectra with zeros on both sides, which are never written
    private readonly FloatBuffer[] _activations, _derivatives; // of the convolutions, spectrum after spectrum
    private readonly RowBlock _pooled, _hidden, _hiddenDerivative, _output, _hiddenDelta, _pooledDelta;
    private readonly Backpropagation? _backpropagation;

    /// <param name="architecture">Sizes.</param>
    /// <param name="kernels">Kernels to use.</param>
    /// <param name="rows">Most rows of a pass that is evaluated.</param>
    /// <param name="trainingRows">Most rows of a batch; 0 leaves out what only training needs.</param>
    public CnnNetwork(CnnArchitecture architecture, KernelSet kernels, int rows, int trainingRows)
        : this(architecture, kernels, rows, trainingRows, Stack(architecture, training: trainingRows > 0))
    {
    }

    private CnnNetwork(
        CnnArchitecture architecture, KernelSet kernels, int rows, int trainingRows, (DenseLayer[] Layers, Parameters Parameters) stack)
    {
        Architecture = architecture;
        _kernels = kernels;
        bool training = trainingRows > 0;
        rows = Math.Max(rows, trainingRows);
        _paddedTasks = Lane.Pad(architecture.Tasks);
        (Layers, Parameters) = stack;
        _convolutions =
        [
            .. architecture.Convolutions.Select((shape, i) => new ConvolutionLayer(
                shape, architecture.InputFeatures(i), architecture.Positions[i], Layers[i], kernels, training)),
        ];
        _hiddenLayer = Layers[^2];
        _headLayer = Layers[^1];

        int kept = Math.Max(trainingRows, 1);
        _input = new RowBlock(kept, architecture.PaddedLength);
        // The last convolution's activations are pooled at once: one spectrum's suffice.
        _activations = [
            .. _convolutions.Select((layer, i) => new FloatBuffer(checked((i < _convolutions.Length - 1 ? kept : 1) * layer.Size)))];
        _derivatives = [.. _convolutions.Select(layer => new FloatBuffer(checked(trainingRows * layer.Size)))];
        _pooled = new RowBlock(rows, architecture.Flattened);
        _hidden = new RowBlock(rows, architecture.Hidden);
        _output = new RowBlock(rows, _headLayer.Columns);
        _hiddenDerivative = new RowBlock(trainingRows, architecture.Hidden);
        _hiddenDelta = new RowBlock(trainingRows, architecture.Hidden);
        _pooledDelta = new RowBlock(trainingRows, architecture.Flattened);
        OutputDelta = new RowBlock(trainingRows, _headLayer.Columns);
        _backpropagation = training ? new Backpropagation(kernels, trainingRows, [_hiddenLayer, _headLayer]) : null;
    }

    public CnnArchitecture Architecture { get; }

    /// <summary>Every layer as a dense one: convolutions on one window each, hidden layer, heads.</summary>
    public DenseLayer[] Layers { get; }

    public Parameters Parameters { get; }

    /// <summary>s = log σ² of every task.</summary>
    public ReadOnlySpan<float> LogVariances => Parameters.Values.Span.Slice(LogVarianceOffset, Architecture.Tasks);

    /// <summary>Deltas of the outputs, to be filled before <see cref="Backward"/>: concentrations, then auxiliary quantities.</summary>
    public RowBlock OutputDelta { get; }

    private int LogVarianceOffset => Parameters.Count - _paddedTasks;

    /// <summary>
    /// A network for evaluation alone with the parameters of this one, which another thread may pass through at the same time.
    /// </summary>
    public CnnNetwork Beside(int rows) => new(Architecture, _kernels, rows, trainingRows: 0, (Layers, Parameters));

    /// <summary>The outputs of <paramref name="count"/> rows: concentrations, then auxiliary quantities.</summary>
    /// <param name="rows">Spectra.</param>
    /// <param name="count">Rows.</param>
    /// <param name="training">True keeps what <see cref="Backward"/> needs.</param>
    public RowBlock Forward(float** rows, int count, bool training)
    {
        for (int row = 0; row < count; row++)
        {
            int kept = training ? row : 0;
            new ReadOnlySpan<float>(rows[row], Architecture.Channels).CopyTo(_input.Row(kept)[Architecture.LeftPadding..]);
            float* activations = _input.Rows[kept];
            for (int i = 0; i < _convolutions.Length; i++)
            {
                ConvolutionLayer layer = _convolutions[i];
                float* below = activations;
                activations = Activations(i, kept);
                if (training)
                {
                    float* sums = Derivatives(i, row);
                    layer.Forward(below, sums);
                    _kernels.SiluWithDerivative(sums, activations, layer.Size);
                }
                else
                {
                    layer.Forward(below, activations);
                    _kernels.Silu(activations, layer.Size);
                }
            }
            _kernels.Pool(activations, Architecture.PooledPositions, Architecture.Pooling, _convolutions[^1].Features, _pooled.Rows[row]);
        }
        if (training)
        {
            _kernels.Forward(_hiddenLayer, _pooled.Rows, count, _hiddenDerivative.Pointer);
            _kernels.SiluWithDerivative(_hiddenDerivative.Pointer, _hidden.Pointer, count * _hidden.Stride);
        }
        else
        {
            _kernels.Forward(_hiddenLayer, _pooled.Rows, count, _hidden.Pointer);
            _kernels.Silu(_hidden.Pointer, count * _hidden.Stride);
        }
        _kernels.Forward(_headLayer, _hidden.Rows, count, _output.Pointer);
        return _output;
    }

    /// <summary>Applies the gradient that follows from <see cref="OutputDelta"/> and the last <see cref="Forward"/> in training.</summary>
    public void Backward(int count, in AdamStep step)
    {
        Backpropagation back = _backpropagation!;
        back.InputDelta(_headLayer, OutputDelta, count, _hiddenDelta);
        _kernels.SiluDelta(_hiddenDerivative.Pointer, _hiddenDelta.Pointer, count, _hiddenLayer.Outputs, _hidden.Stride);
        back.Update(_headLayer, _hidden.Rows, OutputDelta, count, step);
        back.InputDelta(_hiddenLayer, _hiddenDelta, count, _pooledDelta);
        back.Update(_hiddenLayer, _pooled.Rows, _hiddenDelta, count, step);

        ConvolutionLayer last = _convolutions[^1];
        for (int i = 0; i < _convolutions.Length; i++) _convolutions[i].BeginBatch(inputDelta: i > 0);
        for (int row = 0; row < count; row++)
        {
            _kernels.PoolDelta(_pooledDelta.Rows[row], Architecture.PooledPositions, Architecture.Pooling, last.Features, last.Delta);
            for (int i = _convolutions.Length - 1; i >= 0; i--)
            {
                ConvolutionLayer layer = _convolutions[i];
                _kernels.SiluDelta(Derivatives(i, row), layer.Delta, layer.Positions, layer.Features, layer.Features);
                layer.AddGradient(i > 0 ? Activations(i - 1, row) : _input.Rows[row]);
                if (i > 0) layer.InputDelta(_convolutions[i - 1].Delta);
            }
        }
        foreach (ConvolutionLayer layer in _convolutions) layer.Update(step);
    }

    /// <summary>One step of the log variances.</summary>
    /// <param name="gradient">One value a task.</param>
    /// <param name="step">Constants of this step.</param>
    public void UpdateLogVariances(ReadOnlySpan<float> gradient, in AdamStep step)
    {
        float* padded = stackalloc float[_paddedTasks];
        Span<float> values = new(padded, _paddedTasks);
        values.Clear();
        gradient.CopyTo(values);
        fixed (AdamStep* constants = &step)
            _kernels.Apply(
                padded, _paddedTasks, Parameters.Values.Pointer + LogVarianceOffset,
                Parameters.First.Pointer + LogVarianceOffset, Parameters.Second.Pointer + LogVarianceOffset, constants);
    }

    public CnnWeights Export() => Export(Parameters.Values);

    /// <summary>Gives weights or moments in the layout that other frameworks use.</summary>
    public CnnWeights Export(FloatBuffer buffer)
    {
        DenseWeights hidden = _hiddenLayer.Export(buffer), heads = _headLayer.Export(buffer);
        int inputs = heads.Inputs, targets = Architecture.Targets, auxiliary = Architecture.Auxiliary;
        return new CnnWeights(
            Architecture,
            [.. _convolutions.Select(layer => layer.Export(buffer))],
            hidden with { Weight = Rearrange(hidden.Weight, Architecture.PooledPositions, _convolutions[^1].Features) },
            new DenseWeights(inputs, targets, heads.Weight[..(targets * inputs)], heads.Bias[..targets]),
            auxiliary > 0 ? new DenseWeights(inputs, auxiliary, heads.Weight[(targets * inputs)..], heads.Bias[targets..]) : null,
            buffer.Span.Slice(LogVarianceOffset, Architecture.Tasks).ToArray());
    }

    /// <summary>Takes weights from the layout that other frameworks use.</summary>
    public void Import(CnnWeights weights)
    {
        for (int i = 0; i < _convolutions.Length; i++) _convolutions[i].Import(weights.Convolutions[i]);
        _hiddenLayer.Import(weights.Hidden with
        {
            Weight = Rearrange(weights.Hidden.Weight, _convolutions[^1].Features, Architecture.PooledPositions),
        });
        DenseWeights targets = weights.TargetHead;
        _headLayer.Import(new DenseWeights(
            targets.Inputs, Architecture.Targets + Architecture.Auxiliary,
            [.. targets.Weight, .. weights.AuxiliaryHead?.Weight ?? []], [.. targets.Bias, .. weights.AuxiliaryHead?.Bias ?? []]));
        weights.LogVariances.CopyTo(Parameters.Values.Span[LogVarianceOffset..]);
    }

    private static (DenseLayer[] Layers, Parameters Parameters) Stack(CnnArchitecture architecture, bool training) => DenseLayer.Stack(
        [
            .. architecture.Convolutions.Select(
                (shape, i) => new LayerShape(shape.Kernel * architecture.InputFeatures(i), shape.Features)),
            new LayerShape(architecture.Flattened, architecture.Hidden),
            new LayerShape(architecture.Hidden, architecture.Targets + architecture.Auxiliary),
        ],
        training, Lane.Pad(architecture.Tasks));

    private float* Activations(int convolution, int row) =>
        _activations[convolution].Pointer + (convolution < _convolutions.Length - 1 ? (nint)row * _convolutions[convolution].Size : 0);

    private float* Derivatives(int convolution, int row) => _derivatives[convolution].Pointer + (nint)row * _convolutions[convolution].Size;

    // Of every neuron, outer × inner weights become inner × outer: position by position here, feature by feature elsewhere.
    private float[] Rearrange(float[] values, int outer, int inner)
    {
        float[] rearranged = new float[values.Length];
        for (int n = 0; n < Architecture.Hidden; n++)
            for (int o = 0; o < outer; o++)
                for (int i = 0; i < inner; i++)
                    rearranged[(n * inner + i) * outer + o] = values[(n * outer + o) * inner + i];
        return rearranged;
    }
}
