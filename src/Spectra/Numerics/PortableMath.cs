using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace IonSweep.Spectra.Numerics;

/// <summary>
/// Transcendental functions whose bits do not depend on the machine's C library: IEEE operations and fused multiply-add in one
/// fixed order. Relative error below 4e-16 for Exp and Log, absolute below 4e-16 for Sin and Cos.
/// </summary>
public static class PortableMath
{
    // High parts have 33 significant bits, so that their product with any exponent or quadrant that occurs is exact.
    private const double Ln2High = 0.6931471804855391, Ln2Low = 7.440617110012397e-11;
    private const double HalfPiHigh = 1.5707963267341256, HalfPiMiddle = 6.077100506303966e-11, HalfPiLow = 2.0222662487959506e-21;
    private const double InverseLn2 = 1.4426950408889634, TwoOverPi = 0.6366197723675814;

    /// <summary>e to the power <paramref name="x"/>; 0 below about −745, infinity above about 709.78.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x)) return x;
        if (x > 709.782712893384) return double.PositiveInfinity;
        if (x < -745.1332191019412) return 0;
        double k = Math.Round(x * InverseLn2);
        double r = Math.FusedMultiplyAdd(-k, Ln2Low, Math.FusedMultiplyAdd(-k, Ln2High, x));
        // Taylor series on |r| ≤ ½ ln 2: the first term left out is below 2e-17.
        double sum = 1.0 / 6227020800;
        sum = Math.FusedMultiplyAdd(sum, r, 1.0 / 479001600);
        sum = Math.FusedMultiplyAdd(sum, r, 1.0 / 39916800);
        sum = Math.FusedMultiplyAdd(sum, r, 1.0 / 3628800);
        sum = Math.FusedMultiplyAdd(sum, r, 1.0 / 362880);
        sum = Math.FusedMultiplyAdd(sum, r, 1.0 / 40320);
        sum = Math.FusedMultiplyAdd(sum, r, 1.0 / 5040);
        sum = Math.FusedMultiplyAdd(sum, r, 1.0 / 720);
        sum = Math.FusedMultiplyAdd(sum, r, 1.0 / 120);
        sum = Math.FusedMultiplyAdd(sum, r, 1.0 / 24);
        sum = Math.FusedMultiplyAdd(sum, r, 1.0 / 6);
        sum = Math.FusedMultiplyAdd(sum, r, 0.5);
        sum = Math.FusedMultiplyAdd(sum * r, r, r) + 1;
        // Two factors, so that subnormal results are rounded once.
        int half = (int)k / 2;
        return sum * PowerOfTwo(half) * PowerOfTwo((int)k - half);
    }

    /// <summary>Of each value, in place: the same bits as <see cref="Exp(double)"/> one after the other, in vectors.</summary>
    public static void Exp(Span<double> values)
    {
        Span<Vector256<double>> vectors = MemoryMarshal.Cast<double, Vector256<double>>(values);
        for (int i = 0; i < vectors.Length; i++)
        {
            Vector256<double> x = vectors[i];
            // One power of two is enough where it and the result are normal numbers; others are left to the scalar.
            if (Vector256.LessThanOrEqualAll(Vector256.Abs(x), Vector256.Create(700.0))) vectors[i] = ExpOfNormal(x);
            else
                for (int lane = 0; lane < 4; lane++) values[i * 4 + lane] = Exp(values[i * 4 + lane]);
        }
        for (int rest = vectors.Length * 4; rest < values.Length; rest++) values[rest] = Exp(values[rest]);
    }

    private static Vector256<double> ExpOfNormal(Vector256<double> x)
    {
        Vector256<double> k = Vector256.Round(x * InverseLn2);
        Vector256<double> r = Vector256.FusedMultiplyAdd(
            -k, Vector256.Create(Ln2Low), Vector256.FusedMultiplyAdd(-k, Vector256.Create(Ln2High), x));
        Vector256<double> sum = Vector256.Create(1.0 / 6227020800);
        sum = Vector256.FusedMultiplyAdd(sum, r, Vector256.Create(1.0 / 479001600));
        sum = Vector256.FusedMultiplyAdd(sum, r, Vector256.Create(1.0 / 39916800));
        sum = Vector256.FusedMultiplyAdd(sum, r, Vector256.Create(1.0 / 3628800));
        sum = Vector256.FusedMultiplyAdd(sum, r, Vector256.Create(1.0 / 362880));
        sum = Vector256.FusedMultiplyAdd(sum, r, Vector256.Create(1.0 / 40320));
        sum = Vector256.FusedMultiplyAdd(sum, r, Vector256.Create(1.0 / 5040));
        sum = Vector256.FusedMultiplyAdd(sum, r, Vector256.Create(1.0 / 720));
        sum = Vector256.FusedMultiplyAdd(sum, r, Vector256.Create(1.0 / 120));
        sum = Vector256.FusedMultiplyAdd(sum, r, Vector256.Create(1.0 / 24));
        sum = Vector256.FusedMultiplyAdd(sum, r, Vector256.Create(1.0 / 6));
        sum = Vector256.FusedMultiplyAdd(sum, r, Vector256.Create(0.5));
        sum = Vector256.FusedMultiplyAdd(sum * r, r, r) + Vector256<double>.One;
        // k + 1.5·2⁵² has k in its lowest bits; moved to the exponent's place it multiplies by 2ᵏ.
        Vector256<long> bits = Vector256.AsInt64(k + Vector256.Create(6755399441055744.0)) + Vector256.Create(1023L);
        return sum * Vector256.AsDouble(bits << 52);
    }

    /// <summary>Natural logarithm; NaN below 0, −infinity at 0.</summary>
    public static double Log(double x)
    {
        if (double.IsNaN(x) || x < 0) return double.NaN;
        if (x == 0) return double.NegativeInfinity;
        if (double.IsPositiveInfinity(x)) return x;
        int exponent = 0;
        if (x < 2.2250738585072014e-308)
        {
            x *= 18014398509481984; // 2⁵⁴ makes a subnormal normal
            exponent = -54;
        }
        long bits = BitConverter.DoubleToInt64Bits(x);
        exponent += (int)(bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (mantissa > 1.4142135623730951)
        {
            mantissa *= 0.5;
            exponent++;
        }
        // log m = 2 artanh f with f = (m−1)/(m+1), |f| ≤ 0.1716.
        double g = mantissa - 1, f = g / (2 + g), s = f * f;
        double sum = 1.0 / 23;
        sum = Math.FusedMultiplyAdd(sum, s, 1.0 / 21);
        sum = Math.FusedMultiplyAdd(sum, s, 1.0 / 19);
        sum = Math.FusedMultiplyAdd(sum, s, 1.0 / 17);
        sum = Math.FusedMultiplyAdd(sum, s, 1.0 / 15);
        sum = Math.FusedMultiplyAdd(sum, s, 1.0 / 13);
        sum = Math.FusedMultiplyAdd(sum, s, 1.0 / 11);
        sum = Math.FusedMultiplyAdd(sum, s, 1.0 / 9);
        sum = Math.FusedMultiplyAdd(sum, s, 1.0 / 7);
        sum = Math.FusedMultiplyAdd(sum, s, 1.0 / 5);
        sum = Math.FusedMultiplyAdd(sum, s, 1.0 / 3);
        // log m = g − f·(g − 2 s·sum) loses least when m is near 1.
        double tail = f * Math.FusedMultiplyAdd(-2 * s, sum, g);
        return exponent * Ln2High - (Math.FusedMultiplyAdd(-exponent, Ln2Low, tail) - g);
    }

    /// <summary>Logarithm to base 10; otherwise as <see cref="Log"/>.</summary>
    public static double Log10(double x) => Log(x) * 0.4342944819032518;

    /// <summary><paramref name="x"/> ≥ 0 to the power <paramref name="y"/>; relative error grows with |y ln x|.</summary>
    public static double Pow(double x, double y) => y == 0 ? 1 : x == 0 ? (y > 0 ? 0 : double.PositiveInfinity) : Exp(y * Log(x));

    /// <summary>Sine of an angle in radians, |x| below 10⁵.</summary>
    public static double Sin(double x)
    {
        (double r, long quadrant) = Reduce(x);
        double value = (quadrant & 1) == 0 ? SinNearZero(r) : CosNearZero(r);
        return (quadrant & 2) == 0 ? value : -value;
    }

    /// <summary>Cosine of an angle in radians, |x| below 10⁵.</summary>
    public static double Cos(double x)
    {
        (double r, long quadrant) = Reduce(x);
        double value = (quadrant & 1) == 0 ? CosNearZero(r) : SinNearZero(r);
        return ((quadrant + 1) & 2) == 0 ? value : -value;
    }

    private static double PowerOfTwo(int exponent) => BitConverter.Int64BitsToDouble((long)(exponent + 1023) << 52);

    private static (double Remainder, long Quadrant) Reduce(double x)
    {
        double k = Math.Round(x * TwoOverPi);
        double r = Math.FusedMultiplyAdd(-k, HalfPiMiddle, Math.FusedMultiplyAdd(-k, HalfPiHigh, x));
        return (Math.FusedMultiplyAdd(-k, HalfPiLow, r), (long)k);
    }

    private static double SinNearZero(double r)
    {
        double s = r * r, sum = 1.0 / 355687428096000;
        sum = Math.FusedMultiplyAdd(sum, s, -1.0 / 1307674368000);
        sum = Math.FusedMultiplyAdd(sum, s, 1.0 / 6227020800);
        sum = Math.FusedMultiplyAdd(sum, s, -1.0 / 39916800);
        sum = Math.FusedMultiplyAdd(sum, s, 1.0 / 362880);
        sum = Math.FusedMultiplyAdd(sum, s, -1.0 / 5040);
        sum = Math.FusedMultiplyAdd(sum, s, 1.0 / 120);
        sum = Math.FusedMultiplyAdd(sum, s, -1.0 / 6);
        return Math.FusedMultiplyAdd(sum * s, r, r);
    }

    private static double CosNearZero(double r)
    {
        double s = r * r, sum = 1.0 / 20922789888000;
        sum = Math.FusedMultiplyAdd(sum, s, -1.0 / 87178291200);
        sum = Math.FusedMultiplyAdd(sum, s, 1.0 / 479001600);
        sum = Math.FusedMultiplyAdd(sum, s, -1.0 / 3628800);
        sum = Math.FusedMultiplyAdd(sum, s, 1.0 / 40320);
        sum = Math.FusedMultiplyAdd(sum, s, -1.0 / 720);
        sum = Math.FusedMultiplyAdd(sum, s, 1.0 / 24);
        sum = Math.FusedMultiplyAdd(sum, s, -0.5);
        return Math.FusedMultiplyAdd(sum, s, 1);
    }
}
