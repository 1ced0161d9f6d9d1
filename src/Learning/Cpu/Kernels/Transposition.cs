using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IonSweep.Learning.Cpu.Kernels;

/// <summary>
/// T[c, r] = A[r, c], in blocks of 4 × 4. Moves values only, so one version serves all widths.
/// </summary>
internal static unsafe class Transposition
{
    /// <summary>
    /// Transposes rows × columns values, both rounded up to multiples of 4: what lies in the margin of <paramref name="source"/> lands in
    /// the margin of <paramref name="target"/>.
    /// </summary>
    /// <param name="source">A; its buffer has room for whole blocks.</param>
    /// <param name="sourceStride">Floats from one row of A to the next.</param>
    /// <param name="rows">Rows of A.</param>
    /// <param name="columns">Columns of A.</param>
    /// <param name="target">T; its buffer has room for whole blocks.</param>
    /// <param name="targetStride">Floats from one row of T to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(float* source, nint sourceStride, int rows, int columns, float* target, nint targetStride)
    {
        for (nint r = 0; r < rows; r += 4)
        {
            float* a = source + r * sourceStride;
            float* t = target + r;
            for (nint c = 0; c < columns; c += 4)
            {
                Vector128<int> a0 = Vector128.Load((int*)a), a1 = Vector128.Load((int*)(a + sourceStride));
                Vector128<int> a2 = Vector128.Load((int*)(a + 2 * sourceStride)), a3 = Vector128.Load((int*)(a + 3 * sourceStride));
                (Vector128<int> t0, Vector128<int> t1, Vector128<int> t2, Vector128<int> t3) = Block(a0, a1, a2, a3);
                t0.Store((int*)t);
                t1.Store((int*)(t + targetStride));
                t2.Store((int*)(t + 2 * targetStride));
                t3.Store((int*)(t + 3 * targetStride));
                a += 4;
                t += 4 * targetStride;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<int>, Vector128<int>, Vector128<int>, Vector128<int>) Block(
        Vector128<int> a0, Vector128<int> a1, Vector128<int> a2, Vector128<int> a3)
    {
        Vector128<long> low01 = Low(a0, a1).AsInt64(), high01 = High(a0, a1).AsInt64();
        Vector128<long> low23 = Low(a2, a3).AsInt64(), high23 = High(a2, a3).AsInt64();
        return (LowPairs(low01, low23), HighPairs(low01, low23), LowPairs(high01, high23), HighPairs(high01, high23));
    }

    // Each of these is one unpack or zip instruction.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Low(Vector128<int> a, Vector128<int> b) =>
        System.Runtime.Intrinsics.X86.Sse2.IsSupported ? System.Runtime.Intrinsics.X86.Sse2.UnpackLow(a, b)
        : System.Runtime.Intrinsics.Arm.AdvSimd.Arm64.IsSupported ? System.Runtime.Intrinsics.Arm.AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a[0], b[0], a[1], b[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> High(Vector128<int> a, Vector128<int> b) =>
        System.Runtime.Intrinsics.X86.Sse2.IsSupported ? System.Runtime.Intrinsics.X86.Sse2.UnpackHigh(a, b)
        : System.Runtime.Intrinsics.Arm.AdvSimd.Arm64.IsSupported ? System.Runtime.Intrinsics.Arm.AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a[2], b[2], a[3], b[3]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> LowPairs(Vector128<long> a, Vector128<long> b) => Vector128.Create(a.GetLower(), b.GetLower()).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> HighPairs(Vector128<long> a, Vector128<long> b) => Vector128.Create(a.GetUpper(), b.GetUpper()).AsInt32();
}
