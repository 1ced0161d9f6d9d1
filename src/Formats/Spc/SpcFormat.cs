using System.Globalization;
using IonSweep.Formats.Blocks;
using IonSweep.Formats.Tables;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;

namespace IonSweep.Formats.Spc;

/// <summary>
/// Thermo Galactic SPC (Galactic Universal Data Format Specification, 1997): the new format of both byte orders with even, own and separate
/// abscissas, one spectrum or many, 16-bit, 32-bit and float ordinates; and the old one of 1980s' LabCalc.
/// </summary>
internal sealed class SpcFormat : IDatasetFormat
{
    private const byte NewLittleEndian = 0x4B, NewBigEndian = 0x4C, Old = 0x4D, Interferogram = 1;

    public string Slug => "spc";

    public string Description => "Thermo Galactic SPC";

    public IReadOnlyList<string> Extensions => [".spc"];

    public bool Recognises(FileContent file)
    {
        ReadOnlySpan<byte> bytes = file.Bytes.Span;
        if (bytes.Length < 256) return false;
        return bytes[1] switch
        {
            NewLittleEndian or NewBigEndian => bytes.Length >= 512 && bytes[28] <= 30 && (bytes[29] <= 30 || bytes[29] >= 128),
            Old => bytes[16] <= 30 && (bytes[17] <= 30 || bytes[17] >= 128),
            _ => false,
        };
    }

    public IReadOnlyList<SpectraBlock> Read(FileContent file, ReadingOptions options) => !Recognises(file)
        ? throw new InvalidDatasetException($"{file.Name} does not begin like an SPC file; expected a version byte 0x4B, 0x4C or 0x4D.")
        : file.Bytes.Span[1] == Old ? [ReadOld(file)] : ReadNew(file);

    private static IReadOnlyList<SpectraBlock> ReadNew(FileContent file)
    {
        FileFields bytes = new(file, file.Bytes.Span[1] == NewBigEndian);
        byte flags = bytes.Byte(0, "the flags");
        bool is16Bit = (flags & 1) != 0, isMulti = (flags & 4) != 0, separateX = (flags & 64) != 0, ownX = (flags & 128) != 0;
        int exponent = (sbyte)bytes.Byte(3, "the exponent"), points = bytes.Int32(4, "the number of points");
        double first = bytes.Double(8, "the first abscissa"), last = bytes.Double(16, "the last abscissa");
        int spectra = isMulti ? bytes.Int32(24, "the number of spectra") : 1;
        if (spectra is 0 && !isMulti) spectra = 1;
        if (spectra < 1 || spectra > bytes.Length / 32) throw bytes.Error(24, $"{spectra} spectra", "as many as the file can hold");
        AxisUnit unit = UnitOf(bytes, 28);
        int at = 512;
        double[]? shared = null;
        if (ownX && !separateX)
        {
            bytes.Check(at, points, 4, "the abscissas");
            shared = Floats(bytes, at, points);
            at += 4 * points;
        }
        else if (!separateX) shared = Even(bytes, first, last, points, is16Bit ? 2 : 4);
        List<(double[] Axis, float[] Values)> read = [];
        for (int s = 0; s < spectra; s++)
        {
            bytes.Check(at, 32, 1, $"the header of spectrum {s + 1}");
            int own = isMulti || separateX ? (sbyte)bytes.Byte(at + 1, "the exponent") : exponent;
            int count = separateX ? bytes.Int32(at + 16, "the number of points") : points;
            at += 32;
            double[]? axis = shared;
            if (axis is null)
            {
                bytes.Check(at, count, 8, $"abscissas and ordinates of spectrum {s + 1}");
                axis = Floats(bytes, at, count);
                at += 4 * count;
            }
            bool isFloat = own == -128;
            int width = isFloat || !is16Bit ? 4 : 2;
            bytes.Check(at, count, width, $"the ordinates of spectrum {s + 1}");
            float[] values = new float[count];
            double scale = Math.ScaleB(1, own - 8 * width);
            for (int i = 0; i < count; i++)
                values[i] = isFloat ? bytes.Single(at + 4 * i)
                    : (float)(scale * (width == 4 ? bytes.Int32(at + 4 * i) : bytes.Int16(at + 2 * i)));
            at += width * count;
            read.Add((axis, values));
        }
        byte ordinate = bytes.Byte(29, "the kind of ordinate");
        return [.. Merged(bytes, unit, ordinate, read)];
    }

