using System.Globalization;
using CsvHelper;

namespace IonSweep.Charts.Figures;

/// <summary>Numbers behind a figure as a table.</summary>
/// <param name="Columns">Headers with units.</param>
/// <param name="Rows">Cells: text, or numbers that are written so that they read back to the same bits; null for nothing.</param>
public sealed record FigureTable(IReadOnlyList<string> Columns, IEnumerable<object?[]> Rows)
{
    /// <summary>The table as CSV. Names come from the user's data, so text that a spreadsheet would run as a formula is escaped.</summary>
    public string ToCsv()
    {
        using StringWriter text = new(CultureInfo.InvariantCulture);
        using (CsvWriter csv = CsvWriter.Create(
            text, new CsvWriterOptions { NewLine = "\n", Injection = CsvInjection.Escape }, leaveOpen: true))
        {
            foreach (string column in Columns) csv.WriteField(column);
            csv.EndRecord();
            foreach (object?[] row in Rows)
            {
                foreach (object? cell in row) Write(csv, cell);
                csv.EndRecord();
            }
        }
        return text.ToString();
    }

    private static void Write(CsvWriter csv, object? cell)
    {
        switch (cell)
        {
            case double number when double.IsFinite(number): csv.WriteField(number, "R"); break;
            case float number when float.IsFinite(number): csv.WriteField(number, "R"); break;
            case null or double or float: csv.WriteField(""); break;
            case int number: csv.WriteField(number, "D"); break;
            default: csv.WriteField(Convert.ToString(cell, CultureInfo.InvariantCulture) ?? ""); break;
        }
    }
}
