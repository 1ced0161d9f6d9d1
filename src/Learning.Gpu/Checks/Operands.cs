using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Gpu.Checks;

/// <summary>
/// Operands of checks: random bits, so that every magnitude, subnormal numbers, infinities and NaN occur; each eighth is one of the numbers
/// at which rounding is most often wrong.
/// </summary>
internal static class Operands
{
    private static readonly uint[] Edges =
    [
        0x00000000, 0x80000000, 0x00000001, 0x80000001, 0x007FFFFF, 0x807FFFFF, 0x00800000, 0x80800000, 0x3F7FFFFF, 0x3F800000, 0xBF800000,
        0x3F800001, 0x7F7FFFFF, 0xFF7FFFFF, 0x7F800000, 0xFF800000, 0x7FC00000, 0x4B400000, 0x42AE0000, 0xC2AE0000,
    ];

    /// <summary>Floats.</summary>
    /// <param name="name">Names their stream.</param>
    /// <param name="count">How many.</param>
    public static float[] Singles(string name, int count)
    {
        StreamKey stream = StreamKeys.Of("operands", name);
        float[] values = new float[count];
        for (int i = 0; i < count; i += 2)
        {
            (uint x0, uint x1, uint x2, uint x3) = Philox.Block(stream, (ulong)i);
            values[i] = Value(x0, x1);
            if (i + 1 < count) values[i + 1] = Value(x2, x3);
        }
        return values;
    }

    /// <summary>Doubles of random bits, every other one near the magnitudes of floats.</summary>
    public static double[] Doubles(string name, int count)
    {
        StreamKey stream = StreamKeys.Of("operands", name);
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            (uint x0, uint x1, uint x2, uint x3) = Philox.Block(stream, (ulong)i);
            double random = BitConverter.UInt64BitsToDouble(((ulong)x0 << 32) | x1);
            values[i] = i % 2 == 0 ? random : Value(x2, x3) * (1 + (x0 >> 4) * 1e-15);
        }
        return values;
    }

    private static float Value(uint bits, uint choice) =>
        BitConverter.UInt32BitsToSingle(choice % 8 == 0 ? Edges[choice / 8 % (uint)Edges.Length] : bits);
}
