using System.Runtime.CompilerServices;
using IonSweep.Learning.Cpu.Simd;

namespace IonSweep.Learning.Cpu.Kernels;

/// <summary>
/// One panel of deltas put side by side, so that the tiles of <see cref="WeightGradient{S, V}"/> find it in the first-level cache, and its
/// column sums, which are the gradient of the biases, b ascending:
/// <code>P[b, n] = D[b, n]      G[n] = Σ_{b=0}^{B−1} D[b, n]</code>
/// </summary>
internal static unsafe class DeltaPanel<S, V>
    where S : struct, ISimd<V>
    where V : struct
{
    /// <param name="delta">First column of the panel in D.</param>
    /// <param name="stride">Floats from one row of D to the next.</param>
    /// <param name="batch">B.</param>
    /// <param name="width">Columns of the panel, a multiple of 16.</param>
    /// <param name="panel">Receives P, rows <paramref name="width"/> apart.</param>
    /// <param name="gradient">Receives G.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void CopyAndSum(float* delta, nint stride, nint batch, nint width, float* panel, float* gradient)
    {
        for (nint n = 0; n < width; n += S.Lanes)
        {
            V sum = S.Broadcast(0f);
            float* from = delta + n, to = panel + n;
            for (nint b = 0; b < batch; b++)
            {
                V d = S.Load(from);
                sum = S.Add(sum, d);
                S.Store(d, to);
                from += stride;
                to += width;
            }
            S.Store(sum, gradient + n);
        }
    }
}
