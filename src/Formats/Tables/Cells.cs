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

    /// <summary>A cell as a value, rounded once to a float; false for anything but a finite number.</summary>
    public abstract bool TryNumber(int row, int column, out float value);

    /// <summary>A cell as a position of an axis, with all its digits; false for anything but a finite number.</summary>
    public abstract bool TryPosition(int row, int column, out double value);
}
