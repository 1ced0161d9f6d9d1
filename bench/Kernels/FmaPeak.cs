using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IonSweep.Kernels;

/// <summary>The most float32 operations that one core does: 24 chains of fused multiply-adds that never leave the registers.</summary>
internal static class FmaPeak
{
    private const int Chains = 24;

    /// <summary>GFLOP/s, a fused multiply-add being two; best of several short runs.</summary>
    public static double Measure()
    {
        const int Iterations = 1_000_000;
        double best = 0;
        for (int run = 0; run < 8; run++)
        {
            double start = ThreadClock.Seconds;
            int lanes;
            if (Vector512.IsHardwareAccelerated)
            {
                Sink = Run512(Iterations);
                lanes = 16;
            }
            else
            {
                Sink = Run256(Iterations);
                lanes = 8;
            }
            best = Math.Max(best, 2.0 * lanes * (lanes == 16 ? Chains : Chains / 2) * Iterations / (ThreadClock.Seconds - start) / 1e9);
        }
        return best;
    }

    /// <summary>GFLOP/s by the wall clock over some seconds, also while other processes compete.</summary>
    public static double Sustained(double seconds)
    {
        const int Iterations = 1_000_000;
        long start = Stopwatch.GetTimestamp();
        double operations = 0;
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            bool wide = Vector512.IsHardwareAccelerated;
            Sink = wide ? Run512(Iterations) : Run256(Iterations);
            operations += 2.0 * (wide ? 16 * Chains : 8 * Chains / 2) * Iterations;
        }
        return operations / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9;
    }

    private static float Sink { get; set; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Run512(int iterations)
    {
        Vector512<float> a = Vector512.Create(0.999f), b = Vector512.Create(0.001f);
        Vector512<float> c0 = a, c1 = a, c2 = a, c3 = a, c4 = a, c5 = a, c6 = a, c7 = a, c8 = a, c9 = a, c10 = a, c11 = a;
        Vector512<float> d0 = a, d1 = a, d2 = a, d3 = a, d4 = a, d5 = a, d6 = a, d7 = a, d8 = a, d9 = a, d10 = a, d11 = a;
        for (int i = 0; i < iterations; i++)
        {
            c0 = Vector512.FusedMultiplyAdd(c0, a, b); c1 = Vector512.FusedMultiplyAdd(c1, a, b); c2 = Vector512.FusedMultiplyAdd(c2, a, b);
            c3 = Vector512.FusedMultiplyAdd(c3, a, b); c4 = Vector512.FusedMultiplyAdd(c4, a, b); c5 = Vector512.FusedMultiplyAdd(c5, a, b);
            c6 = Vector512.FusedMultiplyAdd(c6, a, b); c7 = Vector512.FusedMultiplyAdd(c7, a, b); c8 = Vector512.FusedMultiplyAdd(c8, a, b);
            c9 = Vector512.FusedMultiplyAdd(c9, a, b); c10 = Vector512.FusedMultiplyAdd(c10, a, b); c11 = Vector512.FusedMultiplyAdd(
                c11, a, b);
            d0 = Vector512.FusedMultiplyAdd(d0, a, b); d1 = Vector512.FusedMultiplyAdd(d1, a, b); d2 = Vector512.FusedMultiplyAdd(d2, a, b);
            d3 = Vector512.FusedMultiplyAdd(d3, a, b); d4 = Vector512.FusedMultiplyAdd(d4, a, b); d5 = Vector512.FusedMultiplyAdd(d5, a, b);
            d6 = Vector512.FusedMultiplyAdd(d6, a, b); d7 = Vector512.FusedMultiplyAdd(d7, a, b); d8 = Vector512.FusedMultiplyAdd(d8, a, b);
            d9 = Vector512.FusedMultiplyAdd(d9, a, b); d10 = Vector512.FusedMultiplyAdd(d10, a, b); d11 = Vector512.FusedMultiplyAdd(
                d11, a, b);
        }
        return Vector512.Sum(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11 + d0 + d1 + d2 + d3 + d4 + d5 + d6 + d7 + d8 + d9
            + d10 + d11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Run256(int iterations)
    {
        Vector256<float> a = Vector256.Create(0.999f), b = Vector256.Create(0.001f);
        Vector256<float> c0 = a, c1 = a, c2 = a, c3 = a, c4 = a, c5 = a, c6 = a, c7 = a, c8 = a, c9 = a, c10 = a, c11 = a;
        for (int i = 0; i < iterations; i++)
        {
            c0 = Vector256.FusedMultiplyAdd(c0, a, b); c1 = Vector256.FusedMultiplyAdd(c1, a, b); c2 = Vector256.FusedMultiplyAdd(c2, a, b);
            c3 = Vector256.FusedMultiplyAdd(c3, a, b); c4 = Vector256.FusedMultiplyAdd(c4, a, b); c5 = Vector256.FusedMultiplyAdd(c5, a, b);
            c6 = Vector256.FusedMultiplyAdd(c6, a, b); c7 = Vector256.FusedMultiplyAdd(c7, a, b); c8 = Vector256.FusedMultiplyAdd(c8, a, b);
            c9 = Vector256.FusedMultiplyAdd(c9, a, b); c10 = Vector256.FusedMultiplyAdd(c10, a, b); c11 = Vector256.FusedMultiplyAdd(
                c11, a, b);
        }
        return Vector256.Sum(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11);
    }
}
