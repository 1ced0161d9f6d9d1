using IonSweep.Spectra.Numerics;
using IonSweep.Spectra.Streams;

namespace IonSweep.Spectra.Tests.Numerics;

public class PortableMathTests
{
    private static IEnumerable<double> Samples(double low, double high)
    {
        StreamKey stream = StreamKeys.Of("test-samples", low, high);
        for (ulong i = 0; i < 20_000; i++) yield return low + (high - low) * UniformStream.At(stream, i);
    }

    [Fact]
    public void Exp_agrees_with_the_c_library_to_four_units_in1_E16()
    {
        foreach (double x in Samples(-700, 700)) Assert.InRange(PortableMath.Exp(x) / Math.Exp(x) - 1, -4.5e-16, 4.5e-16);
        foreach (double x in Samples(-1e-3, 1e-3)) Assert.InRange(PortableMath.Exp(x) / Math.Exp(x) - 1, -4.5e-16, 4.5e-16);
    }

    [Fact]
    public void Exp_saturates()
    {
        Assert.Equal(double.PositiveInfinity, PortableMath.Exp(710));
        Assert.Equal(0, PortableMath.Exp(-746));
        Assert.Equal(1, PortableMath.Exp(0));
        Assert.Equal(Math.Exp(-740), PortableMath.Exp(-740), 1e-322);
        Assert.True(double.IsNaN(PortableMath.Exp(double.NaN)));
    }

    [Fact]
    public void Exp_of_many_values_has_the_bits_of_one_after_the_other()
    {
        double[] values =
        [
            .. Samples(-750, 720), .. Samples(-1, 1), 0, -0.0, -700, 700, -700.0001, 709.9, double.NaN, -1e300, double.PositiveInfinity,
            double.NegativeInfinity, 1e-320, -3, 5,
        ];
        double[] expected = [.. values.Select(PortableMath.Exp)];
        PortableMath.Exp(values.AsSpan());
        Assert.Equal(expected.Select(BitConverter.DoubleToInt64Bits), values.Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public void Log_agrees_with_the_c_library()
    {
        foreach (double x in Samples(1e-9, 4)) Assert.Equal(Math.Log(x), PortableMath.Log(x), Math.Abs(Math.Log(x)) * 4.5e-16 + 1e-30);
        foreach (double x in Samples(0, 1e300)) Assert.Equal(Math.Log(x), PortableMath.Log(x), 2e-13);
        Assert.Equal(Math.Log(5e-324), PortableMath.Log(5e-324), 1e-12);
    }

    [Fact]
    public void Log_at_the_edges()
    {
        Assert.Equal(0, PortableMath.Log(1));
        Assert.Equal(double.NegativeInfinity, PortableMath.Log(0));
        Assert.True(double.IsNaN(PortableMath.Log(-1)));
    }

    [Fact]
    public void Sine_and_cosine_agree_with_the_c_library()
    {
        foreach (double x in Samples(-1000, 1000))
        {
            Assert.Equal(Math.Sin(x), PortableMath.Sin(x), 4e-16);
            Assert.Equal(Math.Cos(x), PortableMath.Cos(x), 4e-16);
        }
    }

    [Fact]
    public void Pow_agrees_with_the_c_library()
    {
        foreach (double x in Samples(1e-3, 100)) Assert.InRange(PortableMath.Pow(x, 2.5) / Math.Pow(x, 2.5) - 1, -1e-14, 1e-14);
        Assert.Equal(1, PortableMath.Pow(0, 0));
        Assert.Equal(0, PortableMath.Pow(0, 2));
    }
}