    private static IEnumerable<SpectraBlock> Merged(
        FileFields bytes, AxisUnit unit, byte ordinate, List<(double[] Axis, float[] Values)> read)
    {
        for (int start = 0; start < read.Count;)
        {
            double[] axis = read[start].Axis;
            int end = start + 1;
            while (end < read.Count && (ReferenceEquals(read[end].Axis, axis) || read[end].Axis.AsSpan().SequenceEqual(axis))) end++;
            float[] values = end - start == 1 ? read[start].Values
                : [.. read.GetRange(start, end - start).SelectMany(one => one.Values)];
            yield return Block(bytes, unit, ordinate, axis, values);
            start = end;
        }
    }

    private static SpectraBlock ReadOld(FileContent file)
    {
        FileFields bytes = new(file, isBigEndian: false);
        int exponent = bytes.Int16(2), at = 256;
        float count = bytes.Single(4);
        if (!(count >= 2 && count <= file.Bytes.Length / 4 && count == MathF.Floor(count)))
            throw bytes.Error(4, string.Create(CultureInfo.InvariantCulture, $"{count} points"), "2 or more, as many as the file can hold");
        int points = (int)count, width = (bytes.Byte(0, "the flags") & 1) != 0 ? 2 : 4;
        List<float> values = [];
        // The header of the first spectrum is the end of the file's; the others have one each, to the end of the file.
        for (int sub = 224; ; sub = at, at += 32)
        {
            int own = (sbyte)bytes.Byte(sub + 1, "the exponent");
            bytes.Check(at, points, width, "the ordinates");
            double scale = Math.ScaleB(1, (own != 0 ? own : exponent) - 8 * width);
            for (int i = 0; i < points; i++, at += width)
            {
                if (width == 2)
                {
                    values.Add((float)(scale * bytes.Int16(at)));
                    continue;
                }
                // The halves of a number are swapped.
                uint raw = (uint)(ushort)bytes.Int16(at) << 16 | (ushort)bytes.Int16(at + 2);
                values.Add(exponent == 0x80 ? BitConverter.UInt32BitsToSingle(raw) : (float)(scale * (int)raw));
            }
            if ((bytes.Byte(0, "the flags") & 4) == 0 || at + 32 + width * points > bytes.Length) break;
        }
        return Block(bytes, UnitOf(bytes, 16), bytes.Byte(17, "the kind of ordinate"),
            Even(bytes, bytes.Single(8), bytes.Single(12), points, 4), [.. values]);
    }

    private static SpectraBlock Block(FileFields bytes, AxisUnit unit, byte ordinate, double[] axis, float[] values)
    {
        if (ordinate == Interferogram)
            throw bytes.Error(0, "an interferogram", "a spectrum: transform it with the instrument's program");
        if (axis.Length < 2) throw bytes.Error(0, $"{axis.Length} points", "two or more");
        for (int i = 0; i < values.Length; i++)
            if (!float.IsFinite(values[i])) throw bytes.Error(0, $"the ordinate {i + 1}, which is not finite", "numbers");
        for (int i = 1; i < axis.Length; i++)
            if (!double.IsFinite(axis[i]) || axis[i] == axis[i - 1] || axis[i] > axis[i - 1] != axis[1] > axis[0])
                throw bytes.Error(0, string.Create(CultureInfo.InvariantCulture, $"abscissa {axis[i]} after {axis[i - 1]}"),
                    "strictly ascending or descending abscissas");
        return new SpectraBlock
        {
            Axis = new SpectralAxis(unit, axis),
            Ordinate = ordinate switch
            {
                2 => Ordinate.Absorbance,
                128 => OrdinateUnits.OfTransmittance(values),
                129 => Ordinate.Reflectance,
                4 or 131 => Ordinate.Intensity,
                _ => Ordinate.Unknown,
            },
            Spectra = values,
        };
    }

    private static AxisUnit UnitOf(FileFields bytes, int offset) => bytes.Byte(offset, "the kind of abscissa") switch
    {
        1 => AxisUnit.Wavenumber,
        2 => AxisUnit.Micrometre,
        3 => AxisUnit.Nanometre,
        13 => AxisUnit.RamanShift,
        14 => AxisUnit.ElectronVolt,
        0 or 15 or 16 or 17 or 22 => AxisUnit.Channel,
        byte other => throw bytes.Error(offset, $"the kind of abscissa {other}",
            "1 (cm⁻¹), 2 (µm), 3 (nm), 13 (Raman shift), 14 (eV) or none: this is no optical spectrum"),
    };

    private static double[] Floats(FileFields bytes, int at, int count)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) values[i] = bytes.Single(at + 4 * i);
        return values;
    }

    private static double[] Even(FileFields bytes, double first, double last, int points, int width)
    {
        if (points < 2 || points > bytes.Length / width)
            throw bytes.Error(4, $"{points} points", "2 or more, as many as the file can hold");
        double[] axis = new double[points];
        for (int i = 0; i < points; i++) axis[i] = first + i * ((last - first) / (points - 1));
        return axis;
    }
}
