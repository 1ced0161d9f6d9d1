using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IonSweep.Spectra.Streams;

/// <summary>
/// Standard normal random numbers by Box and Muller's transform, float32; element i is a pure function of key and i, with the same
/// bits at every vector width. The largest possible magnitude is 5.77.
/// </summary>
public static class NormalStream
{
    /// <summary>Elements <paramref name="first"/>, first + 1, … of the stream.</summary>
    public static void Fill(StreamKey stream, ulong first, Span<float> values)
    {
        Span<float> group = stackalloc float[RandomWords.GroupSize];
        while (values.Length > 0)
        {
            int skip = (int)(first % RandomWords.GroupSize);
            int count = Math.Min(RandomWords.GroupSize - skip, values.Length);
            if (count == RandomWords.GroupSize) FillGroup(stream, first / RandomWords.GroupSize, values);
            else
            {
                FillGroup(stream, first / RandomWords.GroupSize, group);
                group.Slice(skip, count).CopyTo(values);
            }
            values = values[count..];
            first += (ulong)count;
        }
    }

    private static void FillGroup(StreamKey stream, ulong group, Span<float> values)
    {
        (Vector512<uint> x0, Vector512<uint> x1, Vector512<uint> x2, Vector512<uint> x3) = RandomWords.Group(stream, group);
        (Vector512<float> n0, Vector512<float> n1) = Pair(x0, x1);
        (Vector512<float> n2, Vector512<float> n3) = Pair(x2, x3);
        n0.CopyTo(values);
        n1.CopyTo(values[16..]);
        n2.CopyTo(values[32..]);
        n3.CopyTo(values[48..]);
    }

    /// <summary>√(−2 ln u)·(cos 2πt, sin 2πt) with u in (0, 1] and t in [0, 1), both multiples of 2⁻²⁴.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> Cos, Vector512<float> Sin) Pair(Vector512<uint> first, Vector512<uint> second)
    {
        Vector512<float> unit = Vector512.Create(1f / (1 << 24));
        Vector512<float> u = Vector512.ConvertToSingle(((first >>> 8) + Vector512<uint>.One).AsInt32()) * unit;
        Vector512<float> radius = Vector512.Sqrt(Vector512.Create(-2f) * Log(u));
        Vector512<float> quarters = Vector512.ConvertToSingle((second >>> 8).AsInt32()) * (unit * 4f);
        Vector512<int> quadrant = Vector512.ConvertToInt32(quarters + Vector512.Create(0.5f)); // truncation rounds: quarters ≥ 0
        Vector512<float> angle = (quarters - Vector512.ConvertToSingle(quadrant)) * Vector512.Create(1.57079633f);
        Vector512<float> sine = Sin(angle), cosine = Cos(angle);
        Vector512<int> one = Vector512<int>.One;
        Vector512<float> swap = Vector512.Equals(quadrant & one, one).AsSingle();
        Vector512<float> c = Vector512.ConditionalSelect(swap, sine, cosine), s = Vector512.ConditionalSelect(swap, cosine, sine);
        // Cosine is negative in quadrants 1 and 2, sine in 2 and 3: bit 1 becomes the sign.
        c ^= (((quadrant + one) & Vector512.Create(2)) << 30).AsSingle();
        s ^= ((quadrant & Vector512.Create(2)) << 30).AsSingle();
        return (radius * c, radius * s);
    }

    /// <summary>Natural logarithm of positive normal numbers: exponent and 2 artanh of the mantissa near 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Log(Vector512<float> x)
    {
        // Shifting the exponent's threshold to √½ leaves mantissas in [√½, √2).
        Vector512<int> bits = x.AsInt32() - Vector512.Create(0x3F3504F3);
        Vector512<int> exponent = bits >> 23;
        Vector512<float> mantissa = (x.AsInt32() - (exponent << 23)).AsSingle();
        Vector512<float> g = mantissa - Vector512<float>.One, f = g / (g + Vector512.Create(2f)), s = f * f;
        Vector512<float> sum = Vector512.Create(1f / 9);
        sum = Vector512.FusedMultiplyAdd(sum, s, Vector512.Create(1f / 7));
        sum = Vector512.FusedMultiplyAdd(sum, s, Vector512.Create(1f / 5));
        sum = Vector512.FusedMultiplyAdd(sum, s, Vector512.Create(1f / 3));
        Vector512<float> tail = f * Vector512.FusedMultiplyAdd(Vector512.Create(-2f) * s, sum, g);
        return Vector512.FusedMultiplyAdd(Vector512.ConvertToSingle(exponent), Vector512.Create(0.693147182f), g - tail);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Sin(Vector512<float> x)
    {
        Vector512<float> s = x * x, sum = Vector512.Create(1f / 362880);
        sum = Vector512.FusedMultiplyAdd(sum, s, Vector512.Create(-1f / 5040));
        sum = Vector512.FusedMultiplyAdd(sum, s, Vector512.Create(1f / 120));
        sum = Vector512.FusedMultiplyAdd(sum, s, Vector512.Create(-1f / 6));
        return Vector512.FusedMultiplyAdd(sum * s, x, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Cos(Vector512<float> x)
    {
        Vector512<float> s = x * x, sum = Vector512.Create(-1f / 3628800);
        sum = Vector512.FusedMultiplyAdd(sum, s, Vector512.Create(1f / 40320));
        sum = Vector512.FusedMultiplyAdd(sum, s, Vector512.Create(-1f / 720));
        sum = Vector512.FusedMultiplyAdd(sum, s, Vector512.Create(1f / 24));
        sum = Vector512.FusedMultiplyAdd(sum, s, Vector512.Create(-0.5f));
        return Vector512.FusedMultiplyAdd(sum, s, Vector512<float>.One);
    }
}
