using IonSweep.Learning.Cpu;
using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Cpu.Layers;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Tests.Cpu;

/// <summary>
/// Each kernel of the convolutional network at each width against the plain reference beside it: equal bits, not nearly equal.
/// </summary>
public unsafe class ConvolutionKernelTests
{
    /// <summary>Positions, stride × input features, kernel × input features, outputs.</summary>
    public static TheoryData<int, int, int, int> Shapes() => new()
    {
        { 1, 4, 8, 16 }, { 7, 3, 3, 16 }, { 226, 4, 8, 16 }, { 13, 32, 64, 32 }, { 56, 64, 128, 32 }, { 9, 16, 48, 48 }, { 5, 32, 32, 64 },
        { 6, 16, 32, 80 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Forward_has_the_references_bits(int positions, int step, int inputs, int outputs)
    {
        (DenseLayer layer, _) = Layer(inputs, outputs);
        FloatBuffer x = Buffer("x", (positions - 1) * step + inputs);
        (float[] w, float[] b) = (Rows(layer), Bias(layer));
        float[] expected = ConvolutionReference.Forward(x.Span, w, b, positions, step, inputs, outputs);
        foreach (KernelSet kernels in KernelSet.All)
        {
            FloatBuffer y = new(positions * outputs);
            kernels.Convolve(layer, Windows(x.Pointer, positions, step).Pointer, positions, y.Pointer);
            Assert.Equal(expected, y.Span.ToArray());
        }
    }

    [Theory]
    [InlineData(1, 16, 2, 16)]
    [InlineData(13, 32, 2, 32)]
    [InlineData(56, 64, 2, 32)]
    [InlineData(9, 16, 3, 48)]
    [InlineData(4, 96, 1, 16)]
    [InlineData(3, 16, 8, 80)]
    public void Input_delta_is_the_references(int positions, int step, int overlap, int outputs)
    {
        int inputs = step * overlap, rows = positions + overlap - 1;
        float[] w = Centred("w", inputs * outputs), delta = Centred("delta", positions * outputs);
        FloatBuffer padded = new((rows + overlap - 1) * outputs), turned = new(inputs * outputs);
        delta.CopyTo(padded.Span[((overlap - 1) * outputs)..]);
        for (int e = 0; e < overlap; e++)
            for (int n = 0; n < outputs; n++)
                for (int i = 0; i < step; i++)
                    turned.Span[(e * outputs + n) * step + i] = w[((overlap - 1 - e) * step + i) * outputs + n];
        float[] expected = ConvolutionReference.Backward(delta, w, positions, step, inputs, outputs);
        foreach (KernelSet kernels in KernelSet.All)
        {
            FloatBuffer actual = new(rows * step);
            kernels.ConvolutionDelta(Windows(padded.Pointer, rows, outputs).Pointer, rows, overlap * outputs, turned.Pointer, step,
                actual.Pointer);
            Assert.Equal(expected, actual.Span.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Gradient_goes_on_from_spectrum_to_spectrum_with_the_references_bits(int positions, int step, int inputs, int outputs)
    {
        (DenseLayer layer, _) = Layer(inputs, outputs);
        FloatBuffer[] x = [Buffer("x1", (positions - 1) * step + inputs), Buffer("x2", (positions - 1) * step + inputs)];
        FloatBuffer[] delta = [Buffer("d1", positions * outputs), Buffer("d2", positions * outputs)];
        float[] expected = new float[inputs * outputs], expectedBias = new float[outputs];
        for (int s = 0; s < 2; s++)
            ConvolutionGradientReference.Accumulate(x[s].Span, step, positions, delta[s].Span, outputs, inputs, expected, expectedBias);
        foreach (KernelSet kernels in KernelSet.All)
        {
            // In the layer's own layout: its parameters serve as the gradient.
            (DenseLayer target, Parameters parameters) = Layer(inputs, outputs);
            parameters.Values.Span.Clear();
            for (int s = 0; s < 2; s++)
                kernels.ConvolutionGradient(layer, x[s].Pointer, step, positions, delta[s].Pointer, parameters.Values.Pointer);
            Assert.Equal(expected, Rows(target));
            Assert.Equal(expectedBias, Bias(target));
        }
    }

    [Fact]
    public void Silu_has_the_references_bits_and_the_functions_values()
    {
        float[] z = [.. Centred("z", 254).Select(value => 20 * value), 0f, -100f];
        (float Activation, float Derivative)[] expected = Array.ConvertAll(z, SiluLayerReference.Compute);
        for (int i = 0; i < z.Length; i++)
        {
            double sigma = 1 / (1 + Math.Exp(-(double)z[i]));
            Assert.Equal(z[i] * sigma, expected[i].Activation, 1e-6 * Math.Abs(z[i]) + 1e-30);
            Assert.Equal(sigma * (1 + z[i] * (1 - sigma)), expected[i].Derivative, 1e-6);
        }
        foreach (KernelSet kernels in KernelSet.All)
        {
            FloatBuffer plain = Copy(z), sums = Copy(z), activations = new(z.Length), delta = Copy(Centred("delta", z.Length));
            kernels.Silu(plain.Pointer, z.Length);
            kernels.SiluWithDerivative(sums.Pointer, activations.Pointer, z.Length);
            Assert.Equal(expected.Select(pair => pair.Activation), plain.Span.ToArray());
            Assert.Equal(expected.Select(pair => pair.Activation), activations.Span.ToArray());
            Assert.Equal(expected.Select(pair => pair.Derivative), sums.Span.ToArray());

            float[] before = delta.Span.ToArray();
            kernels.SiluDelta(sums.Pointer, delta.Pointer, z.Length / 16, 13, 16);
            for (int i = 0; i < z.Length; i++) Assert.Equal(i % 16 < 13 ? before[i] * expected[i].Derivative : 0, delta.Span[i]);
        }
    }

    [Theory]
    [InlineData(1, 1, 16)]
    [InlineData(5, 2, 32)]
    [InlineData(3, 7, 48)]
    public void Pooling_has_the_references_bits(int positions, int window, int features)
    {
        float[] a = Centred("a", positions * window * features), delta = Centred("delta", positions * features);
        float[] expected = AveragePoolingReference.Forward(a, positions, window, features);
        float[] expectedDelta = AveragePoolingReference.Backward(delta, positions, window, features);
        foreach (KernelSet kernels in KernelSet.All)
        {
            FloatBuffer y = new(expected.Length), inputDelta = new(a.Length);
            kernels.Pool(Copy(a).Pointer, positions, window, features, y.Pointer);
            kernels.PoolDelta(Copy(delta).Pointer, positions, window, features, inputDelta.Pointer);
            Assert.Equal(expected, y.Span.ToArray());
            Assert.Equal(expectedDelta, inputDelta.Span.ToArray());
        }
    }

    private static (DenseLayer Layer, Parameters Parameters) Layer(int inputs, int outputs)
    {
        (DenseLayer[] layers, Parameters parameters) = DenseLayer.Stack([new LayerShape(inputs, outputs)], training: true);
        ulong element = 0;
        layers[0].Initialize(Spectra.Streams.StreamKeys.Of("test-convolution"), ref element);
        return (layers[0], parameters);
    }

    // Inputs × outputs.
    private static float[] Rows(DenseLayer layer)
    {
        float[] weight = layer.Export().Weight;
        return [.. Enumerable.Range(0, weight.Length).Select(i => weight[i % layer.Outputs * layer.Inputs + i / layer.Outputs])];
    }

    private static float[] Bias(DenseLayer layer) => layer.Export().Bias;

    private static RowAddresses Windows(float* first, int count, int step)
    {
        RowAddresses rows = new(count);
        for (int i = 0; i < count; i++) rows.Pointer[i] = first + i * step;
        return rows;
    }

    private static float[] Centred(string name, int count) => [.. TestData.UniformValues(name, count).Select(value => 2 * value - 1)];

    private static FloatBuffer Buffer(string name, int count) => Copy(Centred(name, count));

    private static FloatBuffer Copy(float[] values)
    {
        FloatBuffer buffer = new(values.Length);
        values.CopyTo(buffer.Span);
        return buffer;
    }
}
