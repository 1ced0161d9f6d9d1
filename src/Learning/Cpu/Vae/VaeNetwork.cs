using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Cpu.Layers;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Cpu.Vae;

/// <summary>
/// A VAE or cVAE in memory. Encoder: hidden (sigmoid), posterior (means and log variances, linear). Decoder: input (a dense layer and
/// the sigmoid, or the sigmoid alone), hidden (sigmoid), output (linear).
/// </summary>
internal sealed unsafe class VaeNetwork
{
    private readonly KernelSet _kernels;
    private readonly DenseLayer _encoderHidden, _encoderOutput, _decoderHidden, _decoderOutput;
    private readonly DenseLayer? _decoderInput;
    private readonly DenseLayer[] _layers;
    private readonly RowBlock _hidden, _posterior, _deviation, _noise, _latent, _input, _decoded, _output;
    private readonly RowBlock _hiddenDelta, _posteriorDelta, _latentDelta, _inputDelta, _decodedDelta;
    private readonly Backpropagation? _backpropagation;
    private readonly int _paddedLatents;

    /// <param name="architecture">Sizes.</param>
    /// <param name="kernels">Kernels to use.</param>
    /// <param name="rows">Most rows of a pass.</param>
    /// <param name="training">False leaves out what only training needs.</param>
    public VaeNetwork(VaeArchitecture architecture, KernelSet kernels, int rows, bool training)
    {
        Architecture = architecture;
        _kernels = kernels;
        int inputs = architecture.Latents + architecture.Conditions;
        List<LayerShape> shapes =
        [
            new(architecture.Channels, architecture.Hidden),
            new(architecture.Hidden, 2 * architecture.Latents, Segments: 2),
        ];
        if (architecture.DecoderInput == DecoderInput.Dense) shapes.Add(new LayerShape(inputs, inputs));
        shapes.Add(new LayerShape(inputs, architecture.Hidden));
        shapes.Add(new LayerShape(architecture.Hidden, architecture.Channels));
        (_layers, Parameters) = DenseLayer.Stack(shapes, training);
        _encoderHidden = _layers[0];
        _encoderOutput = _layers[1];
        _decoderInput = architecture.DecoderInput == DecoderInput.Dense ? _layers[2] : null;
        _decoderHidden = _layers[^2];
        _decoderOutput = _layers[^1];

        _paddedLatents = Lane.Pad(architecture.Latents);
        int trainingRows = training ? rows : 0;
        _hidden = new RowBlock(rows, architecture.Hidden);
        _posterior = new RowBlock(rows, 2 * _paddedLatents);
        _deviation = new RowBlock(rows, _paddedLatents);
        _noise = new RowBlock(rows, _paddedLatents);
        _latent = new RowBlock(rows, inputs);
        _input = new RowBlock(rows, inputs);
        _decoded = new RowBlock(rows, architecture.Hidden);
        _output = new RowBlock(rows, architecture.Channels);
        _hiddenDelta = new RowBlock(trainingRows, architecture.Hidden);
        _posteriorDelta = new RowBlock(trainingRows, 2 * _paddedLatents);
        _latentDelta = new RowBlock(trainingRows, inputs);
        _inputDelta = new RowBlock(trainingRows, inputs);
        _decodedDelta = new RowBlock(trainingRows, architecture.Hidden);
        _backpropagation = training ? new Backpropagation(kernels, rows, _layers) : null;
    }

    public VaeArchitecture Architecture { get; }

    /// <summary>In the order of the initial weights' stream.</summary>
    public IReadOnlyList<DenseLayer> Layers => _layers;

    public Parameters Parameters { get; }

    /// <summary>A row's noise ε, to be filled before <see cref="Loss"/>; zero past the latents.</summary>
    public Span<float> Noise(int row) => _noise.Row(row)[..Architecture.Latents];

    /// <summary>
    /// A row's conditions, to be filled before <see cref="Loss"/> or <see cref="Decode"/>, after any change of the latents.
    /// </summary>
    public Span<float> Conditions(int row) => _latent.Row(row).Slice(Architecture.Latents, Architecture.Conditions);

    /// <summary>A row's latents, to be filled before <see cref="Decode"/>.</summary>
    public Span<float> Latents(int row) => _latent.Row(row)[..Architecture.Latents];

    public VaeWeights Export() => new(
        Architecture, _encoderHidden.Export(), _encoderOutput.Export(), _decoderInput?.Export(), _decoderHidden.Export(),
        _decoderOutput.Export());

