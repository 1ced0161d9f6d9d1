namespace IonSweep.Learning.Gpu.Kernels;

/// <summary>
/// Rows of a batch as factors of products. A convolution has several rows for each of the batch: its windows, which may overlap.
/// </summary>
internal struct BatchRows
{
    /// <summary>First float of the batch's rows, and floats from one to the next.</summary>
    public int Place, Stride;

    /// <summary>Windows of each, and floats from one to the next.</summary>
    public int Positions, Step;

    /// <summary>All rows: the batch's times their windows.</summary>
    public int Count;

    /// <summary>Rows of a dense layer.</summary>
    public static BatchRows Of(int place, int stride, int count) => new() { Place = place, Stride = stride, Positions = 1, Count = count };

    /// <summary>One column of four rows.</summary>
    public readonly Float4 Along(Worker w, int column, int row, int columns)
    {
        if (column >= columns) return default;
        return Float4.Of(
            Value(w, column, row), Value(w, column, row + 1), Value(w, column, row + 2), Value(w, column, row + 3));
    }

    /// <summary>Four columns of one row; of the last ones, those past all columns are undefined.</summary>
    public readonly Float4 Across(Worker w, int row, int column, int columns)
    {
        if (row >= Count || column >= columns) return default;
        int at = First(w, row) + column;
        if (Step % 4 == 0) return w.Memory.Quads[at / 4];
        return Float4.Of(
            w.Memory.Floats[at], column + 1 < columns ? w.Memory.Floats[at + 1] : 0f,
            column + 2 < columns ? w.Memory.Floats[at + 2] : 0f, column + 3 < columns ? w.Memory.Floats[at + 3] : 0f);
    }

    private readonly float Value(Worker w, int column, int row)
    {
        if (row >= Count) return 0f;
        return w.Memory.Floats[First(w, row) + column];
    }

    private readonly int First(Worker w, int row)
    {
        if (Positions == 1) return w.Row(Place, Stride, row);
        int spectrum = row / Positions;
        return w.Row(Place, Stride, spectrum) + (row - spectrum * Positions) * Step;
    }
}
