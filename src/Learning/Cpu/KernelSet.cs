using System.Runtime.Intrinsics;
using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Cpu.Layers;
using IonSweep.Learning.Cpu.Simd;

namespace IonSweep.Learning.Cpu;

/// <summary>
/// The kernels at one vector width, called a few times per step.
/// <see cref="Choose(string?)"/> picks the width; all widths give the same bits.
/// </summary>
internal abstract unsafe class KernelSet
{
    /// <summary>Environment variable that forces a width: <c>scalar</c>, <c>128</c>, <c>256</c> or <c>512</c>.</summary>
    public const string WidthVariable = "IONSWEEP_SIMD";

    public static readonly KernelSet Scalar = new KernelSet<SimdScalar, float>("scalar");
    public static readonly KernelSet Bits128 = new KernelSet<Simd128, Vector128<float>>("128");
    public static readonly KernelSet Bits256 = new KernelSet<Simd256, Vector256<float>>("256");
    public static readonly KernelSet Bits512 = new KernelSet<Simd512, Vector512<float>>("512");

    /// <summary>Every width, narrowest first.</summary>
    public static IReadOnlyList<KernelSet> All { get; } = [Scalar, Bits128, Bits256, Bits512];

    private protected KernelSet(string name) => Name = name;

    /// <summary>Width in bits, or <c>scalar</c>.</summary>
    public string Name { get; }

    /// <summary>The width that <c>IONSWEEP_SIMD</c> names, or the widest that this machine has in hardware.</summary>
    /// <exception cref="ArgumentException">No such width.</exception>
    public static KernelSet Choose() => Choose(Environment.GetEnvironmentVariable(WidthVariable));

    /// <summary>The width named, or the widest that this machine has in hardware for null or an empty name.</summary>
    /// <exception cref="ArgumentException">No such width.</exception>
    public static KernelSet Choose(string? name)
    {
        if (!string.IsNullOrWhiteSpace(name))
        {
            return All.FirstOrDefault(set => set.Name == name.Trim()) ?? throw new ArgumentException(
                $"{WidthVariable} is '{name}'; expected one of {string.Join(", ", All.Select(set => set.Name))}, or leave it unset.");
        }
        return Vector512.IsHardwareAccelerated ? Bits512
            : Vector256.IsHardwareAccelerated ? Bits256
            : Vector128.IsHardwareAccelerated ? Bits128
            : Scalar;
    }

    /// <summary>
    /// output = bias + rows · weights, for <paramref name="count"/> rows; output rows lie <see cref="DenseLayer.Columns"/> apart.
    /// </summary>
    public abstract void Forward(DenseLayer layer, float** rows, int count, float* output);

    /// <summary>Transposed deltas of a layer's inputs, inputs × batch, from those of its outputs, columns × batch.</summary>
    /// <param name="layer">Its weights before the update.</param>
    /// <param name="delta">Deltas of the outputs, transposed.</param>
    /// <param name="batch">Floats in a row of both, a multiple of 16.</param>
    /// <param name="inputDelta">Receives the deltas of the inputs, transposed.</param>
    public abstract void InputDelta(DenseLayer layer, float* delta, int batch, float* inputDelta);

    /// <summary>Computes a layer's gradient and applies it.</summary>
    /// <param name="layer">Weights and moments, changed.</param>
    /// <param name="rows">Inputs of the layer.</param>
    /// <param name="count">Rows.</param>
    /// <param name="delta">Deltas of the outputs, rows <see cref="DenseLayer.Columns"/> apart.</param>
    /// <param name="scratch">Room for rows × 64 floats.</param>
    /// <param name="step">Constants of this step.</param>
    public abstract void Update(DenseLayer layer, float** rows, int count, float* delta, float* scratch, AdamStep* step);

    /// <inheritdoc cref="SigmoidLayer{S, V}.Forward"/>
    public abstract void Sigmoid(float* sums, float* activations, int rows, int columns, int stride);

    /// <inheritdoc cref="SigmoidLayer{S, V}.Backward"/>
    public abstract void SigmoidDelta(float* activations, float* delta, int rows, int columns, int stride);

    /// <inheritdoc cref="SiluLayer{S, V}.Forward"/>
    public abstract void Silu(float* values, int count);

