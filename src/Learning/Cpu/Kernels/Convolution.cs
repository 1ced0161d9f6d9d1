using IonSweep.Learning.Cpu.Layers;
using IonSweep.Learning.Cpu.Simd;

namespace IonSweep.Learning.Cpu.Kernels;

/// <summary>
/// Convolution along a spectrum. With positions one after the other in memory, each with its F input features, the K positions that
/// window p sees are K·F neighbouring floats: the convolution is <see cref="PanelProduct{S, V}"/> over rows that overlap, and nothing is
/// gathered.
/// <code>y[p, n] = b[n] + Σ_{i=0}^{K·F−1} x[p·S·F + i] · W[i, n]      p &lt; P, n &lt; N</code>
/// Deltas go back the same way. Position p·S + s of x is seen by the windows p − j, j &lt; M = K/S, at W's rows (j·S + s)·F + f; with
/// the blocks of W transposed and put in the order j = M−1 … 0 it is one product over M neighbouring rows of deltas, which begin and
/// end with M−1 rows of zeros:
/// <code>
/// δx[p·S·F + i] = Σ_{e=0}^{M−1} Σ_{n=0}^{N−1} δy[p − M + 1 + e, n] · B[e·N + n, i]      i &lt; S·F
/// B[e·N + n, i] = W[(M−1−e)·S·F + i, n]
/// </code>
/// Both accumulate each element in one chain, the indices ascending.
/// </summary>
internal static unsafe class Convolution<S, V>
    where S : struct, ISimd<V>
    where V : struct
{
    /// <summary>Computes y.</summary>
    /// <param name="layer">W and b: K·F inputs, N outputs.</param>
    /// <param name="windows">Addresses of the P windows.</param>
    /// <param name="positions">P.</param>
    /// <param name="output">Receives P × N.</param>
    public static void Forward(DenseLayer layer, float** windows, int positions, float* output)
    {
        for (int panel = 0; panel < layer.Panels; panel++)
        {
            int width = layer.PanelWidth(panel), column = panel * Lane.PanelWidth;
            PanelProduct<S, V>.Compute(
                windows, 0, positions, layer.Inputs, layer.PanelWeights(panel), width, width, layer.Bias + column, 0, output + column,
                layer.Columns);
        }
    }

    /// <summary>Computes δx.</summary>
    /// <param name="deltas">Addresses of the rows of δy, from the first of the leading zeros on.</param>
    /// <param name="rows">P + M − 1.</param>
    /// <param name="depth">M·N.</param>
    /// <param name="weights">B, M·N × S·F.</param>
    /// <param name="width">S·F, a multiple of 16.</param>
    /// <param name="inputDelta">Receives δx, rows × S·F.</param>
    public static void Backward(float** deltas, int rows, int depth, float* weights, int width, float* inputDelta)
    {
        float* zero = stackalloc float[Lane.PanelWidth];
        new Span<float>(zero, Lane.PanelWidth).Clear();
        for (int column = 0; column < width; column += Lane.PanelWidth)
        {
            PanelProduct<S, V>.Compute(
                deltas, 0, rows, depth, weights + column, width, Math.Min(Lane.PanelWidth, width - column), zero, 0, inputDelta + column,
                width);
        }
    }
}

/// <summary>The plain reference of <see cref="Convolution{S, V}"/>; W is K·F × N, row-major.</summary>
internal static class ConvolutionReference
{
    /// <summary>y in the order that the kernel promises.</summary>
    public static float[] Forward(ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> b, int positions, int step, int inputs,
        int outputs)
    {
        float[] y = new float[positions * outputs];
        for (int p = 0; p < positions; p++)
            for (int n = 0; n < outputs; n++)
            {
                float sum = b[n];
                for (int i = 0; i < inputs; i++) sum = MathF.FusedMultiplyAdd(x[p * step + i], w[i * outputs + n], sum);
                y[p * outputs + n] = sum;
            }
        return y;
    }

    /// <summary>δx in the order that the kernel promises: windows ascending, then outputs. <paramref name="step"/> is S·F.</summary>
    public static float[] Backward(ReadOnlySpan<float> delta, ReadOnlySpan<float> w, int positions, int step, int inputs, int outputs)
    {
        float[] inputDelta = new float[(positions - 1) * step + inputs];
        for (int p = 0; p < positions; p++)
            for (int i = 0; i < inputs; i++)
                for (int n = 0; n < outputs; n++)
                    inputDelta[p * step + i] = MathF.FusedMultiplyAdd(delta[p * outputs + n], w[i * outputs + n], inputDelta[p * step + i]);
        return inputDelta;
    }
}
