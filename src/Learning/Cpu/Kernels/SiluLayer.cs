using System.Runtime.CompilerServices;
using IonSweep.Learning.Cpu.Simd;

namespace IonSweep.Learning.Cpu.Kernels;

/// <summary>
/// SiLU (Elfwing, Uchibe and Doya 2018) of a layer's sums and its share in the deltas:
/// <code>a = z · σ(z)      a' = σ(z) + a · (1 − σ(z))      δz = δa · a'</code>
/// In training the derivative takes the place of the sums, while σ is at hand: on the way back no exponential is needed.
/// </summary>
internal static unsafe class SiluLayer<S, V>
    where S : struct, ISimd<V>
    where V : struct
{
    /// <summary>Turns z into a in place.</summary>
    /// <param name="values">z, then a.</param>
    /// <param name="count">A multiple of 16; padding of zeros stays zero.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Forward(float* values, nint count)
    {
        for (nint n = 0; n < count; n += S.Lanes)
        {
            V z = S.Load(values + n);
            S.Store(S.Mul(z, Exponential<S, V>.Sigmoid(z)), values + n);
        }
    }

    /// <summary>Writes a and turns z into a' in place.</summary>
    /// <param name="sums">z, then a'.</param>
    /// <param name="activations">Receives a.</param>
    /// <param name="count">A multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void ForwardWithDerivative(float* sums, float* activations, nint count)
    {
        V one = S.Broadcast(1f);
        for (nint n = 0; n < count; n += S.Lanes)
        {
            V z = S.Load(sums + n), sigma = Exponential<S, V>.Sigmoid(z), a = S.Mul(z, sigma);
            S.Store(a, activations + n);
            S.Store(S.Fma(a, S.Sub(one, sigma), sigma), sums + n);
        }
    }

    /// <summary>Turns δa into δz in place for rows × columns values; columns past them are zero afterwards.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Backward(float* derivatives, float* delta, int rows, int columns, nint stride)
    {
        for (; rows > 0; rows--)
        {
            for (nint n = 0; n < columns; n += S.Lanes) S.Store(S.Mul(S.Load(delta + n), S.Load(derivatives + n)), delta + n);
            for (nint n = columns; n < stride; n++) delta[n] = 0;
            derivatives += stride;
            delta += stride;
        }
    }
}

/// <summary>The plain reference of <see cref="SiluLayer{S, V}"/>.</summary>
internal static class SiluLayerReference
{
    /// <summary>a and a' of one sum, with the exponential of the kernels.</summary>
    public static (float Activation, float Derivative) Compute(float z)
    {
        float sigma = Exponential<SimdScalar, float>.Sigmoid(z), a = z * sigma;
        return (a, MathF.FusedMultiplyAdd(a, 1f - sigma, sigma));
    }
}
