using IonSweep.Formats.Blocks;
using IonSweep.Formats.Tables;
using IonSweep.Formats.Text;
using IonSweep.Spectra;

namespace IonSweep.Formats;

/// <summary>Reference values of samples: what a laboratory keeps in a table of its own.</summary>
/// <param name="Targets">The quantities.</param>
/// <param name="Values">For each id its values, NaN where there is none.</param>
public sealed record ReferenceTable(IReadOnlyList<Target> Targets, IReadOnlyDictionary<string, float[]> Values)
{
    /// <summary>Header of the column of ids; empty where it has none.</summary>
    public string IdHeader { get; init; } = "";

    /// <summary>Reads a table with one header row: delimited text, Excel or Parquet.</summary>
    /// <param name="file">The table.</param>
    /// <param name="idColumn">Header of the column of ids; null takes the first column.</param>
    /// <param name="targets">Headers of the targets; null takes every column of numbers.</param>
    /// <param name="sheet">Sheet of a workbook; null takes the first.</param>
    /// <exception cref="InvalidDatasetException">
    /// A column is missing, an id stands twice with different values, or a value is no number.
    /// </exception>
    public static ReferenceTable Read(FileContent file, string? idColumn, IReadOnlyList<string>? targets, string? sheet = null)
    {
        Cells cells = Open(file, sheet);
        string[] headers = Headers(cells);
        int id = IdOf(file, headers, idColumn) ?? 0;
        int[] columns = Columns(file, cells, headers, id, targets);
        Dictionary<string, float[]> values = new(StringComparer.OrdinalIgnoreCase);
        for (int r = 1; r < cells.RowCount; r++)
        {
            if (cells.ColumnCount(r) <= id || cells.Text(r, id).IsEmpty) continue;
            float[] own = Row(cells, r, columns, headers);
            if (!values.TryAdd(cells.Text(r, id).ToString(), own) && !own.SequenceEqual(values[cells.Text(r, id).ToString()]))
                throw new InvalidDatasetException(
                    $"{file.Name}, {cells.Place(r)}: '{cells.Text(r, id)}' stands a second time in '{headers[id]}', with other values; "
                        + "expected each id once. Where the rows stand in the order of the spectra, give --by-row.");
        }
        return new ReferenceTable([.. columns.Select(c => TableLayout.TargetOf(cells, headers[c], c))], values) { IdHeader = headers[id] };
    }

    /// <summary>Reads a table whose rows belong to spectra in their order.</summary>
    /// <param name="file">The table.</param>
    /// <param name="idColumn">Header of a column that names each row's sample, alike for replicates; null: none does.</param>
    /// <param name="targets">Headers of the targets; null takes every column of numbers.</param>
    /// <param name="sheet">Sheet of a workbook; null takes the first.</param>
    /// <returns>The quantities, each row's values (NaN where there is none) and each row's sample, null without a column of them.</returns>
    /// <exception cref="InvalidDatasetException">A column is missing, or a value is no number.</exception>
    public static (IReadOnlyList<Target> Targets, IReadOnlyList<float[]> Rows, IReadOnlyList<string>? Samples) ReadRows(
        FileContent file, string? idColumn, IReadOnlyList<string>? targets, string? sheet = null)
    {
        Cells cells = Open(file, sheet);
        string[] headers = Headers(cells);
        int? id = IdOf(file, headers, idColumn);
        int[] columns = Columns(file, cells, headers, id, targets);
        int[] rows = [.. Enumerable.Range(1, cells.RowCount - 1)];
        return ([.. columns.Select(c => TableLayout.TargetOf(cells, headers[c], c))],
            [.. rows.Select(r => Row(cells, r, columns, headers))],
            id is { } column ? [.. rows.Select(r => cells.ColumnCount(r) > column ? cells.Text(r, column).ToString() : "")] : null);
    }

    private static Cells Open(FileContent file, string? sheet)
    {
        Cells cells = file.Bytes.Span.StartsWith("PK"u8) ? Workbooks.WorkbookCells.Open(file, sheet)
            : file.Bytes.Span.StartsWith("PAR1"u8) ? Parquet.ParquetCells.Open(file)
            : TextEncoding.IsText(file.Bytes.Span) ? new DelimitedCells(file.Name, TextEncoding.Decode(file.Bytes.Span))
            : throw new InvalidDatasetException($"{file.Name} is no table; expected delimited text, an Excel workbook (.xlsx) or Parquet.");
        return cells.RowCount >= 2 ? cells
            : throw new InvalidDatasetException($"{file.Name} has no rows; expected a header and one line per sample.");
    }

    private static string[] Headers(Cells cells) => [.. Enumerable.Range(0, cells.ColumnCount(0)).Select(c => cells.Text(0, c).ToString())];

    private static int? IdOf(FileContent file, string[] headers, string? idColumn) => idColumn is null ? null
        : Array.FindIndex(headers, header => header.Equals(idColumn, StringComparison.OrdinalIgnoreCase)) is >= 0 and var found ? found
        : throw new InvalidDatasetException($"{file.Name}: no column '{idColumn}'; there are {Listed(headers)}.");

    private static int[] Columns(FileContent file, Cells cells, string[] headers, int? id, IReadOnlyList<string>? targets)
    {
        int[] columns = targets is null
            ? [.. Enumerable.Range(0, headers.Length).Where(c => c != id && headers[c].Length > 0 && TableLayout.IsOfNumbers(cells, c))]
            : [.. targets.Select(name => Array.FindIndex(headers, header => TargetHeader.Names(header, name)) is >= 0 and var c ? c
                : throw new InvalidDatasetException($"{file.Name}: no column '{name}'; there are {Listed(headers)}."))];
        return columns.Length > 0 ? columns : throw new InvalidDatasetException(
            $"{file.Name} has no column of numbers{(id is { } column ? $" beside '{headers[column]}'" : "")}.");
    }

    private static float[] Row(Cells cells, int row, int[] columns, string[] headers) =>
        [.. columns.Select(c => cells.ColumnCount(row) <= c || TableLayout.IsMissing(cells.Text(row, c)) ? float.NaN
            : TableLayout.Number(cells, row, c, headers[c]))];

    private static string Listed(string[] headers) => string.Join(", ", headers.Select(header => $"'{header}'"));
}
