namespace IonSweep.Formats.Tables;

/// <summary>A table of cells as a file has it, whatever the file: rows need not be equally long.</summary>
internal abstract class Cells
{
    /// <summary>File name, for messages.</summary>
    public abstract string Source { get; }

    /// <summary>Rows.</summary>
    public abstract int RowCount { get; }

    /// <summary>Cells of a row.</summary>
    public abstract int ColumnCount(int row);

    /// <summary>A cell's text, without blanks around it.</summary>
    public abstract ReadOnlySpan<char> Text(int row, int column);

    /// <summary>Where a row stands in the file, e.g. <c>line 12</c>.</summary>
    public abstract string Place(int row);

    /// <summary>A cell as a number; false for anything else.</summary>
    public abstract bool TryNumber(int row, int column, out double value);
}
