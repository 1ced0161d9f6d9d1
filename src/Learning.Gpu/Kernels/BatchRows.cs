namespace IonSweep.Learning.Gpu.Kernels;

/// <summary>Rows of a batch as factors of products.</summary>
internal static class BatchRows
{
    /// <summary>One column of four rows.</summary>
    public static Float4 Along(Worker w, int place, int stride, int column, int row, int rows, int columns)
    {
        if (column >= columns) return default;
        return Float4.Of(
            Value(w, place, stride, column, row, rows), Value(w, place, stride, column, row + 1, rows),
            Value(w, place, stride, column, row + 2, rows), Value(w, place, stride, column, row + 3, rows));
    }

    /// <summary>Four columns of one row.</summary>
    public static Float4 Across(Worker w, int place, int stride, int row, int column, int rows, int columns)
    {
        if (row >= rows || column >= columns) return default;
        return w.Memory.Quads[(w.Row(place, stride, row) + column) / 4];
    }

    private static float Value(Worker w, int place, int stride, int column, int row, int rows)
    {
        if (row >= rows) return 0f;
        return w.Memory.Floats[w.Row(place, stride, row) + column];
    }
}
