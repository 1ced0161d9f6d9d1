namespace IonSweep.Sweeps.Reporting;

/// <summary>A table of text that any output renders in its own way. R rows, C columns; the first column names the row.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Columns">C headers.</param>
/// <param name="Rows">R rows of C cells.</param>
public sealed record ReportTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
