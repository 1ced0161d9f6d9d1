using System.Runtime.CompilerServices;
using IonSweep.Learning.Cpu.Simd;

namespace IonSweep.Learning.Cpu.Kernels;

/// <summary>
/// Gradient of the biases, b ascending:
/// <code>G[n] = Σ_{b=0}^{B−1} D[b, n]</code>
/// </summary>
internal static unsafe class BiasGradient<S, V>
    where S : struct, ISimd<V>
    where V : struct
{
    /// <param name="delta">D, rows <paramref name="columns"/> apart.</param>
    /// <param name="batch">B.</param>
    /// <param name="columns">Columns, a multiple of 16.</param>
    /// <param name="gradient">Receives G.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum(float* delta, nint batch, nint columns, float* gradient)
    {
        float* end = delta + batch * columns;
        for (nint n = 0; n < columns; n += S.Lanes)
        {
            V sum = S.Broadcast(0f);
            for (float* d = delta + n; d < end; d += columns) sum = S.Add(sum, S.Load(d));
            S.Store(sum, gradient + n);
        }
    }
}
