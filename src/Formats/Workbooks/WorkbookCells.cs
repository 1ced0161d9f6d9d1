using System.Globalization;
using IonSweep.Formats.Blocks;
using IonSweep.Formats.Tables;
using IonSweep.Spectra;
using MiniExcelLibs;

namespace IonSweep.Formats.Workbooks;

/// <summary>Cells of one sheet of an Excel workbook.</summary>
internal sealed class WorkbookCells : Cells
{
    private readonly string _sheet;
    private readonly List<string[]> _rows;

    private WorkbookCells(string source, string sheet, IReadOnlyList<string> sheets, List<string[]> rows) =>
        (Source, _sheet, Sheets, _rows) = (source, sheet, sheets, rows);

    public override string Source { get; }

    public override int RowCount => _rows.Count;

    /// <summary>Names of all sheets of the workbook.</summary>
    public IReadOnlyList<string> Sheets { get; }

    /// <summary>Reads a sheet; empty rows and columns at the end are no part of it.</summary>
    /// <param name="file">The workbook.</param>
    /// <param name="sheet">Its name; null takes the first.</param>
    /// <exception cref="InvalidDatasetException">No workbook, damaged, or without such a sheet.</exception>
    public static WorkbookCells Open(FileContent file, string? sheet)
    {
        try
        {
            using MemoryStream stream = new(file.Bytes.ToArray(), writable: false);
            List<string> names = stream.GetSheetNames();
            string name = sheet is null ? names.FirstOrDefault() ?? throw new InvalidDatasetException($"{file.Name} has no sheet.")
                : names.FirstOrDefault(one => one.Equals(sheet, StringComparison.OrdinalIgnoreCase))
                    ?? throw new InvalidDatasetException($"{file.Name} has no sheet '{sheet}'; it has {string.Join(", ", names)}.");
            List<string[]> rows = [];
            long count = 0, most = (1 << 20) + 64L * file.Bytes.Length;
            foreach (IDictionary<string, object?> row in stream.Query(useHeaderRow: false, sheetName: name, excelType: ExcelType.XLSX)
                .Cast<IDictionary<string, object?>>())
            {
                if ((count += row.Count) > most)
                    throw new InvalidDatasetException(FormattableString.Invariant(
                        $"{file.Name}, sheet '{name}', row {rows.Count + 1}: found more than {most} cells; ")
                        + FormattableString.Invariant($"expected as many as {file.Bytes.Length} bytes can hold. ")
                        + "Save the used cells alone.");
                rows.Add([.. row.Values.Select(Text)]);
            }
            while (rows.Count > 0 && rows[^1].All(text => text.Length == 0)) rows.RemoveAt(rows.Count - 1);
            int columns = rows.Count == 0 ? 0 : rows[0].Length;
            while (columns > 0 && rows.All(row => row.Length < columns || row[columns - 1].Length == 0)) columns--;
            return new WorkbookCells(file.Name, name, names, [.. rows.Select(row => row[..Math.Min(columns, row.Length)])]);
        }
        catch (InvalidDatasetException)
        {
            throw;
        }
        catch (Exception e) // whatever the library meets in a damaged file
        {
            throw new InvalidDatasetException($"{file.Name} is no readable Excel workbook: {e.Message} Save it again as .xlsx.", e);
        }
    }

    public override int ColumnCount(int row) => _rows[row].Length;

    public override ReadOnlySpan<char> Text(int row, int column) => _rows[row][column].AsSpan().Trim();

    public override string Place(int row) => FormattableString.Invariant($"sheet '{_sheet}', row {row + 1}");

    public override bool TryNumber(int row, int column, out float value) =>
        float.TryParse(Text(row, column), NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);

    public override bool TryPosition(int row, int column, out double value) =>
        double.TryParse(Text(row, column), NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private static string Text(object? cell) => cell switch
    {
        null => "",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };
}
