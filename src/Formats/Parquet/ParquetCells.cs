using System.Globalization;
using System.Runtime.InteropServices;
using IonSweep.Formats.Blocks;
using IonSweep.Formats.Tables;
using IonSweep.Spectra;
using Parquet;
using Parquet.Schema;

namespace IonSweep.Formats.Parquet;

/// <summary>Cells of a Parquet table; its column names are row 0. Columns of lists and structures are no part of it.</summary>
internal sealed class ParquetCells : Cells
{
    private const string PandasIndex = "__index_level_0__";

    private readonly List<ParquetColumn> _columns;
    private readonly int _rows;

    private ParquetCells(string source, List<ParquetColumn> columns, int rows) => (Source, _columns, _rows) = (source, columns, rows);

    public override string Source { get; }

    public override int RowCount => _rows + 1;

    /// <summary>Reads a table.</summary>
    /// <exception cref="InvalidDatasetException">Damaged, or more values than such a file can hold.</exception>
    public static ParquetCells Open(FileContent file)
    {
        StatedSizes.Check(file);
        try
        {
            return ReadAsync(file).GetAwaiter().GetResult(); // of memory: nothing is waited for
        }
        catch (InvalidDatasetException)
        {
            throw;
        }
        catch (Exception e) // whatever the library meets in a damaged file
        {
            throw new InvalidDatasetException($"{file.Name} is no readable Parquet file: {e.Message} Write it again.", e);
        }
    }

    public override int ColumnCount(int row) => _columns.Count;

    public override ReadOnlySpan<char> Text(int row, int column) =>
        (row == 0 ? _columns[column].Name : _columns[column].Text(row - 1)).AsSpan().Trim();

    public override string Place(int row) => row == 0 ? "column names" : string.Create(CultureInfo.InvariantCulture, $"row {row}");

    public override bool TryNumber(int row, int column, out float value)
    {
        bool found = TryPosition(row, column, out double number);
        value = (float)number;
        return found && float.IsFinite(value);
    }

    public override bool TryPosition(int row, int column, out double value)
    {
        if (row > 0) return _columns[column].TryNumber(row - 1, out value);
        return double.TryParse(_columns[column].Name, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }

    private static async Task<ParquetCells> ReadAsync(FileContent file)
    {
        using MemoryStream stream = MemoryMarshal.TryGetArray(file.Bytes, out ArraySegment<byte> bytes)
            ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false) : new MemoryStream(file.Bytes.ToArray());
        await using ParquetReader reader = await ParquetReader.CreateAsync(stream, new ParquetOptions { TreatByteArrayAsString = true });
        int rows = 0;
        for (int g = 0; g < reader.RowGroupCount; g++)
        {
            using ParquetRowGroupReader group = reader.OpenRowGroupReader(g);
            rows = checked(rows + (int)group.RowCount);
        }
        DataField[] fields = [.. reader.Schema.DataFields.Where(field => field.MaxRepetitionLevel == 0 && field.Path.Length == 1)];
        List<ParquetColumn> columns = [];
        foreach (DataField field in fields)
            if (await ColumnAsync(reader, field, rows) is { } column) columns.Add(column);
        return new ParquetCells(file.Name, columns, rows);
    }

    private static async Task<ParquetColumn?> ColumnAsync(ParquetReader reader, DataField field, int rows)
    {
        bool isText = field.ClrType == typeof(ReadOnlyMemory<char>), isIndex = field.Name == PandasIndex;
        if (isIndex && !isText) return null; // it merely counts the rows
        double[] numbers = isText ? [] : new double[rows];
        string?[] texts = isText ? new string?[rows] : [];
        for (int g = 0, at = 0; g < reader.RowGroupCount; g++)
        {
            using ParquetRowGroupReader group = reader.OpenRowGroupReader(g);
            int count = (int)group.RowCount;
            if (isText) await group.ReadAsync(field, texts.AsMemory(at, count));
            else if (!await NumbersAsync(group, field, numbers.AsMemory(at, count))) return null;
            at += count;
        }
        return new ParquetColumn(
            isIndex ? "id" : field.Name, isText ? null : numbers, isText ? texts : null, field.ClrType == typeof(float));
    }

    private static Task<bool> NumbersAsync(ParquetRowGroupReader group, DataField field, Memory<double> to) => field.ClrType switch
    {
        Type type when type == typeof(double) => NumbersAsync<double>(group, field, to, value => value),
        Type type when type == typeof(float) => NumbersAsync<float>(group, field, to, value => value),
        Type type when type == typeof(int) => NumbersAsync<int>(group, field, to, value => value),
        Type type when type == typeof(long) => NumbersAsync<long>(group, field, to, value => value),
        Type type when type == typeof(uint) => NumbersAsync<uint>(group, field, to, value => value),
        Type type when type == typeof(ulong) => NumbersAsync<ulong>(group, field, to, value => value),
        Type type when type == typeof(short) => NumbersAsync<short>(group, field, to, value => value),
        Type type when type == typeof(ushort) => NumbersAsync<ushort>(group, field, to, value => value),
        Type type when type == typeof(sbyte) => NumbersAsync<sbyte>(group, field, to, value => value),
        Type type when type == typeof(byte) => NumbersAsync<byte>(group, field, to, value => value),
        Type type when type == typeof(decimal) => NumbersAsync<decimal>(group, field, to, value => (double)value),
        _ => Task.FromResult(false), // dates, truth values, bytes
    };

    private static async Task<bool> NumbersAsync<T>(
        ParquetRowGroupReader group, DataField field, Memory<double> to, Func<T, double> number) where T : struct
    {
        if (field.IsNullable)
        {
            T?[] values = new T?[to.Length];
            await group.ReadAsync(field, values.AsMemory());
            for (int i = 0; i < values.Length; i++) to.Span[i] = values[i] is { } value ? number(value) : double.NaN;
        }
        else
        {
            T[] values = new T[to.Length];
            await group.ReadAsync(field, values.AsMemory());
            for (int i = 0; i < values.Length; i++) to.Span[i] = number(values[i]);
        }
        return true;
    }
}
