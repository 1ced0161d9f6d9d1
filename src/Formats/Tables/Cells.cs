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

    /// <summary>Cells of a row as values. Rows may be read at the same time.</summary>
    /// <returns>How many were finite numbers before the first that was none.</returns>
    public virtual int ReadNumbers(int row, ReadOnlySpan<int> columns, Span<float> values)
    {
        for (int c = 0; c < columns.Length; c++)
            if (!TryNumber(row, columns[c], out values[c])) return c;
        return columns.Length;
    }

    /// <summary>A cell as a position of an axis, with all its digits; false for anything but a finite number.</summary>
    public abstract bool TryPosition(int row, int column, out double value);
}
