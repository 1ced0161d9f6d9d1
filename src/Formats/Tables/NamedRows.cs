namespace IonSweep.Formats.Tables;

/// <summary>
/// A table whose header has no cell for the names of its rows, as R's <c>write.table</c> writes it: the cell is put there.
/// </summary>
internal sealed class NamedRows(Cells table) : Cells
{
    public override string Source => table.Source;

    public override int RowCount => table.RowCount;

    /// <summary>Whether every row of a table has one cell more than its header, which is not a delimiter too many at its end.</summary>
    public static bool Has(Cells table)
    {
        if (table.RowCount < 2 || table.ColumnCount(0) == 0 || table.ColumnCount(1) == 0
            || table.Text(1, table.ColumnCount(1) - 1).IsEmpty)
            return false;
        for (int row = 1; row < table.RowCount; row++)
            if (table.ColumnCount(row) != table.ColumnCount(0) + 1) return false;
        return true;
    }

    public override int ColumnCount(int row) => row == 0 ? table.ColumnCount(0) + 1 : table.ColumnCount(row);

    public override ReadOnlySpan<char> Text(int row, int column) =>
        row > 0 ? table.Text(row, column) : column == 0 ? "" : table.Text(0, column - 1);

    public override string Place(int row) => table.Place(row);

    public override bool TryNumber(int row, int column, out float value)
    {
        value = 0;
        return row > 0 ? table.TryNumber(row, column, out value) : column > 0 && table.TryNumber(0, column - 1, out value);
    }

    public override int ReadNumbers(int row, ReadOnlySpan<int> columns, Span<float> values) =>
        row > 0 ? table.ReadNumbers(row, columns, values) : base.ReadNumbers(row, columns, values);

    public override bool TryPosition(int row, int column, out double value)
    {
        value = 0;
        return row > 0 ? table.TryPosition(row, column, out value) : column > 0 && table.TryPosition(0, column - 1, out value);
    }
}
