using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using IonSweep.Formats.Blocks;
using IonSweep.Spectra;

namespace IonSweep.Formats.Arrays;

/// <summary>
/// NumPy archives (<c>.npz</c>): named arrays of the NPY format 1 to 3, stored or deflated (NumPy enhancement proposal 1).
/// </summary>
internal sealed partial class NumpyFormat : IDatasetFormat
{
    public string Slug => "npz";

    public string Description => "NumPy archive (.npz)";

    public IReadOnlyList<string> Extensions => [".npz"];

    public bool Recognises(FileContent file)
    {
        if (!file.Bytes.Span.StartsWith("PK"u8)) return false;
        try
        {
            using ZipArchive zip = Open(file);
            return zip.Entries.Any(entry => entry.FullName.EndsWith(".npy", StringComparison.Ordinal));
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    public IReadOnlyList<SpectraBlock> Read(FileContent file, ReadingOptions options)
    {
        List<NamedArray> arrays = [];
        try
        {
            using ZipArchive zip = Open(file);
            foreach (ZipArchiveEntry entry in zip.Entries)
                if (entry.FullName.EndsWith(".npy", StringComparison.Ordinal)) arrays.Add(Array(file, entry));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException or NotSupportedException)
        {
            throw new InvalidDatasetException($"{file.Name} is a damaged archive: {e.Message}", e);
        }
        return [ArrayLayout.Read(file.Name, arrays, options)];
    }

    private static ZipArchive Open(FileContent file) => new(new MemoryStream(file.Bytes.ToArray(), writable: false));

    private static NamedArray Array(FileContent file, ZipArchiveEntry entry)
    {
        string name = entry.FullName[..^4];
        using Stream stream = entry.Open();
        byte[] bytes = BoundedStream.ReadAll(stream, file);
        if (bytes.Length < 10 || bytes[0] != 0x93 || !bytes.AsSpan(1).StartsWith("NUMPY"u8))
            throw Error(file, name, "no NPY header", "0x93 NUMPY");
        int start = bytes[6] == 1 ? 10 : 12;
        long length = bytes[6] == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8))
            : bytes.Length < 12 ? long.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8));
        if (start + length > bytes.Length) throw Error(file, name, "the end of the array", $"a header of {length} bytes");
        Match header = Header().Match(Encoding.Latin1.GetString(bytes, start, (int)length));
        if (!header.Success) throw Error(file, name, "another header", "descr, fortran_order and shape");
        int[] shape = [.. header.Groups["n"].Captures.Select(n =>
            int.TryParse(n.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? size
                : throw Error(file, name, $"the length {n.Value}", "one that memory holds"))];
        string type = header.Groups["type"].Value;
        bool bigEndian = type[0] == '>';
        int width = int.Parse(type[2..], CultureInfo.InvariantCulture) * (type[1] == 'U' ? 4 : 1);
        long count = shape.Aggregate(1L, (product, size) => Math.Min(long.MaxValue / int.MaxValue, product * size));
        ReadOnlyMemory<byte> data = bytes.AsMemory(start + (int)length);
        if (width == 0 || count * width != data.Length)
            throw Error(file, name, $"{data.Length} bytes of values", $"{count} of {width} bytes each");
        if (type[1] is 'U' or 'S')
            return new NamedArray(name, shape, null,
                [.. Enumerable.Range(0, (int)count).Select(i => Text(data.Span.Slice(i * width, width), type[1], bigEndian))]);
        double[] numbers = new double[count];
        bool fortran = header.Groups["fortran"].Value == "True" && shape.Length == 2;
        for (int i = 0; i < numbers.Length; i++)
        {
            int at = fortran ? i % shape[1] * shape[0] + i / shape[1] : i;
            numbers[i] = Number(file, name, data.Span.Slice(at * width, width), type[1..], bigEndian);
        }
        return new NamedArray(name, shape, numbers, null);
    }

    private static string Text(ReadOnlySpan<byte> bytes, char kind, bool bigEndian) => (kind == 'S' ? Encoding.Latin1.GetString(bytes)
        : (bigEndian ? Encoding.GetEncoding("utf-32BE") : Encoding.UTF32).GetString(bytes)).TrimEnd('\0');

    private static double Number(FileContent file, string name, ReadOnlySpan<byte> bytes, string type, bool bigEndian)
    {
        Span<byte> one = stackalloc byte[8];
        if (bytes.Length > 8) throw Error(file, name, $"the type {type}", "f4, f8, i1 to i8, u1 to u8 or texts");
        bytes.CopyTo(one);
        if (bigEndian) one[..bytes.Length].Reverse();
        return type switch
        {
            "f2" => (double)BinaryPrimitives.ReadHalfLittleEndian(one),
            "f4" => BinaryPrimitives.ReadSingleLittleEndian(one),
            "f8" => BinaryPrimitives.ReadDoubleLittleEndian(one),
            "i1" => (sbyte)one[0],
            "u1" or "b1" => one[0],
            "i2" => BinaryPrimitives.ReadInt16LittleEndian(one),
            "u2" => BinaryPrimitives.ReadUInt16LittleEndian(one),
            "i4" => BinaryPrimitives.ReadInt32LittleEndian(one),
            "u4" => BinaryPrimitives.ReadUInt32LittleEndian(one),
            "i8" => BinaryPrimitives.ReadInt64LittleEndian(one),
            "u8" => BinaryPrimitives.ReadUInt64LittleEndian(one),
            _ => throw Error(file, name, $"the type {type}", "f4, f8, i1 to i8, u1 to u8 or texts (save objects as numbers)"),
        };
    }

    private static InvalidDatasetException Error(FileContent file, string array, string found, string expected) =>
        new($"{file.Name}, array '{array}': found {found}; expected {expected}.");

    [GeneratedRegex(
        @"'descr':\s*'(?<type>[<>|=][fiubUSO]\d{1,4})'\s*,\s*'fortran_order':\s*(?<fortran>True|False)\s*,\s*"
        + @"'shape':\s*\((?:(?<n>\d{1,10})\s*,?\s*)*\)")]
    private static partial Regex Header();
}
