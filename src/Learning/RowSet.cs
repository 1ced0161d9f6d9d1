namespace IonSweep.Learning;

/// <summary>An ordered choice of rows from one or more matrices of equal width, read in place: no row is copied.</summary>
public sealed unsafe class RowSet
{
    private readonly Matrix[] _matrices; // keeps the pointed-to memory alive
    private readonly nint[] _rows;

    private RowSet(Matrix[] matrices, nint[] rows, int columns)
    {
        _matrices = matrices;
        _rows = rows;
        Columns = columns;
    }

    /// <summary>Number of rows.</summary>
    public int Count => _rows.Length;

    /// <summary>Number of columns of every row.</summary>
    public int Columns { get; }

    /// <summary>Addresses of the rows; valid while this object is referenced.</summary>
    public ReadOnlySpan<nint> Pointers => _rows;

    /// <summary>The given rows of <paramref name="matrix"/>, in the given order.</summary>
    public static RowSet Of(Matrix matrix, ReadOnlySpan<int> rows)
    {
        nint[] pointers = new nint[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)rows[i], (uint)matrix.Rows, nameof(rows));
            pointers[i] = (nint)(matrix.Pointer + (long)rows[i] * matrix.Stride);
        }
        return new RowSet([matrix], pointers, matrix.Columns);
    }

    /// <summary>All rows of <paramref name="matrix"/>.</summary>
    public static RowSet All(Matrix matrix)
    {
        int[] rows = new int[matrix.Rows];
        for (int i = 0; i < rows.Length; i++) rows[i] = i;
        return Of(matrix, rows);
    }

    /// <summary>These rows followed by those of <paramref name="other"/>.</summary>
    public RowSet Then(RowSet other)
    {
        if (other.Columns != Columns)
            throw new ArgumentException($"Rows of {other.Columns} columns cannot follow rows of {Columns}.", nameof(other));
        return new RowSet([.. _matrices, .. other._matrices], [.. _rows, .. other._rows], Columns);
    }

    /// <summary>Matrices whose rows these may be.</summary>
    public IReadOnlyList<Matrix> Matrices => _matrices;

    /// <summary>Where a row comes from: index in <see cref="Matrices"/> and row there.</summary>
    public (int Matrix, int Row) Source(int row)
    {
        for (int m = 0; m < _matrices.Length; m++)
        {
            Matrix matrix = _matrices[m];
            long bytes = _rows[row] - (nint)matrix.Pointer, perRow = (long)matrix.Stride * sizeof(float);
            if (bytes >= 0 && bytes < matrix.Rows * perRow) return (m, (int)(bytes / perRow));
        }
        throw new InvalidOperationException($"Row {row} lies in none of its matrices.");
    }

    /// <summary>The columns of one row.</summary>
    public ReadOnlySpan<float> Row(int row) => new((void*)_rows[row], Columns);
}
