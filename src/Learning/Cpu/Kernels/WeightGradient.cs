using System.Runtime.CompilerServices;
using IonSweep.Learning.Cpu.Layers;
using IonSweep.Learning.Cpu.Simd;

namespace IonSweep.Learning.Cpu.Kernels;

/// <summary>
/// Gradient of a panel of weights, fed tile by tile into Adam:
/// <code>G[k, n] = Σ_{b=0}^{B−1} X[b, k] · D[b, n]</code>
/// Each element is one chain of fused multiply-adds with b ascending, from zero. A tile of 6 inputs × 4 vectors of outputs stays in
/// registers over the whole batch, is put down in 1.5 KiB and consumed by <see cref="Adam{S, V}"/> row by row between the products of the
/// next tile: roots and divisions run while the multipliers work, and the gradient of a layer never exists.
/// </summary>
internal static unsafe class WeightGradient<S, V>
    where S : struct, ISimd<V>
    where V : struct
{
    private const int MostRows = 6;

    /// <summary>Updates a panel of weights.</summary>
    /// <param name="x">Addresses of the B rows of inputs.</param>
    /// <param name="batch">B.</param>
    /// <param name="delta">D, B × N, rows N apart.</param>
    /// <param name="width">N, a multiple of 16, at most 64.</param>
    /// <param name="inputs">K.</param>
    /// <param name="weights">K × N weights, changed.</param>
    /// <param name="first">K × N first moments, changed.</param>
    /// <param name="second">K × N second moments, changed.</param>
    /// <param name="step">Constants of this step.</param>
    public static void Update(
        float** x, nint batch, float* delta, nint width, nint inputs, float* weights, float* first, float* second, AdamStep* step)
    {
        for (nint column = 0; column < width;)
        {
            int vectors = (int)Math.Min(S.TileVectors, (width - column) / S.Lanes);
            Panel panel = new()
            {
                Weights = weights + column,
                First = first + column,
                Second = second + column,
                Stride = width,
                Step = step
            };
            switch (vectors)
            {
                case 4: Columns<Four>(x, batch, delta + column, inputs, panel); break;
                case 3: Columns<Three>(x, batch, delta + column, inputs, panel); break;
                case 2: Columns<Two>(x, batch, delta + column, inputs, panel); break;
                default: Columns<One>(x, batch, delta + column, inputs, panel); break;
            }
            column += vectors * S.Lanes;
        }
    }

    private static void Columns<C>(float** x, nint batch, float* delta, nint inputs, Panel panel)
        where C : struct, IExtent
    {
        int tile = MostRows * C.Count * S.Lanes;
        float* memory = stackalloc float[2 * tile + Lane.Count];
        memory = (float*)(((nuint)memory + 63) & ~(nuint)63);
        float* gradient = memory, pending = memory + tile;
        nint pendingRows = 0;
        for (nint k = 0; k < inputs;)
        {
            nint left = inputs - k;
            int taken = left >= 6 ? 6 : left >= 4 ? 4 : left >= 2 ? 2 : 1;
            switch (taken)
            {
                case 6: Tile<Six, C>(x, k, batch, delta, gradient, pending, pendingRows, &panel); break;
                case 4: Tile<Four, C>(x, k, batch, delta, gradient, pending, pendingRows, &panel); break;
                case 2: Tile<Two, C>(x, k, batch, delta, gradient, pending, pendingRows, &panel); break;
                default: Tile<One, C>(x, k, batch, delta, gradient, pending, pendingRows, &panel); break;
            }
            // The panel now points past what was pending.
            panel.Advance(pendingRows);
            float* done = gradient;
            gradient = pending;
            pending = done;
            pendingRows = taken;
            k += taken;
        }
        for (; pendingRows > 0; pendingRows--)
        {
            Adam<S, V>.Update(pending, C.Count * S.Lanes, panel.Weights, panel.First, panel.Second, panel.Step);
            panel.Advance(1);
            pending += C.Count * S.Lanes;
        }
    }

    // R and C are known when this is compiled: the conditions vanish and every vector stays in a register.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Tile<R, C>(
        float** x, nint k, nint batch, float* delta, float* gradient, float* pending, nint pendingRows, Panel* panel)
        where R : struct, IExtent
        where C : struct, IExtent
    {
        nint stride = panel->Stride;
        float* weights = panel->Weights, first = panel->First, second = panel->Second;
        AdamStep* step = panel->Step;
        nint ahead = pendingRows * stride; // from a pending row to the row of this tile that takes its place next
        V c00 = S.Broadcast(0), c01 = S.Broadcast(0), c02 = S.Broadcast(0), c03 = S.Broadcast(0);
        V c10 = S.Broadcast(0), c11 = S.Broadcast(0), c12 = S.Broadcast(0), c13 = S.Broadcast(0);
        V c20 = S.Broadcast(0), c21 = S.Broadcast(0), c22 = S.Broadcast(0), c23 = S.Broadcast(0);
        V c30 = S.Broadcast(0), c31 = S.Broadcast(0), c32 = S.Broadcast(0), c33 = S.Broadcast(0);
        V c40 = S.Broadcast(0), c41 = S.Broadcast(0), c42 = S.Broadcast(0), c43 = S.Broadcast(0);
        V c50 = S.Broadcast(0), c51 = S.Broadcast(0), c52 = S.Broadcast(0), c53 = S.Broadcast(0);
        float** end = x + batch;
        nint part = (batch + pendingRows) / (pendingRows + 1);
        while (true)
        {
            float** stop = pendingRows > 0 && part < end - x ? x + part : end;
            for (; x < stop; x++)
            {
                float* a = *x + k;
                CacheLine.Prefetch(a + 2 * Lane.Count); // of a tile to come: the rows lie far apart
                V d0 = S.Load(delta);
                V d1 = C.Count > 1 ? S.Load(delta + 1 * S.Lanes) : default;
                V d2 = C.Count > 2 ? S.Load(delta + 2 * S.Lanes) : default;
                V d3 = C.Count > 3 ? S.Load(delta + 3 * S.Lanes) : default;
                delta += stride;
                {
                    V v = S.Broadcast(a[0]);
                    c00 = S.Fma(v, d0, c00);
                    if (C.Count > 1) c01 = S.Fma(v, d1, c01);
                    if (C.Count > 2) c02 = S.Fma(v, d2, c02);
                    if (C.Count > 3) c03 = S.Fma(v, d3, c03);
                }
                if (R.Count > 1)
                {
                    V v = S.Broadcast(a[1]);
                    c10 = S.Fma(v, d0, c10);
                    if (C.Count > 1) c11 = S.Fma(v, d1, c11);
                    if (C.Count > 2) c12 = S.Fma(v, d2, c12);
                    if (C.Count > 3) c13 = S.Fma(v, d3, c13);
                }
                if (R.Count > 2)
                {
                    V v = S.Broadcast(a[2]);
                    c20 = S.Fma(v, d0, c20);
                    if (C.Count > 1) c21 = S.Fma(v, d1, c21);
                    if (C.Count > 2) c22 = S.Fma(v, d2, c22);
                    if (C.Count > 3) c23 = S.Fma(v, d3, c23);
                }
                if (R.Count > 3)
                {
                    V v = S.Broadcast(a[3]);
                    c30 = S.Fma(v, d0, c30);
                    if (C.Count > 1) c31 = S.Fma(v, d1, c31);
                    if (C.Count > 2) c32 = S.Fma(v, d2, c32);
                    if (C.Count > 3) c33 = S.Fma(v, d3, c33);
                }
                if (R.Count > 4)
                {
                    V v = S.Broadcast(a[4]);
                    c40 = S.Fma(v, d0, c40);
                    if (C.Count > 1) c41 = S.Fma(v, d1, c41);
                    if (C.Count > 2) c42 = S.Fma(v, d2, c42);
                    if (C.Count > 3) c43 = S.Fma(v, d3, c43);
                }
                if (R.Count > 5)
                {
                    V v = S.Broadcast(a[5]);
                    c50 = S.Fma(v, d0, c50);
                    if (C.Count > 1) c51 = S.Fma(v, d1, c51);
                    if (C.Count > 2) c52 = S.Fma(v, d2, c52);
                    if (C.Count > 3) c53 = S.Fma(v, d3, c53);
                }
            }
            if (pendingRows == 0) break;
            Adam<S, V>.Update(S.Load(pending), weights, first, second, step);
            if (C.Count > 1)
                Adam<S, V>.Update(S.Load(pending + 1 * S.Lanes), weights + 1 * S.Lanes, first + 1 * S.Lanes, second + 1 * S.Lanes, step);
            if (C.Count > 2)
                Adam<S, V>.Update(S.Load(pending + 2 * S.Lanes), weights + 2 * S.Lanes, first + 2 * S.Lanes, second + 2 * S.Lanes, step);
            if (C.Count > 3)
                Adam<S, V>.Update(S.Load(pending + 3 * S.Lanes), weights + 3 * S.Lanes, first + 3 * S.Lanes, second + 3 * S.Lanes, step);
            for (nint line = 0; line < C.Count * S.Lanes; line += Lane.Count)
            {
                CacheLine.Prefetch(weights + ahead + line);
                CacheLine.Prefetch(first + ahead + line);
                CacheLine.Prefetch(second + ahead + line);
            }
            pending += C.Count * S.Lanes;
            weights += stride;
            first += stride;
            second += stride;
            pendingRows--;
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
            float* row = gradient + 1 * C.Count * S.Lanes;
            S.Store(c10, row);
            if (C.Count > 1) S.Store(c11, row + 1 * S.Lanes);
            if (C.Count > 2) S.Store(c12, row + 2 * S.Lanes);
            if (C.Count > 3) S.Store(c13, row + 3 * S.Lanes);
        }
        if (R.Count > 2)
        {
            float* row = gradient + 2 * C.Count * S.Lanes;
            S.Store(c20, row);
            if (C.Count > 1) S.Store(c21, row + 1 * S.Lanes);
            if (C.Count > 2) S.Store(c22, row + 2 * S.Lanes);
            if (C.Count > 3) S.Store(c23, row + 3 * S.Lanes);
        }
        if (R.Count > 3)
        {
            float* row = gradient + 3 * C.Count * S.Lanes;
            S.Store(c30, row);
            if (C.Count > 1) S.Store(c31, row + 1 * S.Lanes);
            if (C.Count > 2) S.Store(c32, row + 2 * S.Lanes);
            if (C.Count > 3) S.Store(c33, row + 3 * S.Lanes);
        }
        if (R.Count > 4)
        {
            float* row = gradient + 4 * C.Count * S.Lanes;
            S.Store(c40, row);
            if (C.Count > 1) S.Store(c41, row + 1 * S.Lanes);
            if (C.Count > 2) S.Store(c42, row + 2 * S.Lanes);
            if (C.Count > 3) S.Store(c43, row + 3 * S.Lanes);
        }
        if (R.Count > 5)
        {
            float* row = gradient + 5 * C.Count * S.Lanes;
            S.Store(c50, row);
            if (C.Count > 1) S.Store(c51, row + 1 * S.Lanes);
            if (C.Count > 2) S.Store(c52, row + 2 * S.Lanes);
            if (C.Count > 3) S.Store(c53, row + 3 * S.Lanes);
        }
    }

    /// <summary>Where the next rows to be updated lie.</summary>
    private struct Panel
    {
        public float* Weights, First, Second;
        public nint Stride;
        public AdamStep* Step;

        public void Advance(nint rows)
        {
            Weights += rows * Stride;
            First += rows * Stride;
            Second += rows * Stride;
        }
    }
}

/// <summary>The plain reference of <see cref="WeightGradient{S, V}"/>.</summary>
internal static class WeightGradientReference
{
    /// <summary>
    /// G = Xᵀ·D in the order that the kernel promises, then Adam; all row-major: B × K, B × N, and K × N for the rest.
    /// </summary>
    public static void Update(
        ReadOnlySpan<float> x, ReadOnlySpan<float> delta, int batch, int inputs, int width,
        Span<float> weights, Span<float> first, Span<float> second, in AdamStep step)
    {
        for (int k = 0; k < inputs; k++)
            for (int n = 0; n < width; n++)
            {
                float gradient = 0;
                for (int b = 0; b < batch; b++) gradient = MathF.FusedMultiplyAdd(x[b * inputs + k], delta[b * width + n], gradient);
                int i = k * width + n;
                AdamReference.Update(gradient, ref weights[i], ref first[i], ref second[i], step);
            }
    }
}
