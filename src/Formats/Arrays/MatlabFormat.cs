using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using IonSweep.Formats.Blocks;
using IonSweep.Spectra;

namespace IonSweep.Formats.Arrays;

/// <summary>
/// MATLAB level 5 files (<c>.mat</c> of versions 5 to 7; MathWorks, MAT-File Format): named matrices of numbers and texts, compressed or
/// not, of both byte orders. Structures and objects are passed over; version 7.3 is HDF5 and refused.
/// </summary>
internal sealed class MatlabFormat : IDatasetFormat
{
    private const int Matrix = 14, Compressed = 15, HeaderLength = 128, DeepestCell = 4;

    public string Slug => "mat";

    public string Description => "MATLAB 5 to 7 (.mat)";

    public IReadOnlyList<string> Extensions => [".mat"];

    public bool Recognises(FileContent file) => file.Bytes.Length >= HeaderLength && file.Bytes.Span.StartsWith("MATLAB "u8);

    public IReadOnlyList<SpectraBlock> Read(FileContent file, ReadingOptions options)
    {
        if (!Recognises(file)) throw new InvalidDatasetException($"{file.Name} does not begin like a MATLAB file of level 5.");
        if (file.Bytes.Span.StartsWith("MATLAB 7.3"u8))
            throw new InvalidDatasetException($"{file.Name} is of MATLAB 7.3 (HDF5), which is not read; save it with save(…, '-v7').");
        bool bigEndian = file.Bytes.Span[126] == (byte)'M';
        List<NamedArray> arrays = [];
        List<string> passed = [];
        Elements all = new(file, file.Bytes[HeaderLength..], bigEndian, HeaderLength);
        while (all.Next() is { } element)
            if (element.Type == Matrix) Add(file, element.Data, bigEndian, arrays, passed);
            else if (element.Type == Compressed)
            {
                Elements inner = new(file, Inflated(file, element.Data), bigEndian, HeaderLength);
                while (inner.Next() is { } one)
                    if (one.Type == Matrix) Add(file, one.Data, bigEndian, arrays, passed);
            }
        if (arrays.Count == 0 && passed.Count > 0)
            throw new InvalidDatasetException(
                $"{file.Name} holds structures or objects alone ({string.Join(", ", passed.Take(5))}); save their matrices under names of "
                    + "their own.");
        if (passed.Count > 0 && !arrays.Any(array => array.Numbers is not null && array.Shape is [> 0, > 1]))
            throw new InvalidDatasetException(
                $"{file.Name} has no matrix of spectra outside of structures or objects ({string.Join(", ", passed.Take(5))}); save their "
                    + "matrices under names of their own.");
        return [ArrayLayout.Read(file.Name, arrays, options)];
    }

    private static void Add(FileContent file, ReadOnlyMemory<byte> data, bool bigEndian, List<NamedArray> arrays, List<string> passed)
    {
        (NamedArray? array, string name) = Parse(file, data, bigEndian, depth: 0);
        if (array is not null) arrays.Add(array);
        else passed.Add(name);
    }

