using ILGPU;

namespace IonSweep.Learning.Gpu.Arithmetic;

/// <summary>
/// The exponential function, the sigmoid and SiLU of the trainer <c>cpu</c>, operation by operation
/// (<see cref="Learning.Cpu.Kernels.Exponential{S, V}"/> and <see cref="Learning.Cpu.Kernels.SiluLayer{S, V}"/> have the mathematics).
/// </summary>
internal static class Exponential
{
    public static float Exp(float x)
    {
        x = x < -87f ? -87f : x;
        x = x > 87f ? 87f : x;
        float shifted = Rounded.Fma(x, 1.44269504f, 12582912f);
        float n = Rounded.Sub(shifted, 12582912f);
        float r = Rounded.Fma(n, -0.693145752f, x);
        r = Rounded.Fma(n, -1.42860677e-06f, r);
        float p = 0.0013814596f;
        p = Rounded.Fma(p, r, 0.0083687175f);
        p = Rounded.Fma(p, r, 0.04166839f);
        p = Rounded.Fma(p, r, 0.16666521f);
        p = Rounded.Fma(p, r, 0.49999994f);
        p = Rounded.Fma(p, r, 1f);
        p = Rounded.Fma(p, r, 1f);
        return Rounded.Mul(p, Interop.IntAsFloat((Interop.FloatAsInt(shifted) << 23) + 0x3F800000u));
    }

    public static float Sigmoid(float x) => Rounded.Div(1f, Rounded.Add(1f, Exp(Rounded.Sub(0f, x))));

    /// <summary>δ·a·(1 − a).</summary>
    public static float SigmoidDelta(float delta, float a) => Rounded.Mul(delta, Rounded.Mul(a, Rounded.Sub(1f, a)));

    /// <summary>z·σ(z).</summary>
    public static float Silu(float z) => Rounded.Mul(z, Sigmoid(z));

    /// <summary>Its derivative, σ + a·(1 − σ) with a = z·σ.</summary>
    public static float SiluDerivative(float z)
    {
        float sigma = Sigmoid(z);
        return Rounded.Fma(Rounded.Mul(z, sigma), Rounded.Sub(1f, sigma), sigma);
    }
}
