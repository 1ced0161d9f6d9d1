namespace IonSweep.Learning;

/// <summary>
/// Row-major float32 matrix at a fixed address: every row starts on a 64-byte boundary, columns past <see cref="Columns"/> up to
/// <see cref="Stride"/> stay zero. Kernels read rows in place through pointers.
/// </summary>
public sealed unsafe class Matrix
{
    private const int Lanes = 16; // floats in 64 bytes

    private readonly float[] _memory; // pinned: its address never changes while this object lives
    private readonly int _offset;

    /// <summary>A zero matrix.</summary>
    public Matrix(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        Rows = rows;
        Columns = columns;
        Stride = (columns + Lanes - 1) / Lanes * Lanes;
        _memory = GC.AllocateArray<float>(checked(rows * Stride + Lanes), pinned: true);
        fixed (float* start = _memory) _offset = (int)((64 - (nuint)start % 64) % 64 / sizeof(float));
        fixed (float* start = _memory) Pointer = start + _offset;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of meaningful columns.</summary>
    public int Columns { get; }

    /// <summary>Floats from one row to the next, a multiple of 16.</summary>
    public int Stride { get; }

    /// <summary>First element; valid while this object is referenced.</summary>
    internal float* Pointer { get; }

    /// <summary>The columns of one row.</summary>
    public Span<float> Row(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows, nameof(row));
        return _memory.AsSpan(_offset + row * Stride, Columns);
    }

    /// <summary>A copy of <paramref name="values"/>, rows × columns, row-major and dense.</summary>
    public static Matrix From(ReadOnlySpan<float> values, int rows, int columns)
    {
        Matrix matrix = new(rows, columns);
        for (int row = 0; row < rows; row++) values.Slice(row * columns, columns).CopyTo(matrix.Row(row));
        return matrix;
    }

    /// <summary>The meaningful columns as a dense row-major array.</summary>
    public float[] ToDense()
    {
        float[] dense = new float[Rows * Columns];
        for (int row = 0; row < Rows; row++) Row(row).CopyTo(dense.AsSpan(row * Columns));
        return dense;
    }
}