    private static (NamedArray? Array, string Name) Parse(FileContent file, ReadOnlyMemory<byte> data, bool bigEndian, int depth)
    {
        Elements parts = new(file, data, bigEndian, 0);
        Element flags = parts.Required("array flags"), sizes = parts.Required("dimensions"), named = parts.Required("name");
        if (flags.Data.Length < 8) throw Error(file, "array flags", $"{flags.Data.Length} bytes", "8");
        int kind = bigEndian ? flags.Data.Span[3] : flags.Data.Span[0];
        string name = Encoding.Latin1.GetString(named.Data.Span);
        int[] shape = [.. Numbers(file, sizes, bigEndian, name).Select(size => size is >= 0 and <= int.MaxValue ? (int)size
            : throw Error(file, name, $"the length {size}", "one that memory holds"))];
        long count = shape.Aggregate(1L, (product, size) => Math.Min(int.MaxValue, product * size));
        if (shape.Length != 2) return (null, name);
        if (kind == 1) return depth < DeepestCell ? (Texts(file, parts, bigEndian, name, shape, count, depth), name) : (null, name);
        if (kind is not (4 or (>= 6 and <= 15))) return (null, name);
        double[] values = [.. Numbers(file, parts.Required("values"), bigEndian, name)];
        if (values.Length != count) throw Error(file, name, $"{values.Length} values", $"{count}, as its dimensions say");
        int rows = shape[0], columns = shape[1];
        if (kind == 4)
            return (new NamedArray(name, [rows], null, [.. Enumerable.Range(0, rows).Select(r =>
                string.Concat(Enumerable.Range(0, columns).Select(c => (char)values[c * rows + r])).TrimEnd())]), name);
        double[] rowMajor = new double[values.Length];
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < columns; c++) rowMajor[r * columns + c] = values[c * rows + r];
        return (new NamedArray(name, shape, rowMajor, null), name);
    }

    private static NamedArray? Texts(
        FileContent file, Elements parts, bool bigEndian, string name, int[] shape, long count, int depth)
    {
        List<string> texts = [];
        for (long i = 0; i < count; i++)
        {
            if (parts.Next() is not { Type: Matrix } cell) throw Error(file, name, $"{i} cells", $"{count}");
            if (Parse(file, cell.Data, bigEndian, depth + 1).Array?.Texts is not { Length: <= 1 } text) return null;
            texts.Add(text.FirstOrDefault() ?? "");
        }
        return new NamedArray(name, [texts.Count], null, [.. texts]);
    }

    private static IEnumerable<double> Numbers(FileContent file, Element element, bool bigEndian, string name)
    {
        int width = element.Type switch
        {
            1 or 2 or 16 => 1,
            3 or 4 or 17 => 2,
            5 or 6 or 7 => 4,
            9 or 12 or 13 => 8,
            int other => throw Error(file, name, $"values of type {other}", "integers, singles or doubles"),
        };
        byte[] one = new byte[8];
        for (int at = 0; at + width <= element.Data.Length; at += width)
        {
            element.Data.Span.Slice(at, width).CopyTo(one);
            if (bigEndian) Array.Reverse(one, 0, width);
            yield return element.Type switch
            {
                1 => (sbyte)one[0],
                2 or 16 => one[0],
                3 => BinaryPrimitives.ReadInt16LittleEndian(one),
                4 or 17 => BinaryPrimitives.ReadUInt16LittleEndian(one),
                5 => BinaryPrimitives.ReadInt32LittleEndian(one),
                6 => BinaryPrimitives.ReadUInt32LittleEndian(one),
                7 => BinaryPrimitives.ReadSingleLittleEndian(one),
                9 => BinaryPrimitives.ReadDoubleLittleEndian(one),
                12 => BinaryPrimitives.ReadInt64LittleEndian(one),
                _ => BinaryPrimitives.ReadUInt64LittleEndian(one),
            };
        }
    }

    private static byte[] Inflated(FileContent file, ReadOnlyMemory<byte> data)
    {
        try
        {
            using ZLibStream stream = new(new MemoryStream(data.ToArray(), writable: false), CompressionMode.Decompress);
            return BoundedStream.ReadAll(stream, file);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new InvalidDatasetException($"{file.Name} has a damaged compressed array: {e.Message}", e);
        }
    }

    private static InvalidDatasetException Error(FileContent file, string array, string found, string expected) =>
        new($"{file.Name}, array '{array}': found {found}; expected {expected}.");

    private readonly record struct Element(int Type, ReadOnlyMemory<byte> Data);

    /// <summary>Data elements one after the other.</summary>
    private sealed class Elements(FileContent file, ReadOnlyMemory<byte> bytes, bool bigEndian, int offset)
    {
        private int _at;

        public Element Required(string what) => Next() ?? throw Error(file, what, "the end of the array", what);

        public Element? Next()
        {
            if (_at + 8 > bytes.Length) return null;
            uint type = Word(_at), length = Word(_at + 4);
            if (type >> 16 != 0) // small: length and type in one word, up to four bytes behind it
            {
                (length, type) = (type >> 16, type & 0xFFFF);
                if (length > 4)
                    throw Error(file, "data element", FormattableString.Invariant($"{length} bytes at {offset + _at}"), "4 at most");
                Element small = new((int)type, bytes.Slice(_at + 4, (int)length));
                _at += 8;
                return small;
            }
            if (length > bytes.Length - _at - 8)
                throw Error(file, "data element", FormattableString.Invariant($"{length} bytes at {offset + _at}"),
                    FormattableString.Invariant($"at most the {bytes.Length - _at - 8} that follow"));
            Element element = new((int)type, bytes.Slice(_at + 8, (int)length));
            // Elements begin at multiples of eight bytes, compressed ones where the last ended.
            _at += 8 + (type == Compressed ? (int)length : (int)Math.Min((length + 7L) & ~7L, int.MaxValue - 16 - _at));
            return element;
        }

        private uint Word(int at) => bigEndian
            ? BinaryPrimitives.ReadUInt32BigEndian(bytes.Span[at..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[at..]);
    }
}
