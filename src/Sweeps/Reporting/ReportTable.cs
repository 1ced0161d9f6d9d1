namespace IonSweep.Sweeps.Reporting;

/// <summary>A table of text that any output renders in its own way. R rows, C columns; the first column names the row.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Columns">C headers.</param>
/// <param name="Rows">R rows of C cells.</param>
public sealed record ReportTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>True when every cell of a column is a number, an interval or a dash, so that it reads best aligned to the right.</summary>
    /// <param name="column">From 0.</param>
    public bool IsNumeric(int column) =>
        column > 0
            && Rows.All(row => row[column].Length > 0
                && (char.IsAsciiDigit(row[column][0]) || row[column][0] is '-' or '+' or '–' or '<'));
}
