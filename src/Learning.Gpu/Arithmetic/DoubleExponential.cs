using ILGPU;

namespace IonSweep.Learning.Gpu.Arithmetic;

/// <summary>
/// The exponential function in double precision, operation by operation that of <see cref="Spectra.Numerics.PortableMath"/>.
/// </summary>
internal static class DoubleExponential
{
    public static double Exp(double x)
    {
        if (x > 709.782712893384) return double.PositiveInfinity;
        if (x < -745.1332191019412) return 0.0;
        double k = Rounded.Nearest(Rounded.Mul(x, 1.4426950408889634));
        double r = Rounded.Fma(-k, 7.440617110012397e-11, Rounded.Fma(-k, 0.6931471804855391, x));
        double sum = 1.0 / 6227020800;
        sum = Rounded.Fma(sum, r, 1.0 / 479001600);
        sum = Rounded.Fma(sum, r, 1.0 / 39916800);
        sum = Rounded.Fma(sum, r, 1.0 / 3628800);
        sum = Rounded.Fma(sum, r, 1.0 / 362880);
        sum = Rounded.Fma(sum, r, 1.0 / 40320);
        sum = Rounded.Fma(sum, r, 1.0 / 5040);
        sum = Rounded.Fma(sum, r, 1.0 / 720);
        sum = Rounded.Fma(sum, r, 1.0 / 120);
        sum = Rounded.Fma(sum, r, 1.0 / 24);
        sum = Rounded.Fma(sum, r, 1.0 / 6);
        sum = Rounded.Fma(sum, r, 0.5);
        sum = Rounded.Add(Rounded.Fma(Rounded.Mul(sum, r), r, r), 1.0);
        int exponent = Rounded.Truncate(k), half = exponent / 2;
        return Rounded.Mul(Rounded.Mul(sum, PowerOfTwo(half)), PowerOfTwo(exponent - half));
    }

    private static double PowerOfTwo(int exponent) => Interop.IntAsFloat((ulong)(exponent + 1023) << 52);
}
