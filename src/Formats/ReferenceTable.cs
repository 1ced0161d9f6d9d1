using IonSweep.Formats.Blocks;
using IonSweep.Formats.Tables;
using IonSweep.Formats.Text;
using IonSweep.Spectra;

namespace IonSweep.Formats;

/// <summary>Reference values of samples, by id: what a laboratory keeps in a table of its own.</summary>
/// <param name="Targets">The quantities.</param>
/// <param name="Values">For each id its values, NaN where there is none.</param>
public sealed record ReferenceTable(IReadOnlyList<Target> Targets, IReadOnlyDictionary<string, float[]> Values)
{
    /// <summary>Reads a table with one header row: delimited text, Excel or Parquet.</summary>
    /// <param name="file">The table.</param>
    /// <param name="idColumn">Header of the column of ids; null takes the first column.</param>
    /// <param name="targets">Headers of the targets; null takes every column of numbers.</param>
    /// <param name="sheet">Sheet of a workbook; null takes the first.</param>
    /// <exception cref="InvalidDatasetException">A column is missing, an id stands twice, or a value is no number.</exception>
    public static ReferenceTable Read(FileContent file, string? idColumn, IReadOnlyList<string>? targets, string? sheet = null)
    {
        Cells cells = file.Bytes.Span.StartsWith("PK"u8) ? Workbooks.WorkbookCells.Open(file, sheet)
            : file.Bytes.Span.StartsWith("PAR1"u8) ? Parquet.ParquetCells.Open(file)
            : TextEncoding.IsText(file.Bytes.Span) ? new DelimitedCells(file.Name, TextEncoding.Decode(file.Bytes.Span))
            : throw new InvalidDatasetException($"{file.Name} is no table; expected delimited text, an Excel workbook (.xlsx) or Parquet.");
        if (cells.RowCount < 2) throw new InvalidDatasetException($"{file.Name} has no rows; expected a header and one line per sample.");
        string[] headers = [.. Enumerable.Range(0, cells.ColumnCount(0)).Select(c => cells.Text(0, c).ToString())];
        int id = idColumn is null ? 0 : Array.FindIndex(headers, header => header.Equals(idColumn, StringComparison.OrdinalIgnoreCase));
        if (id < 0)
            throw new InvalidDatasetException(
                $"{file.Name}: no column '{idColumn}'; there are {string.Join(", ", headers.Select(header => $"'{header}'"))}.");
        int[] columns = targets is null
            ? [.. Enumerable.Range(0, headers.Length).Where(c => c != id && headers[c].Length > 0 && IsNumeric(cells, c))]
            : [.. targets.Select(name => Array.FindIndex(headers, header => TargetHeader.Names(header, name)) is >= 0 and var c ? c
                : throw new InvalidDatasetException(
                    $"{file.Name}: no column '{name}'; there are {string.Join(", ", headers.Select(header => $"'{header}'"))}."))];
        if (columns.Length == 0) throw new InvalidDatasetException($"{file.Name} has no column of numbers beside '{headers[id]}'.");
        Dictionary<string, float[]> values = new(StringComparer.OrdinalIgnoreCase);
        for (int r = 1; r < cells.RowCount; r++)
        {
            if (cells.ColumnCount(r) <= id || cells.Text(r, id).IsEmpty) continue;
            float[] own = [.. columns.Select(c => cells.ColumnCount(r) <= c || TableLayout.IsMissing(cells.Text(r, c)) ? float.NaN
                : TableLayout.Number(cells, r, c, headers[c]))];
            if (!values.TryAdd(cells.Text(r, id).ToString(), own))
                throw new InvalidDatasetException(
                    $"{file.Name}, {cells.Place(r)}: '{cells.Text(r, id)}' stands a second time in '{headers[id]}'; "
                        + "expected each id once.");
        }
        return new ReferenceTable([.. columns.Select(c => TableLayout.TargetOf(cells, headers[c], c))], values);
    }

    private static bool IsNumeric(Cells cells, int column)
    {
        bool any = false;
        for (int r = 1; r < cells.RowCount; r++)
        {
            if (cells.ColumnCount(r) <= column || TableLayout.IsMissing(cells.Text(r, column))) continue;
            if (!cells.TryNumber(r, column, out _)) return false;
            any = true;
        }
        return any;
    }
}
