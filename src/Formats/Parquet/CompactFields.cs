using System.Globalization;
using IonSweep.Formats.Blocks;
using IonSweep.Spectra;

namespace IonSweep.Formats.Parquet;

/// <summary>
/// Fields of a structure in the compact protocol of Apache Thrift, in which Parquet keeps what it says of itself; counts and lengths that
/// the file cannot hold are refused before anything is made of them.
/// </summary>
internal sealed class CompactFields
{
    private const int Deepest = 32;

    private readonly Dictionary<int, object> _values = [];

    private CompactFields()
    {
    }

    /// <summary>Reads one structure.</summary>
    /// <param name="file">The file.</param>
    /// <param name="at">Where it begins; afterwards where it has ended.</param>
    /// <param name="depth">Structures around it.</param>
    /// <exception cref="InvalidDatasetException">It is longer than the file.</exception>
    public static CompactFields Read(FileContent file, ref int at, int depth = 0)
    {
        if (depth > Deepest) throw Error(file, at, "structures in structures", $"{Deepest} levels at most");
        CompactFields fields = new();
        int id = 0;
        while (true)
        {
            int head = Byte(file, ref at);
            if (head == 0) return fields;
            id = head >> 4 == 0 ? (int)Unzigzag(Number(file, ref at)) : id + (head >> 4);
            fields._values[id] = Value(file, ref at, head & 15, depth);
        }
    }

    /// <summary>A number; 0 where there is none.</summary>
    public long Number(int id) => _values.GetValueOrDefault(id) as long? ?? 0;

    /// <summary>A structure; null where there is none.</summary>
    public CompactFields? Fields(int id) => _values.GetValueOrDefault(id) as CompactFields;

    /// <summary>Structures of a list.</summary>
    public IEnumerable<CompactFields> List(int id) => (_values.GetValueOrDefault(id) as List<object>)?.OfType<CompactFields>() ?? [];

    private static object Value(FileContent file, ref int at, int type, int depth)
    {
        switch (type)
        {
            case 1 or 2:
                return type == 1;
            case 3:
                return (long)(sbyte)Byte(file, ref at);
            case 4 or 5 or 6:
                return Unzigzag(Number(file, ref at));
            case 7:
                Skip(file, ref at, 8);
                return 0.0;
            case 8:
                Skip(file, ref at, Number(file, ref at));
                return "";
            case 9 or 10:
                int head = Byte(file, ref at);
                ulong count = head >> 4 == 15 ? Number(file, ref at) : (ulong)(head >> 4);
                if (count > (ulong)(file.Bytes.Length - at))
                    throw Error(file, at, $"a list of {count}", $"at most the {file.Bytes.Length - at} bytes that follow");
                List<object> list = [];
                for (ulong i = 0; i < count; i++)
                    list.Add((head & 15) is 1 or 2 ? Byte(file, ref at) : Value(file, ref at, head & 15, depth + 1));
                return list;
            case 12:
                return Read(file, ref at, depth + 1);
            default:
                throw Error(file, at, $"a field of type {type}", "one of Thrift's compact protocol");
        }
    }

    private static byte Byte(FileContent file, ref int at) =>
        at < file.Bytes.Length ? file.Bytes.Span[at++] : throw Error(file, at, "the end of the file", "more of a structure");

    private static ulong Number(FileContent file, ref int at)
    {
        ulong number = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte one = Byte(file, ref at);
            number |= (ulong)(one & 0x7F) << shift;
            if (one < 0x80) return number;
        }
        throw Error(file, at, "a number of more than 64 bits", "a shorter one");
    }

    private static void Skip(FileContent file, ref int at, ulong length)
    {
        if (length > (ulong)(file.Bytes.Length - at))
            throw Error(file, at, $"{length} bytes", $"at most the {file.Bytes.Length - at} that follow");
        at += (int)length;
    }

    private static long Unzigzag(ulong number) => (long)(number >> 1) ^ -(long)(number & 1);

    private static InvalidDatasetException Error(FileContent file, int at, string found, string expected) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{file.Name}, byte {at}: found {found}; expected {expected}."));
}
