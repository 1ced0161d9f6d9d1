using System.Buffers.Binary;
using System.Text;

namespace IonSweep.Formats.Tests.Opus;

/// <summary>Writes OPUS files block by block, independently of the reader.</summary>
internal sealed class OpusWriter
{
    public const uint Absorbance = 0x100F, Reflectance = 0x300F, Transmittance = 0x140F, Raman = 0x280F, Sample = 0x0407,
        Reference = 0x040B, Interferogram = 0x0807, Earlier = 0x4000_0000, Series = 2 << 19, Compact = 4 << 19;

    private readonly List<(uint Type, byte[] Bytes)> _blocks = [];

    /// <summary>Values and, where wanted, their parameters.</summary>
    public OpusWriter Add(
        uint type, float[] values, double first, double last, string unit = "WN", double scale = 1, bool withStatus = true, int unused = 0,
        int? points = null)
    {
        _blocks.Add((type, [.. values.SelectMany(BitConverter.GetBytes), .. new byte[4 * unused]]));
        if (withStatus) Status(type, points ?? values.Length, first, last, unit, scale, values.Max() * scale);
        return this;
    }

    /// <summary>Bytes of a block and the parameters of its values.</summary>
    public OpusWriter AddRaw(uint type, byte[] bytes, int points, double first, double last)
    {
        _blocks.Add((type, bytes));
        Status(type, points, first, last, "WN", 1, 0);
        return this;
    }

    /// <summary>The name of the sample.</summary>
    public OpusWriter Name(string name)
    {
        _blocks.Add((0xA0, [.. Parameter("SFM", 2, "\0\0"u8.ToArray()), .. Text("SNM", name), .. End]));
        return this;
    }

    /// <summary>A block as it is.</summary>
    public OpusWriter Block(uint type, byte[] bytes)
    {
        _blocks.Add((type, bytes));
        return this;
    }

    public byte[] ToArray()
    {
        const int Room = 40, Start = 24;
        byte[] head = new byte[Start + 12 * Room];
        (head[0], head[1], head[2], head[3]) = (0x0A, 0x0A, 0xFE, 0xFE);
        BinaryPrimitives.WriteDoubleLittleEndian(head.AsSpan(4), 920622);
        Write(12, Start);
        Write(16, Room);
        Write(20, _blocks.Count + 1);
        int at = head.Length, entry = Start;
        Entry(0x3400, head.Length - Start, Start);
        foreach ((uint type, byte[] bytes) in _blocks)
        {
            Entry(type, bytes.Length, at);
            at += bytes.Length;
        }
        return [.. head, .. _blocks.SelectMany(block => block.Bytes)];

        void Write(int offset, int value) => BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(offset), value);

        void Entry(uint type, int length, int offset)
        {
            Write(entry, (int)type);
            Write(entry + 4, length / 4);
            Write(entry + 8, offset);
            entry += 12;
        }
    }

    /// <summary>A series: header, then each spectrum with a record of 152 bytes that has its scale.</summary>
    public static byte[] SeriesBytes(float[][] spectra, double scale)
    {
        MemoryStream all = new();
        foreach (int value in (int[])[0, spectra.Length + 5, 32, 4 * spectra[0].Length, 152, 1, 1, spectra.Length])
            all.Write(BitConverter.GetBytes(value));
        foreach (float[] spectrum in spectra)
        {
            foreach (float value in spectrum) all.Write(BitConverter.GetBytes(value));
            byte[] record = new byte[152];
            BinaryPrimitives.WriteDoubleLittleEndian(record.AsSpan(104), scale);
            all.Write(record);
        }
        return all.ToArray();
    }

    private void Status(uint type, int points, double first, double last, string unit, double scale, double maximum) =>
        _blocks.Add((type | 0x10,
        [
            .. Parameter("DPF", 0, BitConverter.GetBytes(1)), .. Parameter("NPT", 0, BitConverter.GetBytes(points)),
            .. Parameter("FXV", 1, BitConverter.GetBytes(first)), .. Parameter("LXV", 1, BitConverter.GetBytes(last)),
            .. Parameter("CSF", 1, BitConverter.GetBytes(scale)), .. Parameter("MXY", 1, BitConverter.GetBytes(maximum)),
            .. Text("DXU", unit), .. Text("DAT", "06/11/2015"), .. End,
        ]));

    private static byte[] End => [.. "END\0"u8, 0, 0, 0, 0];

    private static byte[] Text(string name, string value)
    {
        byte[] text = Encoding.Latin1.GetBytes(value + "\0");
        return Parameter(name, 3, text.Length % 4 == 0 ? text : [.. text, .. new byte[4 - text.Length % 4]]);
    }

    private static byte[] Parameter(string name, short type, byte[] value) =>
    [
        .. Encoding.ASCII.GetBytes(name), 0, .. BitConverter.GetBytes(type), .. BitConverter.GetBytes((short)(value.Length / 2)), .. value,
    ];
}
