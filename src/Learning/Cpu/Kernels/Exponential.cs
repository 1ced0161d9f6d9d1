using System.Runtime.CompilerServices;
using IonSweep.Learning.Cpu.Simd;

namespace IonSweep.Learning.Cpu.Kernels;

/// <summary>
/// The exponential function and the sigmoid in float32, the same bits everywhere (the C library's differ between machines):
/// <code>
/// n = round(x / ln 2)      r = x − n·ln 2, |r| ≤ ½ ln 2      eˣ = 2ⁿ · (1 + r + r²·P(r))
/// σ(x) = 1 / (1 + e⁻ˣ)
/// </code>
/// P has degree 4 and was fitted to (eʳ − 1 − r) / r² for the smallest largest relative error, 3e-9. Within 1 ulp of eˣ for
/// |x| ≤ 87; further out it stays at e^±87 (about 6e37 and 2e-38). NaN stays NaN.
/// </summary>
internal static class Exponential<S, V>
    where S : struct, ISimd<V>
    where V : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp(V x)
    {
        x = S.Clamp(x, S.Broadcast(-87f), S.Broadcast(87f));
        // Adding 1.5·2²³ rounds to an integer, which then stands in the lowest bits.
        V shifted = S.Fma(x, S.Broadcast(1.44269504f), S.Broadcast(12582912f));
        V n = S.Sub(shifted, S.Broadcast(12582912f));
        V r = S.Fma(n, S.Broadcast(-0.693145752f), x);
        r = S.Fma(n, S.Broadcast(-1.42860677e-06f), r);
        V p = S.Broadcast(0.0013814596f);
        p = S.Fma(p, r, S.Broadcast(0.0083687175f));
        p = S.Fma(p, r, S.Broadcast(0.04166839f));
        p = S.Fma(p, r, S.Broadcast(0.16666521f));
        p = S.Fma(p, r, S.Broadcast(0.49999994f));
        p = S.Fma(p, r, S.Broadcast(1f));
        p = S.Fma(p, r, S.Broadcast(1f));
        return S.Mul(p, S.PowerOfTwo(shifted));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid(V x) => S.Div(S.Broadcast(1f), S.Add(S.Broadcast(1f), Exp(S.Sub(S.Broadcast(0f), x))));
}