    /// <inheritdoc cref="SiluLayer{S, V}.ForwardWithDerivative"/>
    public abstract void SiluWithDerivative(float* sums, float* activations, int count);

    /// <inheritdoc cref="SiluLayer{S, V}.Backward"/>
    public abstract void SiluDelta(float* derivatives, float* delta, int rows, int columns, int stride);

    /// <inheritdoc cref="Convolution{S, V}.Forward"/>
    public abstract void Convolve(DenseLayer layer, float** windows, int positions, float* output);

    /// <inheritdoc cref="Convolution{S, V}.Backward"/>
    public abstract void ConvolutionDelta(float** deltas, int rows, int depth, float* weights, int width, float* inputDelta);

    /// <summary>Adds one spectrum's gradient of a convolution, see <see cref="ConvolutionGradient{S, V}"/>.</summary>
    /// <param name="layer">Sizes.</param>
    /// <param name="windows">First window.</param>
    /// <param name="step">Floats from one window to the next.</param>
    /// <param name="positions">Windows.</param>
    /// <param name="delta">Deltas of the outputs, positions × columns.</param>
    /// <param name="gradient">In the layout of the layer's parameters, changed.</param>
    public abstract void ConvolutionGradient(DenseLayer layer, float* windows, int step, int positions, float* delta, float* gradient);

    /// <inheritdoc cref="AveragePooling{S, V}.Forward"/>
    public abstract void Pool(float* a, int positions, int window, int features, float* y);

    /// <inheritdoc cref="AveragePooling{S, V}.Backward"/>
    public abstract void PoolDelta(float* delta, int positions, int window, int features, float* inputDelta);

    /// <inheritdoc cref="Adam{S, V}.Update(float*, nint, float*, float*, float*, AdamStep*)"/>
    public abstract void Apply(float* gradient, int count, float* parameters, float* first, float* second, AdamStep* step);

    /// <inheritdoc cref="SquaredError{S, V}.SumAndDelta"/>
    public abstract double SquaredErrorAndDelta(float* y, float** x, int rows, int stride, float scale);

    /// <inheritdoc cref="LatentSampling{S, V}.Forward"/>
    public abstract double SampleLatents(
        float* posterior, float* noise, float* deviation, float* latent, int latentStride, int rows, int padded);

    /// <inheritdoc cref="LatentSampling{S, V}.Backward"/>
    public abstract void LatentDelta(
        float* posterior, float* noise, float* deviation, float* latentDelta, int latentStride, float* delta,
        int rows, int latents, int padded, float scale);
}

