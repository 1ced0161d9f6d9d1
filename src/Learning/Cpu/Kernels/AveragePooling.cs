using System.Runtime.CompilerServices;
using IonSweep.Learning.Cpu.Simd;

namespace IonSweep.Learning.Cpu.Kernels;

/// <summary>
/// Mean of every M neighbouring positions, feature by feature, and its share in the deltas:
/// <code>y[q, f] = (Σ_{j=0}^{M−1} a[q·M + j, f]) / M      δa[q·M + j, f] = δy[q, f] / M</code>
/// summed with j ascending; 1/M is rounded once.
/// </summary>
internal static unsafe class AveragePooling<S, V>
    where S : struct, ISimd<V>
    where V : struct
{
    /// <param name="a">(positions · M) × features.</param>
    /// <param name="positions">Positions after pooling.</param>
    /// <param name="window">M.</param>
    /// <param name="features">A multiple of 16.</param>
    /// <param name="y">Receives positions × features.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Forward(float* a, int positions, int window, nint features, float* y)
    {
        V share = S.Broadcast(1f / window);
        for (; positions > 0; positions--)
        {
            for (nint f = 0; f < features; f += S.Lanes)
            {
                V sum = S.Load(a + f);
                for (int j = 1; j < window; j++) sum = S.Add(sum, S.Load(a + j * features + f));
                S.Store(S.Mul(sum, share), y + f);
            }
            a += window * features;
            y += features;
        }
    }

    /// <param name="delta">δy, positions × features.</param>
    /// <param name="positions">Positions after pooling.</param>
    /// <param name="window">M.</param>
    /// <param name="features">A multiple of 16.</param>
    /// <param name="inputDelta">Receives δa, (positions · M) × features.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Backward(float* delta, int positions, int window, nint features, float* inputDelta)
    {
        V share = S.Broadcast(1f / window);
        for (; positions > 0; positions--)
        {
            for (nint f = 0; f < features; f += S.Lanes)
            {
                V d = S.Mul(S.Load(delta + f), share);
                for (int j = 0; j < window; j++) S.Store(d, inputDelta + j * features + f);
            }
            delta += features;
            inputDelta += window * features;
        }
    }
}

/// <summary>The plain reference of <see cref="AveragePooling{S, V}"/>.</summary>
internal static class AveragePoolingReference
{
    /// <summary>y of a.</summary>
    public static float[] Forward(ReadOnlySpan<float> a, int positions, int window, int features)
    {
        float[] y = new float[positions * features];
        for (int q = 0; q < positions; q++)
            for (int f = 0; f < features; f++)
            {
                float sum = a[q * window * features + f];
                for (int j = 1; j < window; j++) sum += a[(q * window + j) * features + f];
                y[q * features + f] = sum * (1f / window);
            }
        return y;
    }

    /// <summary>δa of δy.</summary>
    public static float[] Backward(ReadOnlySpan<float> delta, int positions, int window, int features)
    {
        float[] inputDelta = new float[positions * window * features];
        for (int p = 0; p < positions * window; p++)
            for (int f = 0; f < features; f++) inputDelta[p * features + f] = delta[p / window * features + f] * (1f / window);
        return inputDelta;
    }
}
