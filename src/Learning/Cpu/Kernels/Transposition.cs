using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

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
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Transpose(float* source, nint sourceStride, int rows, int columns, float* target, nint targetStride)
    {
        // Rows of A inside: their lines stay in the first-level cache for the columns to come, and rows of T are written whole.
        for (nint c = 0; c < columns; c += 4)
        {
            float* a = source + c;
            float* t = target + c * targetStride;
            for (nint r = 0; r < rows; r += 4)
            {
                Vector128<float> a0 = Vector128.Load(a), a1 = Vector128.Load(a + sourceStride);
                Vector128<float> a2 = Vector128.Load(a + 2 * sourceStride), a3 = Vector128.Load(a + 3 * sourceStride);
                (Vector128<float> t0, Vector128<float> t1, Vector128<float> t2, Vector128<float> t3) = Block(a0, a1, a2, a3);
                t0.Store(t);
                t1.Store(t + targetStride);
                t2.Store(t + 2 * targetStride);
                t3.Store(t + 3 * targetStride);
                a += 4 * sourceStride;
                t += 4;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<float>, Vector128<float>, Vector128<float>, Vector128<float>) Block(
        Vector128<float> a0, Vector128<float> a1, Vector128<float> a2, Vector128<float> a3)
    {
        Vector128<double> low01 = Low(a0, a1).AsDouble(), high01 = High(a0, a1).AsDouble();
        Vector128<double> low23 = Low(a2, a3).AsDouble(), high23 = High(a2, a3).AsDouble();
        return (Low(low01, low23).AsSingle(), High(low01, low23).AsSingle(), Low(high01, high23).AsSingle(),
            High(high01, high23).AsSingle());
    }

    // Each of these is one unpack or zip instruction; no lane's bits change.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Low(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a[0], b[0], a[1], b[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> High(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a[2], b[2], a[3], b[3]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Low(Vector128<double> a, Vector128<double> b) =>
        Sse2.IsSupported ? Sse2.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a[0], b[0]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> High(Vector128<double> a, Vector128<double> b) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a[1], b[1]);
}
