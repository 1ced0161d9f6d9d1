using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using IonSweep.Spectra;

namespace IonSweep.Formats.Blocks;

/// <summary>A binary file's fields at their offsets; reading past its end is an error that names the field.</summary>
internal sealed class FileFields(FileContent file, bool isBigEndian)
{
    private static readonly Encoding Western = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>Bytes of the file.</summary>
    public int Length => file.Bytes.Length;

    /// <summary>Refuses a run of fields that the file does not hold.</summary>
    public void Check(int offset, int count, int width, string what)
    {
        if (count < 0 || offset < 0 || offset + (long)count * width > Length)
            throw Error(offset, $"the end of the file after {Length} bytes", string.Create(CultureInfo.InvariantCulture,
                $"{(long)count * width} bytes of {what}"));
    }

    public byte Byte(int offset, string what)
    {
        Check(offset, 1, 1, what);
        return file.Bytes.Span[offset];
    }

    public short Int16(int offset) =>
        isBigEndian ? BinaryPrimitives.ReadInt16BigEndian(At(offset, 2)) : BinaryPrimitives.ReadInt16LittleEndian(At(offset, 2));

    public int Int32(int offset, string what = "a number") =>
        isBigEndian ? BinaryPrimitives.ReadInt32BigEndian(At(offset, 4, what))
            : BinaryPrimitives.ReadInt32LittleEndian(At(offset, 4, what));

    public float Single(int offset) => BitConverter.Int32BitsToSingle(Int32(offset));

    public double Double(int offset, string what) => BitConverter.Int64BitsToDouble(
        isBigEndian ? BinaryPrimitives.ReadInt64BigEndian(At(offset, 8, what))
            : BinaryPrimitives.ReadInt64LittleEndian(At(offset, 8, what)));

    /// <summary>Text as Windows writes it in the west (code page 1252), up to the first zero byte.</summary>
    public string Text(int offset, int length, string what)
    {
        Check(offset, length, 1, what);
        ReadOnlySpan<byte> bytes = file.Bytes.Span.Slice(offset, length);
        return Western.GetString(bytes.IndexOf((byte)0) is >= 0 and var end ? bytes[..end] : bytes);
    }

    public InvalidDatasetException Error(int offset, string found, string expected) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{file.Name}, byte {offset}: found {found}; expected {expected}."));

    private ReadOnlySpan<byte> At(int offset, int width, string what = "a number")
    {
        Check(offset, 1, width, what);
        return file.Bytes.Span.Slice(offset, width);
    }
}
