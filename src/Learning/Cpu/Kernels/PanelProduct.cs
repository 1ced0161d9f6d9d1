using System.Runtime.CompilerServices;
using IonSweep.Learning.Cpu.Layers;
using IonSweep.Learning.Cpu.Simd;

namespace IonSweep.Learning.Cpu.Kernels;

/// <summary>
/// Product of rows with a panel of columns, the core of every forward pass and of the deltas:
/// <code>C[r, n] = start[r, n] + Σ_{k=0}^{K−1} A[r, k] · B[k, n]      r &lt; R, n &lt; N</code>
/// Each element is one chain of fused multiply-adds with k ascending, so that a sum may be cut anywhere along k (start = C) and rows
/// and columns may be tiled in any way without changing a bit. A tile of 6 rows × 4 vectors stays in registers: per k, 4 loads of B and
/// 6 broadcasts of A feed 24 fused multiply-adds.
/// </summary>
internal static unsafe class PanelProduct<S, V>
    where S : struct, ISimd<V>
    where V : struct
{
    /// <summary>Computes C for any number of rows and any width that is a multiple of 16.</summary>
    /// <param name="a">Addresses of the R rows of A.</param>
    /// <param name="first">Offset of k = 0 in each row of A.</param>
    /// <param name="rows">R.</param>
    /// <param name="depth">K.</param>
    /// <param name="b">K × N.</param>
    /// <param name="bStride">Floats from one row of B to the next.</param>
    /// <param name="width">N, a multiple of 16.</param>
    /// <param name="start">What each element starts from.</param>
    /// <param name="startStride">Floats from one row of <paramref name="start"/> to the next; 0 for one row that serves all, as a bias
    /// does.</param>
    /// <param name="c">Receives the result; may be <paramref name="start"/>.</param>
    /// <param name="stride">Floats from one row of C to the next.</param>
    /// <param name="far">The rows of A may lie in main memory: those of the next tile are asked for while this one is computed.</param>
    public static void Compute(
        float** a, nint first, int rows, nint depth, float* b, nint bStride, nint width, float* start, nint startStride, float* c,
        nint stride,
        bool far = false)
    {
        for (nint column = 0; column < width;)
        {
            int vectors = (int)Math.Min(S.TileVectors, (width - column) / S.Lanes);
            switch (vectors)
            {
                case 4:
                    Columns<Four>(a, first, rows, depth, b + column, bStride, start + column, startStride, c + column, stride,
                    far); break;
                case 3:
                    Columns<Three>(a, first, rows, depth, b + column, bStride, start + column, startStride, c + column, stride,
                    far); break;
                case 2:
                    Columns<Two>(a, first, rows, depth, b + column, bStride, start + column, startStride, c + column, stride,
                    far); break;
                default:
                    Columns<One>(a, first, rows, depth, b + column, bStride, start + column, startStride, c + column, stride,
                    far); break;
            }
            column += vectors * S.Lanes;
            far = false; // they are here now
        }
    }

    private static void Columns<C>(
        float** a, nint first, int rows, nint depth, float* b, nint bStride, float* start, nint startStride, float* c, nint stride,
        bool far)
        where C : struct, IExtent
    {
        while (rows > 0)
        {
            if (far)
            {
                for (int row = 6; row < Math.Min(rows, 12); row++)
                    for (nint k = 0; k < depth; k += Lane.Count) CacheLine.Prefetch(a[row] + first + k);
            }
            int taken = rows >= 6 ? 6 : rows >= 4 ? 4 : rows >= 2 ? 2 : 1;
            switch (taken)
            {
                case 6: Tile<Six, C>(a, first, depth, b, bStride, start, startStride, c, stride); break;
                case 4: Tile<Four, C>(a, first, depth, b, bStride, start, startStride, c, stride); break;
                case 2: Tile<Two, C>(a, first, depth, b, bStride, start, startStride, c, stride); break;
                default: Tile<One, C>(a, first, depth, b, bStride, start, startStride, c, stride); break;
            }
            rows -= taken;
            a += taken;
            start += taken * startStride;
            c += taken * stride;
        }
    }

    // R and C are known when this is compiled: the conditions vanish and every vector stays in a register.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Tile<R, C>(
        float** a, nint first, nint depth, float* b, nint bStride, float* start, nint startStride, float* c, nint stride)
        where R : struct, IExtent
        where C : struct, IExtent
    {
        float* a0 = a[0] + first;
        float* a1 = a[R.Count > 1 ? 1 : 0] + first;
        float* a2 = a[R.Count > 2 ? 2 : 0] + first;
        float* a3 = a[R.Count > 3 ? 3 : 0] + first;
        float* a4 = a[R.Count > 4 ? 4 : 0] + first;
        float* a5 = a[R.Count > 5 ? 5 : 0] + first;
        V c00 = default, c01 = default, c02 = default, c03 = default;
        V c10 = default, c11 = default, c12 = default, c13 = default;
        V c20 = default, c21 = default, c22 = default, c23 = default;
        V c30 = default, c31 = default, c32 = default, c33 = default;
        V c40 = default, c41 = default, c42 = default, c43 = default;
        V c50 = default, c51 = default, c52 = default, c53 = default;

        {
            float* row = start;
            c00 = S.Load(row);
            if (C.Count > 1) c01 = S.Load(row + 1 * S.Lanes);
            if (C.Count > 2) c02 = S.Load(row + 2 * S.Lanes);
            if (C.Count > 3) c03 = S.Load(row + 3 * S.Lanes);
        }
        if (R.Count > 1)
        {
            float* row = start + 1 * startStride;
            c10 = S.Load(row);
            if (C.Count > 1) c11 = S.Load(row + 1 * S.Lanes);
            if (C.Count > 2) c12 = S.Load(row + 2 * S.Lanes);
            if (C.Count > 3) c13 = S.Load(row + 3 * S.Lanes);
        }
        if (R.Count > 2)
        {
            float* row = start + 2 * startStride;
            c20 = S.Load(row);
            if (C.Count > 1) c21 = S.Load(row + 1 * S.Lanes);
            if (C.Count > 2) c22 = S.Load(row + 2 * S.Lanes);
            if (C.Count > 3) c23 = S.Load(row + 3 * S.Lanes);
        }
        if (R.Count > 3)
        {
            float* row = start + 3 * startStride;
            c30 = S.Load(row);
            if (C.Count > 1) c31 = S.Load(row + 1 * S.Lanes);
            if (C.Count > 2) c32 = S.Load(row + 2 * S.Lanes);
            if (C.Count > 3) c33 = S.Load(row + 3 * S.Lanes);
        }
        if (R.Count > 4)
        {
            float* row = start + 4 * startStride;
            c40 = S.Load(row);
            if (C.Count > 1) c41 = S.Load(row + 1 * S.Lanes);
            if (C.Count > 2) c42 = S.Load(row + 2 * S.Lanes);
            if (C.Count > 3) c43 = S.Load(row + 3 * S.Lanes);
        }
        if (R.Count > 5)
        {
            float* row = start + 5 * startStride;
            c50 = S.Load(row);
            if (C.Count > 1) c51 = S.Load(row + 1 * S.Lanes);
            if (C.Count > 2) c52 = S.Load(row + 2 * S.Lanes);
            if (C.Count > 3) c53 = S.Load(row + 3 * S.Lanes);
        }

        for (nint k = 0; k < depth; k++)
        {
            V b0 = S.Load(b);
            V b1 = C.Count > 1 ? S.Load(b + 1 * S.Lanes) : default;
            V b2 = C.Count > 2 ? S.Load(b + 2 * S.Lanes) : default;
            V b3 = C.Count > 3 ? S.Load(b + 3 * S.Lanes) : default;
            b += bStride;
            {
                V x = S.Broadcast(a0[k]);
                c00 = S.Fma(x, b0, c00);
                if (C.Count > 1) c01 = S.Fma(x, b1, c01);
                if (C.Count > 2) c02 = S.Fma(x, b2, c02);
                if (C.Count > 3) c03 = S.Fma(x, b3, c03);
            }
            if (R.Count > 1)
            {
                V x = S.Broadcast(a1[k]);
                c10 = S.Fma(x, b0, c10);
                if (C.Count > 1) c11 = S.Fma(x, b1, c11);
                if (C.Count > 2) c12 = S.Fma(x, b2, c12);
                if (C.Count > 3) c13 = S.Fma(x, b3, c13);
            }
            if (R.Count > 2)
            {
                V x = S.Broadcast(a2[k]);
                c20 = S.Fma(x, b0, c20);
                if (C.Count > 1) c21 = S.Fma(x, b1, c21);
                if (C.Count > 2) c22 = S.Fma(x, b2, c22);
                if (C.Count > 3) c23 = S.Fma(x, b3, c23);
            }
            if (R.Count > 3)
            {
                V x = S.Broadcast(a3[k]);
                c30 = S.Fma(x, b0, c30);
                if (C.Count > 1) c31 = S.Fma(x, b1, c31);
                if (C.Count > 2) c32 = S.Fma(x, b2, c32);
                if (C.Count > 3) c33 = S.Fma(x, b3, c33);
            }
            if (R.Count > 4)
            {
                V x = S.Broadcast(a4[k]);
                c40 = S.Fma(x, b0, c40);
                if (C.Count > 1) c41 = S.Fma(x, b1, c41);
                if (C.Count > 2) c42 = S.Fma(x, b2, c42);
                if (C.Count > 3) c43 = S.Fma(x, b3, c43);
            }
            if (R.Count > 5)
            {
                V x = S.Broadcast(a5[k]);
                c50 = S.Fma(x, b0, c50);
                if (C.Count > 1) c51 = S.Fma(x, b1, c51);
                if (C.Count > 2) c52 = S.Fma(x, b2, c52);
                if (C.Count > 3) c53 = S.Fma(x, b3, c53);
            }
        }

        {
            float* row = c;
            S.Store(c00, row);
            if (C.Count > 1) S.Store(c01, row + 1 * S.Lanes);
            if (C.Count > 2) S.Store(c02, row + 2 * S.Lanes);
            if (C.Count > 3) S.Store(c03, row + 3 * S.Lanes);
        }
        if (R.Count > 1)
        {
            float* row = c + 1 * stride;
            S.Store(c10, row);
            if (C.Count > 1) S.Store(c11, row + 1 * S.Lanes);
            if (C.Count > 2) S.Store(c12, row + 2 * S.Lanes);
            if (C.Count > 3) S.Store(c13, row + 3 * S.Lanes);
        }
        if (R.Count > 2)
        {
            float* row = c + 2 * stride;
            S.Store(c20, row);
            if (C.Count > 1) S.Store(c21, row + 1 * S.Lanes);
            if (C.Count > 2) S.Store(c22, row + 2 * S.Lanes);
            if (C.Count > 3) S.Store(c23, row + 3 * S.Lanes);
        }
        if (R.Count > 3)
        {
            float* row = c + 3 * stride;
            S.Store(c30, row);
            if (C.Count > 1) S.Store(c31, row + 1 * S.Lanes);
            if (C.Count > 2) S.Store(c32, row + 2 * S.Lanes);
            if (C.Count > 3) S.Store(c33, row + 3 * S.Lanes);
        }
        if (R.Count > 4)
        {
            float* row = c + 4 * stride;
            S.Store(c40, row);
            if (C.Count > 1) S.Store(c41, row + 1 * S.Lanes);
            if (C.Count > 2) S.Store(c42, row + 2 * S.Lanes);
            if (C.Count > 3) S.Store(c43, row + 3 * S.Lanes);
        }
        if (R.Count > 5)
        {
            float* row = c + 5 * stride;
            S.Store(c50, row);
            if (C.Count > 1) S.Store(c51, row + 1 * S.Lanes);
            if (C.Count > 2) S.Store(c52, row + 2 * S.Lanes);
            if (C.Count > 3) S.Store(c53, row + 3 * S.Lanes);
        }
    }
}

/// <summary>The plain reference of <see cref="PanelProduct{S, V}"/>.</summary>
internal static class PanelProductReference
{
    /// <summary>C = start + A·B in the order that the kernel promises; all row-major, R × K, K × N, R × N.</summary>
    public static void Compute(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int rows, int depth, int width)
    {
        for (int r = 0; r < rows; r++)
            for (int n = 0; n < width; n++)
                for (int k = 0; k < depth; k++)
                    c[r * width + n] = MathF.FusedMultiplyAdd(a[r * depth + k], b[k * width + n], c[r * width + n]);
    }
}