/// <inheritdoc/>
internal sealed unsafe class KernelSet<S, V>(string name) : KernelSet(name)
    where S : struct, ISimd<V>
    where V : struct
{
    // Weights of so many inputs × 64 outputs (32 KiB) stay in the first-level cache while all rows pass over them.
    private const int ForwardDepth = 128;

    public override void Forward(DenseLayer layer, float** rows, int count, float* output)
    {
        for (int panel = 0; panel < layer.Panels; panel++)
        {
            int width = layer.PanelWidth(panel);
            float* weights = layer.PanelWeights(panel), c = output + panel * Lane.PanelWidth;
            for (int k = 0; k < layer.Inputs; k += ForwardDepth)
            {
                PanelProduct<S, V>.Compute(
                    rows, k, count, Math.Min(ForwardDepth, layer.Inputs - k), weights + (nint)k * width, width, width,
                    k == 0 ? layer.Bias + panel * Lane.PanelWidth : c, k == 0 ? 0 : layer.Columns, c, layer.Columns, far: panel == 0);
            }
        }
    }

    public override void InputDelta(DenseLayer layer, float* delta, int batch, float* inputDelta)
    {
        float* zero = stackalloc float[Lane.PanelWidth];
        new Span<float>(zero, Lane.PanelWidth).Clear();
        for (int first = 0; first < batch; first += Lane.PanelWidth)
        {
            int width = Math.Min(Lane.PanelWidth, batch - first);
            float* c = inputDelta + first;
            for (int panel = 0; panel < layer.Panels; panel++)
            {
                int column = panel * Lane.PanelWidth;
                PanelProduct<S, V>.Compute(
                    layer.PanelRows(panel), 0, layer.Inputs, Math.Min(layer.PanelWidth(panel), layer.UsedColumns - column),
                    delta + (nint)column * batch + first, batch, width,
                    panel == 0 ? zero : c, panel == 0 ? 0 : batch, c, batch);
            }
        }
    }

    public override void Update(DenseLayer layer, float** rows, int count, float* delta, float* scratch, AdamStep* step)
    {
        float* biasGradient = stackalloc float[Lane.PanelWidth];
        for (int panel = 0; panel < layer.Panels; panel++)
        {
            int width = layer.PanelWidth(panel), column = panel * Lane.PanelWidth;
            DeltaPanel<S, V>.CopyAndSum(delta + column, layer.Columns, count, width, scratch, biasGradient);
            WeightGradient<S, V>.Update(
                rows, count, scratch, width, layer.Inputs,
                layer.PanelWeights(panel), layer.PanelFirst(panel), layer.PanelSecond(panel), step);
            Adam<S, V>.Update(biasGradient, width, layer.Bias + column, layer.BiasFirst + column, layer.BiasSecond + column, step);
        }
    }

    public override void Sigmoid(float* sums, float* activations, int rows, int columns, int stride) =>
        SigmoidLayer<S, V>.Forward(sums, activations, rows, columns, stride);

    public override void SigmoidDelta(float* activations, float* delta, int rows, int columns, int stride) =>
        SigmoidLayer<S, V>.Backward(activations, delta, rows, columns, stride);

    public override void Silu(float* values, int count) => SiluLayer<S, V>.Forward(values, count);

    public override void SiluWithDerivative(float* sums, float* activations, int count) =>
        SiluLayer<S, V>.ForwardWithDerivative(sums, activations, count);

    public override void SiluDelta(float* derivatives, float* delta, int rows, int columns, int stride) =>
        SiluLayer<S, V>.Backward(derivatives, delta, rows, columns, stride);

    public override void Convolve(DenseLayer layer, float** windows, int positions, float* output) =>
        Convolution<S, V>.Forward(layer, windows, positions, output);

    public override void ConvolutionDelta(float** deltas, int rows, int depth, float* weights, int width, float* inputDelta) =>
        Convolution<S, V>.Backward(deltas, rows, depth, weights, width, inputDelta);

    public override void ConvolutionGradient(DenseLayer layer, float* windows, int step, int positions, float* delta, float* gradient)
    {
        float* biasGradient = gradient + layer.Inputs * layer.Columns;
        for (int panel = 0; panel < layer.Panels; panel++)
        {
            int column = panel * Lane.PanelWidth;
            ConvolutionGradient<S, V>.Accumulate(
                windows, step, positions, delta + column, layer.Columns, layer.PanelWidth(panel), layer.Inputs,
                gradient + column * layer.Inputs, biasGradient + column);
        }
    }

    public override void Pool(float* a, int positions, int window, int features, float* y) =>
        AveragePooling<S, V>.Forward(a, positions, window, features, y);

    public override void PoolDelta(float* delta, int positions, int window, int features, float* inputDelta) =>
        AveragePooling<S, V>.Backward(delta, positions, window, features, inputDelta);

    public override void Apply(float* gradient, int count, float* parameters, float* first, float* second, AdamStep* step) =>
        Adam<S, V>.Update(gradient, count, parameters, first, second, step);

    public override double SquaredErrorAndDelta(float* y, float** x, int rows, int stride, float scale) =>
        SquaredError<S, V>.SumAndDelta(y, x, rows, stride, scale);

    public override double SampleLatents(
        float* posterior, float* noise, float* deviation, float* latent, int latentStride, int rows, int padded) =>
        LatentSampling<S, V>.Forward(posterior, noise, deviation, latent, latentStride, rows, padded);

    public override void LatentDelta(
        float* posterior, float* noise, float* deviation, float* latentDelta, int latentStride, float* delta,
        int rows, int latents, int padded, float scale) =>
        LatentSampling<S, V>.Backward(posterior, noise, deviation, latentDelta, latentStride, delta, rows, latents, padded, scale);
}
