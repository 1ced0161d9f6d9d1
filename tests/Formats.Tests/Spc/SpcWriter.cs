using System.Buffers.Binary;

namespace IonSweep.Formats.Tests.Spc;

/// <summary>Writes SPC files after the specification, independently of the reader.</summary>
internal static class SpcWriter
{
    /// <param name="spectra">Ordinates.</param>
    /// <param name="first">First abscissa.</param>
    /// <param name="last">Last abscissa.</param>
    /// <param name="bits">16 or 32 for integers, 0 for floats.</param>
    /// <param name="xType">Kind of abscissa.</param>
    /// <param name="yType">Kind of ordinate.</param>
    /// <param name="x">Own abscissas; null for even ones.</param>
    /// <param name="bigEndian">Byte order of version 0x4C.</param>
    public static byte[] New(
        float[][] spectra, double first, double last, int bits, byte xType, byte yType, float[]? x = null, bool bigEndian = false)
    {
        MemoryStream file = new();
        byte[] header = new byte[512];
        header[0] = (byte)((bits == 16 ? 1 : 0) | (spectra.Length > 1 ? 4 : 0) | (x is null ? 0 : 128));
        header[1] = (byte)(bigEndian ? 0x4C : 0x4B);
        header[3] = (byte)(bits == 0 ? 0x80 : 1); // integers are fractions of 2
        Write(header.AsSpan(4), spectra[0].Length, bigEndian);
        Write(header.AsSpan(8), BitConverter.DoubleToInt64Bits(first), bigEndian);
        Write(header.AsSpan(16), BitConverter.DoubleToInt64Bits(last), bigEndian);
        Write(header.AsSpan(24), spectra.Length, bigEndian);
        (header[28], header[29]) = (xType, yType);
        file.Write(header);
        foreach (float value in x ?? []) file.Write(Bytes(BitConverter.SingleToInt32Bits(value), bigEndian));
        for (int s = 0; s < spectra.Length; s++)
        {
            byte[] sub = new byte[32];
            sub[1] = header[3];
            file.Write(sub);
            foreach (float value in spectra[s])
            {
                if (bits == 0) file.Write(Bytes(BitConverter.SingleToInt32Bits(value), bigEndian));
                else if (bits == 32) file.Write(Bytes((int)Math.Round(value / 2 * Math.Pow(2, 32)), bigEndian));
                else
                {
                    byte[] two = BitConverter.GetBytes((short)Math.Round(value / 2 * 65536));
                    if (bigEndian) Array.Reverse(two);
                    file.Write(two);
                }
            }
        }
        return file.ToArray();
    }

    /// <summary>Every spectrum with abscissas of its own.</summary>
    public static byte[] Separate((float[] X, float[] Y)[] spectra)
    {
        MemoryStream file = new();
        byte[] header = new byte[512];
        (header[0], header[1], header[3], header[28], header[29]) = (4 | 64 | 128, 0x4B, 0x80, 3, 2);
        Write(header.AsSpan(24), spectra.Length, false);
        file.Write(header);
        foreach ((float[] x, float[] y) in spectra)
        {
            byte[] sub = new byte[32];
            sub[1] = 0x80;
            Write(sub.AsSpan(16), x.Length, false);
            file.Write(sub);
            foreach (float value in (float[])[.. x, .. y]) file.Write(Bytes(BitConverter.SingleToInt32Bits(value), false));
        }
        return file.ToArray();
    }

    /// <summary>The format of LabCalc, with 16 bits many spectra, the second in fractions of 16.</summary>
    public static byte[] Old(float[] values, float first, float last, bool is16Bit = false)
    {
        MemoryStream file = new();
        byte[] header = new byte[256];
        (header[0], header[1]) = ((byte)(is16Bit ? 5 : 0), 0x4D);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(2), 3); // fractions of 8
        BinaryPrimitives.WriteSingleLittleEndian(header.AsSpan(4), values.Length);
        BinaryPrimitives.WriteSingleLittleEndian(header.AsSpan(8), first);
        BinaryPrimitives.WriteSingleLittleEndian(header.AsSpan(12), last);
        (header[16], header[17]) = (2, 2);
        file.Write(header);
        for (int spectrum = 0; is16Bit && spectrum < 2; spectrum++)
        {
            if (spectrum == 1) file.Write([1, 4, .. new byte[30]]);
            foreach (float value in values) file.Write(BitConverter.GetBytes((short)Math.Round(value / (8 << spectrum) * 65536)));
        }
        foreach (float value in is16Bit ? [] : values)
        {
            byte[] four = BitConverter.GetBytes((int)Math.Round(value / 8 * Math.Pow(2, 32)));
            file.Write([four[2], four[3], four[0], four[1]]);
        }
        return file.ToArray();
    }

    private static byte[] Bytes(int value, bool bigEndian)
    {
        byte[] bytes = new byte[4];
        Write(bytes, value, bigEndian);
        return bytes;
    }

    private static void Write(Span<byte> at, int value, bool bigEndian)
    {
        if (bigEndian) BinaryPrimitives.WriteInt32BigEndian(at, value);
        else BinaryPrimitives.WriteInt32LittleEndian(at, value);
    }

    private static void Write(Span<byte> at, long value, bool bigEndian)
    {
        if (bigEndian) BinaryPrimitives.WriteInt64BigEndian(at, value);
        else BinaryPrimitives.WriteInt64LittleEndian(at, value);
    }
}
