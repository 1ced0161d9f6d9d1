using System.Buffers.Binary;
using System.Globalization;
using IonSweep.Formats.Blocks;
using IonSweep.Spectra;

namespace IonSweep.Formats.Parquet;

/// <summary>Refuses Parquet files whose stated numbers of rows, values and bytes are more than such a file can hold.</summary>
internal static class StatedSizes
{
    private const int Mark = 4, ValuesPerByte = 16, Inflation = 64, Least = 1 << 15, Snappy = 1, Zstandard = 6;

    /// <exception cref="InvalidDatasetException">Names the place.</exception>
    public static void Check(FileContent file)
    {
        ReadOnlySpan<byte> bytes = file.Bytes.Span;
        if (bytes.Length < 3 * Mark || !bytes.EndsWith("PAR1"u8))
            throw Error(file, bytes.Length, "another end", "the bytes PAR1: the file is cut off or encrypted");
        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes[^(2 * Mark)..]), at = bytes.Length - 2 * Mark - length;
        if (length <= 0 || at < Mark) throw Error(file, bytes.Length - 2 * Mark, $"a footer of {length} bytes", "one inside the file");
        long values = 0, inflated = 0;
        CompactFields footer = CompactFields.Read(file, ref at);
        if (at != bytes.Length - 2 * Mark)
            throw Error(file, at, "the end of the footer", $"it at {bytes.Length - 2 * Mark}, where the file says that it ends");
        foreach (CompactFields group in footer.List(4))
        {
            long rows = group.Number(3);
            foreach (CompactFields chunk in group.List(1))
            {
                values += Math.Max(rows, chunk.Fields(3)?.Number(5) ?? 0);
                if (rows < 0 || values > Least + (long)ValuesPerByte * bytes.Length)
                    throw Error(file, at, $"{rows} rows of {group.List(1).Count()} columns", $"no more than {bytes.Length} bytes can hold");
                if (chunk.Fields(3) is { } column) inflated += Pages(file, column, rows);
                if (inflated > Least + (long)Inflation * bytes.Length)
                    throw Error(file, at, $"{inflated} bytes after inflation", $"at most {Inflation} times the file's {bytes.Length}");
            }
        }
    }

    /// <summary>Bytes of a column's pages after inflation.</summary>
    private static long Pages(FileContent file, CompactFields column, long rows)
    {
        long read = 0;
        long dictionary = column.Number(11), start = dictionary > 0 ? Math.Min(dictionary, column.Number(9)) : column.Number(9),
            end = start + column.Number(7), inflated = 0;
        if (start < Mark || end < start || end > file.Bytes.Length)
            throw Error(file, file.Bytes.Length, $"a column from byte {start} to {end}", "one inside the file");
        int at = (int)start;
        while (read < rows && at < end)
        {
            int header = at;
            CompactFields page = CompactFields.Read(file, ref at);
            long size = page.Number(2), stored = page.Number(3);
            CompactFields? values = page.Fields(5) ?? page.Fields(8);
            long count = (values ?? page.Fields(7))?.Number(1) ?? 0;
            if (size < 0 || stored < 0 || stored > file.Bytes.Length - at || size > Least + Inflation * Math.Max(stored, 1)
                || count < (values is null ? 0 : 1) || count > (values is null ? Math.Max(size, 1) : rows - read))
                throw Error(file, header, $"a page of {count} values and {size} bytes in {stored}",
                    $"at most {rows - read} values in the {file.Bytes.Length - at} bytes that follow");
            long levels = page.Fields(8) is { } second ? second.Number(5) + second.Number(6) : 0;
            if (levels < 0 || levels > stored) throw Error(file, header, $"{levels} bytes of levels", $"at most the page's {stored}");
            CheckBlock(file, column.Number(4), at + (int)levels, (int)(stored - levels), size);
            if (values is not null) read += count;
            inflated += size;
            at += (int)stored;
        }
        if (read != rows) throw Error(file, at, $"the end of a column after {read} values", $"{rows}");
        return inflated;
    }

    /// <summary>Compressed blocks that begin with their own size say the page's.</summary>
    private static void CheckBlock(FileContent file, long codec, int at, int length, long size)
    {
        ReadOnlySpan<byte> block = file.Bytes.Span.Slice(at, length);
        ulong own = 0;
        if (codec == Snappy)
            for (int i = 0; i < Math.Min(5, block.Length); i++)
            {
                own |= (ulong)(block[i] & 0x7F) << (7 * i);
                if (block[i] < 0x80) break;
            }
        else if (codec == Zstandard && block.Length > 14)
        {
            bool single = (block[4] & 0x20) != 0;
            int width = (block[4] >> 6) switch { 0 => single ? 1 : 0, 1 => 2, 2 => 4, _ => 8 };
            int start = 5 + (single ? 0 : 1) + ((block[4] & 3) == 3 ? 4 : block[4] & 3);
            for (int i = 0; i < width && start + i < block.Length; i++) own |= (ulong)block[start + i] << (8 * i);
            if (width == 2) own += 256;
        }
        if (own > (ulong)size + Least) throw Error(file, at, $"a block of {own} bytes", $"the page's {size}");
    }

    private static InvalidDatasetException Error(FileContent file, int at, string found, string expected) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{file.Name}, byte {at}: found {found}; expected {expected}."));
}
