using System.Runtime.CompilerServices;
using IonSweep.Learning.Cpu.Simd;

namespace IonSweep.Learning.Cpu.Kernels;

/// <summary>
/// Sigmoid of a layer's sums and its share in the deltas:
/// <code>a = σ(z)      δz = δa · a · (1 − a)</code>
/// Columns past the layer's size are zero afterwards.
/// </summary>
internal static unsafe class SigmoidLayer<S, V>
    where S : struct, ISimd<V>
    where V : struct
{
    /// <summary>Writes σ(z) for rows × columns values; <paramref name="activations"/> may be <paramref name="sums"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Forward(float* sums, float* activations, int rows, int columns, nint stride)
    {
        for (; rows > 0; rows--)
        {
            for (nint n = 0; n < columns; n += S.Lanes) S.Store(Exponential<S, V>.Sigmoid(S.Load(sums + n)), activations + n);
            for (nint n = columns; n < stride; n++) activations[n] = 0;
            sums += stride;
            activations += stride;
        }
    }

    /// <summary>Turns δa into δz in place for rows × stride values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Backward(float* activations, float* delta, int rows, int columns, nint stride)
    {
        V one = S.Broadcast(1f);
        for (; rows > 0; rows--)
        {
            for (nint n = 0; n < columns; n += S.Lanes)
            {
                V a = S.Load(activations + n);
                S.Store(S.Mul(S.Load(delta + n), S.Mul(a, S.Sub(one, a))), delta + n);
            }
            for (nint n = columns; n < stride; n++) delta[n] = 0;
            activations += stride;
            delta += stride;
        }
    }
}
