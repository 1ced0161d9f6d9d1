using ILGPU;

namespace IonSweep.Learning.Gpu.Arithmetic;

/// <summary>Standard normal numbers of <see cref="Spectra.Streams.NormalStream"/>, operation by operation.</summary>
internal static class Normal
{
    /// <summary>√(−2 ln u)·(cos 2πt, sin 2πt) of two random words.</summary>
    public static NormalPair Pair(uint first, uint second)
    {
        const float unit = 1f / (1 << 24);
        float u = Rounded.Mul(Rounded.ToSingle((int)((first >> 8) + 1u)), unit);
        float radius = Rounded.Sqrt(Rounded.Mul(-2f, Log(u)));
        float quarters = Rounded.Mul(Rounded.ToSingle((int)(second >> 8)), unit * 4f);
        int quadrant = Rounded.Truncate(Rounded.Add(quarters, 0.5f));
        float angle = Rounded.Mul(Rounded.Sub(quarters, Rounded.ToSingle(quadrant)), 1.57079633f);
        float sine = Sin(angle), cosine = Cos(angle);
        bool swap = (quadrant & 1) == 1;
        float c = Flip(swap ? sine : cosine, (uint)(quadrant + 1)), s = Flip(swap ? cosine : sine, (uint)quadrant);
        return new NormalPair { Cos = Rounded.Mul(radius, c), Sin = Rounded.Mul(radius, s) };
    }

    // Bit 1 of the quadrant becomes the sign.
    private static float Flip(float value, uint quadrant) => Interop.IntAsFloat(Interop.FloatAsInt(value) ^ ((quadrant & 2u) << 30));

    private static float Log(float x)
    {
        int bits = (int)Interop.FloatAsInt(x);
        int exponent = (bits - 0x3F3504F3) >> 23;
        float mantissa = Interop.IntAsFloat((uint)(bits - (exponent << 23)));
        float g = Rounded.Sub(mantissa, 1f), f = Rounded.Div(g, Rounded.Add(g, 2f)), s = Rounded.Mul(f, f);
        float sum = 1f / 9;
        sum = Rounded.Fma(sum, s, 1f / 7);
        sum = Rounded.Fma(sum, s, 1f / 5);
        sum = Rounded.Fma(sum, s, 1f / 3);
        float tail = Rounded.Mul(f, Rounded.Fma(Rounded.Mul(-2f, s), sum, g));
        return Rounded.Fma(Rounded.ToSingle(exponent), 0.693147182f, Rounded.Sub(g, tail));
    }

    private static float Sin(float x)
    {
        float s = Rounded.Mul(x, x), sum = 1f / 362880;
        sum = Rounded.Fma(sum, s, -1f / 5040);
        sum = Rounded.Fma(sum, s, 1f / 120);
        sum = Rounded.Fma(sum, s, -1f / 6);
        return Rounded.Fma(Rounded.Mul(sum, s), x, x);
    }

    private static float Cos(float x)
    {
        float s = Rounded.Mul(x, x), sum = -1f / 3628800;
        sum = Rounded.Fma(sum, s, 1f / 40320);
        sum = Rounded.Fma(sum, s, -1f / 720);
        sum = Rounded.Fma(sum, s, 1f / 24);
        sum = Rounded.Fma(sum, s, -0.5f);
        return Rounded.Fma(sum, s, 1f);
    }
}

/// <summary>Two independent normal numbers.</summary>
internal struct NormalPair
{
    public float Cos, Sin;
}