    public void Import(VaeWeights weights)
    {
        _encoderHidden.Import(weights.EncoderHidden);
        _encoderOutput.Import(weights.EncoderOutput);
        if (_decoderInput is not null)
            _decoderInput.Import(weights.DecoderInput ?? throw new ArgumentException("The weights lack the decoder's input layer."));
        _decoderHidden.Import(weights.DecoderHidden);
        _decoderOutput.Import(weights.DecoderOutput);
    }

    /// <summary>Means and log variances: rows of two parts, each padded to a multiple of 16.</summary>
    public RowBlock Encode(float** rows, int count)
    {
        _kernels.Forward(_encoderHidden, rows, count, _hidden.Pointer);
        _kernels.Sigmoid(_hidden.Pointer, _hidden.Pointer, count, _encoderHidden.Outputs, _hidden.Stride);
        _kernels.Forward(_encoderOutput, _hidden.Rows, count, _posterior.Pointer);
        return _posterior;
    }

    /// <summary>Spectra of the latents and conditions that stand in <see cref="Latents"/> and <see cref="Conditions"/>.</summary>
    public RowBlock Decode(int count)
    {
        float* sums = _latent.Pointer;
        if (_decoderInput is not null)
        {
            _kernels.Forward(_decoderInput, _latent.Rows, count, _input.Pointer);
            sums = _input.Pointer;
        }
        _kernels.Sigmoid(sums, _input.Pointer, count, _decoderHidden.Inputs, _input.Stride);
        _kernels.Forward(_decoderHidden, _input.Rows, count, _decoded.Pointer);
        _kernels.Sigmoid(_decoded.Pointer, _decoded.Pointer, count, _decoderHidden.Outputs, _decoded.Stride);
        _kernels.Forward(_decoderOutput, _decoded.Rows, count, _output.Pointer);
        return _output;
    }

    /// <summary>
    /// Sum over the rows of squared error and divergence. Prepares <see cref="Backward"/> for a loss of which this sum is multiplied by
    /// <paramref name="scale"/>.
    /// </summary>
    /// <param name="rows">Spectra.</param>
    /// <param name="conditions">Conditions of all rows of the dataset, row-major.</param>
    /// <param name="positions">Position of each spectrum in the dataset.</param>
    /// <param name="scale">One over the rows of the batch.</param>
    public double Loss(float** rows, ReadOnlySpan<float> conditions, ReadOnlySpan<int> positions, float scale)
    {
        int count = positions.Length, width = Architecture.Conditions;
        Encode(rows, count);
        double divergence = _kernels.SampleLatents(
            _posterior.Pointer, _noise.Pointer, _deviation.Pointer, _latent.Pointer, _latent.Stride, count, _paddedLatents);
        // Latents are written in whole lanes, which covers part of the conditions: these come after.
        for (int i = 0; i < count; i++) conditions.Slice(positions[i] * width, width).CopyTo(Conditions(i));
        Decode(count);
        return divergence + _kernels.SquaredErrorAndDelta(_output.Pointer, rows, count, _output.Stride, 2 * scale);
    }

    /// <summary>Applies the gradient of the last <see cref="Loss"/>.</summary>
    public void Backward(float** rows, int count, float scale, in AdamStep step)
    {
        Backpropagation back = _backpropagation!;
        back.InputDelta(_decoderOutput, _output, count, _decodedDelta);
        _kernels.SigmoidDelta(_decoded.Pointer, _decodedDelta.Pointer, count, _decoderOutput.Inputs, _decoded.Stride);
        back.Update(_decoderOutput, _decoded.Rows, _output, count, step);

        back.InputDelta(_decoderHidden, _decodedDelta, count, _inputDelta);
        _kernels.SigmoidDelta(_input.Pointer, _inputDelta.Pointer, count, _decoderHidden.Inputs, _input.Stride);
        back.Update(_decoderHidden, _input.Rows, _decodedDelta, count, step);

        RowBlock latentDelta = _inputDelta;
        if (_decoderInput is not null)
        {
            back.InputDelta(_decoderInput, _inputDelta, count, _latentDelta);
            back.Update(_decoderInput, _latent.Rows, _inputDelta, count, step);
            latentDelta = _latentDelta;
        }

        _kernels.LatentDelta(
            _posterior.Pointer, _noise.Pointer, _deviation.Pointer, latentDelta.Pointer, latentDelta.Stride, _posteriorDelta.Pointer,
            count, Architecture.Latents, _paddedLatents, scale);
        back.InputDelta(_encoderOutput, _posteriorDelta, count, _hiddenDelta);
        _kernels.SigmoidDelta(_hidden.Pointer, _hiddenDelta.Pointer, count, _encoderOutput.Inputs, _hidden.Stride);
        back.Update(_encoderOutput, _hidden.Rows, _posteriorDelta, count, step);
        back.Update(_encoderHidden, rows, _hiddenDelta, count, step);
    }
}
