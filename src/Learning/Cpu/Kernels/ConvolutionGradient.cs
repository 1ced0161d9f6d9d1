using System.Runtime.CompilerServices;
using IonSweep.Learning.Cpu.Simd;

namespace IonSweep.Learning.Cpu.Kernels;

/// <summary>
/// Gradient of a convolution's weights and biases, added to that of the spectra before:
/// <code>G[i, n] += Σ_{p=0}^{P−1} x[p·S·F + i] · δy[p, n]      g[n] += Σ_{p=0}^{P−1} δy[p, n]      i &lt; K·F, n &lt; N</code>
/// Each element is one chain with p ascending that goes on through the spectra of a batch in their order. One spectrum at a time, windows
/// and deltas stay in the first-level cache while tile after tile of 6 inputs × 4 vectors of outputs passes over them.
/// </summary>
internal static unsafe class ConvolutionGradient<S, V>
    where S : struct, ISimd<V>
    where V : struct
{
    /// <summary>Adds the gradient of a panel of weights and of its biases.</summary>
    /// <param name="x">First window.</param>
    /// <param name="step">S·F: floats from one window to the next.</param>
    /// <param name="positions">P.</param>
    /// <param name="delta">δy, first column of the panel.</param>
    /// <param name="stride">Floats from one row of δy to the next.</param>
    /// <param name="width">Columns of the panel, a multiple of 16, at most 64.</param>
    /// <param name="inputs">K·F.</param>
    /// <param name="gradient">G, K·F × width, changed.</param>
    /// <param name="biasGradient">g, changed.</param>
    public static void Accumulate(
        float* x, nint step, nint positions, float* delta, nint stride, nint width, nint inputs, float* gradient, float* biasGradient)
    {
        for (nint column = 0; column < width;)
        {
            int vectors = (int)Math.Min(S.TileVectors, (width - column) / S.Lanes);
            switch (vectors)
            {
                case 4:
                    Columns<Four>(x, step, positions, delta + column, stride, inputs, gradient + column, width,
                    biasGradient + column); break;
                case 3:
                    Columns<Three>(x, step, positions, delta + column, stride, inputs, gradient + column, width,
                    biasGradient + column); break;
                case 2:
                    Columns<Two>(x, step, positions, delta + column, stride, inputs, gradient + column, width,
                    biasGradient + column); break;
                default:
                    Columns<One>(x, step, positions, delta + column, stride, inputs, gradient + column, width,
                    biasGradient + column); break;
            }
            column += vectors * S.Lanes;
        }
    }

    private static void Columns<C>(
        float* x, nint step, nint positions, float* delta, nint stride, nint inputs, float* gradient, nint width, float* biasGradient)
        where C : struct, IExtent
    {
        Bias<C>(positions, delta, stride, biasGradient);
        while (inputs > 0)
        {
            int taken = inputs >= 6 ? 6 : inputs >= 4 ? 4 : inputs >= 2 ? 2 : 1;
            switch (taken)
            {
                case 6: Tile<Six, C>(x, step, positions, delta, stride, gradient, width); break;
                case 4: Tile<Four, C>(x, step, positions, delta, stride, gradient, width); break;
                case 2: Tile<Two, C>(x, step, positions, delta, stride, gradient, width); break;
                default: Tile<One, C>(x, step, positions, delta, stride, gradient, width); break;
            }
            inputs -= taken;
            x += taken;
            gradient += taken * width;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Bias<C>(nint positions, float* delta, nint stride, float* gradient)
        where C : struct, IExtent
    {
        V g0 = S.Load(gradient);
        V g1 = C.Count > 1 ? S.Load(gradient + 1 * S.Lanes) : default;
        V g2 = C.Count > 2 ? S.Load(gradient + 2 * S.Lanes) : default;
        V g3 = C.Count > 3 ? S.Load(gradient + 3 * S.Lanes) : default;
        for (; positions > 0; positions--)
        {
            g0 = S.Add(g0, S.Load(delta));
            if (C.Count > 1) g1 = S.Add(g1, S.Load(delta + 1 * S.Lanes));
            if (C.Count > 2) g2 = S.Add(g2, S.Load(delta + 2 * S.Lanes));
            if (C.Count > 3) g3 = S.Add(g3, S.Load(delta + 3 * S.Lanes));
            delta += stride;
        }
        S.Store(g0, gradient);
        if (C.Count > 1) S.Store(g1, gradient + 1 * S.Lanes);
        if (C.Count > 2) S.Store(g2, gradient + 2 * S.Lanes);
        if (C.Count > 3) S.Store(g3, gradient + 3 * S.Lanes);
    }

    // R and C are known when this is compiled: the conditions vanish and every vector stays in a register.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Tile<R, C>(float* x, nint step, nint positions, float* delta, nint stride, float* gradient, nint width)
        where R : struct, IExtent
        where C : struct, IExtent
    {
        V c00 = default, c01 = default, c02 = default, c03 = default;
        V c10 = default, c11 = default, c12 = default, c13 = default;
        V c20 = default, c21 = default, c22 = default, c23 = default;
        V c30 = default, c31 = default, c32 = default, c33 = default;
        V c40 = default, c41 = default, c42 = default, c43 = default;
        V c50 = default, c51 = default, c52 = default, c53 = default;
        {
            float* row = gradient;
            c00 = S.Load(row);
            if (C.Count > 1) c01 = S.Load(row + 1 * S.Lanes);
            if (C.Count > 2) c02 = S.Load(row + 2 * S.Lanes);
            if (C.Count > 3) c03 = S.Load(row + 3 * S.Lanes);
        }
        if (R.Count > 1)
        {
            float* row = gradient + 1 * width;
            c10 = S.Load(row);
            if (C.Count > 1) c11 = S.Load(row + 1 * S.Lanes);
            if (C.Count > 2) c12 = S.Load(row + 2 * S.Lanes);
            if (C.Count > 3) c13 = S.Load(row + 3 * S.Lanes);
        }
        if (R.Count > 2)
        {
            float* row = gradient + 2 * width;
            c20 = S.Load(row);
            if (C.Count > 1) c21 = S.Load(row + 1 * S.Lanes);
            if (C.Count > 2) c22 = S.Load(row + 2 * S.Lanes);
            if (C.Count > 3) c23 = S.Load(row + 3 * S.Lanes);
        }
        if (R.Count > 3)
        {
            float* row = gradient + 3 * width;
            c30 = S.Load(row);
            if (C.Count > 1) c31 = S.Load(row + 1 * S.Lanes);
            if (C.Count > 2) c32 = S.Load(row + 2 * S.Lanes);
            if (C.Count > 3) c33 = S.Load(row + 3 * S.Lanes);
        }
        if (R.Count > 4)
        {
            float* row = gradient + 4 * width;
            c40 = S.Load(row);
            if (C.Count > 1) c41 = S.Load(row + 1 * S.Lanes);
            if (C.Count > 2) c42 = S.Load(row + 2 * S.Lanes);
            if (C.Count > 3) c43 = S.Load(row + 3 * S.Lanes);
        }
        if (R.Count > 5)
        {
            float* row = gradient + 5 * width;
            c50 = S.Load(row);
            if (C.Count > 1) c51 = S.Load(row + 1 * S.Lanes);
            if (C.Count > 2) c52 = S.Load(row + 2 * S.Lanes);
            if (C.Count > 3) c53 = S.Load(row + 3 * S.Lanes);
        }

        for (; positions > 0; positions--)
        {
            V d0 = S.Load(delta);
            V d1 = C.Count > 1 ? S.Load(delta + 1 * S.Lanes) : default;
            V d2 = C.Count > 2 ? S.Load(delta + 2 * S.Lanes) : default;
            V d3 = C.Count > 3 ? S.Load(delta + 3 * S.Lanes) : default;
            delta += stride;
            {
                V v = S.Broadcast(x[0]);
                c00 = S.Fma(v, d0, c00);
                if (C.Count > 1) c01 = S.Fma(v, d1, c01);
                if (C.Count > 2) c02 = S.Fma(v, d2, c02);
                if (C.Count > 3) c03 = S.Fma(v, d3, c03);
            }
            if (R.Count > 1)
            {
                V v = S.Broadcast(x[1]);
                c10 = S.Fma(v, d0, c10);
                if (C.Count > 1) c11 = S.Fma(v, d1, c11);
                if (C.Count > 2) c12 = S.Fma(v, d2, c12);
                if (C.Count > 3) c13 = S.Fma(v, d3, c13);
            }
            if (R.Count > 2)
            {
                V v = S.Broadcast(x[2]);
                c20 = S.Fma(v, d0, c20);
                if (C.Count > 1) c21 = S.Fma(v, d1, c21);
                if (C.Count > 2) c22 = S.Fma(v, d2, c22);
                if (C.Count > 3) c23 = S.Fma(v, d3, c23);
            }
            if (R.Count > 3)
            {
                V v = S.Broadcast(x[3]);
                c30 = S.Fma(v, d0, c30);
                if (C.Count > 1) c31 = S.Fma(v, d1, c31);
                if (C.Count > 2) c32 = S.Fma(v, d2, c32);
                if (C.Count > 3) c33 = S.Fma(v, d3, c33);
            }
            if (R.Count > 4)
            {
                V v = S.Broadcast(x[4]);
                c40 = S.Fma(v, d0, c40);
                if (C.Count > 1) c41 = S.Fma(v, d1, c41);
                if (C.Count > 2) c42 = S.Fma(v, d2, c42);
                if (C.Count > 3) c43 = S.Fma(v, d3, c43);
            }
            if (R.Count > 5)
            {
                V v = S.Broadcast(x[5]);
                c50 = S.Fma(v, d0, c50);
                if (C.Count > 1) c51 = S.Fma(v, d1, c51);
                if (C.Count > 2) c52 = S.Fma(v, d2, c52);
                if (C.Count > 3) c53 = S.Fma(v, d3, c53);
            }
            x += step;
        }

        {
            float* row = gradient;
            S.Store(c00, row);
            if (C.Count > 1) S.Store(c01, row + 1 * S.Lanes);
            if (C.Count > 2) S.Store(c02, row + 2 * S.Lanes);
            if (C.Count > 3) S.Store(c03, row + 3 * S.Lanes);
        }
        if (R.Count > 1)
        {
            float* row = gradient + 1 * width;
            S.Store(c10, row);
            if (C.Count > 1) S.Store(c11, row + 1 * S.Lanes);
            if (C.Count > 2) S.Store(c12, row + 2 * S.Lanes);
            if (C.Count > 3) S.Store(c13, row + 3 * S.Lanes);
        }
        if (R.Count > 2)
        {
            float* row = gradient + 2 * width;
            S.Store(c20, row);
            if (C.Count > 1) S.Store(c21, row + 1 * S.Lanes);
            if (C.Count > 2) S.Store(c22, row + 2 * S.Lanes);
            if (C.Count > 3) S.Store(c23, row + 3 * S.Lanes);
        }
        if (R.Count > 3)
        {
            float* row = gradient + 3 * width;
            S.Store(c30, row);
            if (C.Count > 1) S.Store(c31, row + 1 * S.Lanes);
            if (C.Count > 2) S.Store(c32, row + 2 * S.Lanes);
            if (C.Count > 3) S.Store(c33, row + 3 * S.Lanes);
        }
        if (R.Count > 4)
        {
            float* row = gradient + 4 * width;
            S.Store(c40, row);
            if (C.Count > 1) S.Store(c41, row + 1 * S.Lanes);
            if (C.Count > 2) S.Store(c42, row + 2 * S.Lanes);
            if (C.Count > 3) S.Store(c43, row + 3 * S.Lanes);
        }
        if (R.Count > 5)
        {
            float* row = gradient + 5 * width;
            S.Store(c50, row);
            if (C.Count > 1) S.Store(c51, row + 1 * S.Lanes);
            if (C.Count > 2) S.Store(c52, row + 2 * S.Lanes);
            if (C.Count > 3) S.Store(c53, row + 3 * S.Lanes);
        }
    }
}

/// <summary>The plain reference of <see cref="ConvolutionGradient{S, V}"/>.</summary>
internal static class ConvolutionGradientReference
{
    /// <summary>Adds to G and g in the order that the kernel promises; δy is P × N, G is K·F × N.</summary>
    public static void Accumulate(
        ReadOnlySpan<float> x, int step, int positions, ReadOnlySpan<float> delta, int width, int inputs, Span<float> gradient,
        Span<float> biasGradient)
    {
        for (int n = 0; n < width; n++)
        {
            for (int i = 0; i < inputs; i++)
                for (int p = 0; p < positions; p++)
                    gradient[i * width + n] = MathF.FusedMultiplyAdd(x[p * step + i], delta[p * width + n], gradient[i * width + n]);
            for (int p = 0; p < positions; p++) biasGradient[n] += delta[p * width + n];
        }
    }
}
