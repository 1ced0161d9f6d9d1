using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Cpu.Layers;

/// <summary>Rows of activations or deltas of one layer, padded to whole lanes, with their addresses.</summary>
internal sealed unsafe class RowBlock
{
    private readonly FloatBuffer _values;
    private readonly nint[] _rows; // pinned

    /// <param name="rows">Most rows of a batch.</param>
    /// <param name="columns">Columns; the stride is this rounded up to a multiple of 16.</param>
    public RowBlock(int rows, int columns)
    {
        Stride = Lane.Pad(columns);
        // Whole lanes of rows too: a transposition moves them together.
        _values = new FloatBuffer(checked(Lane.Pad(rows) * Stride));
        _rows = GC.AllocateArray<nint>(rows, pinned: true);
        for (int row = 0; row < rows; row++) _rows[row] = (nint)(_values.Pointer + (nint)row * Stride);
        fixed (nint* first = _rows) Rows = (float**)first;
    }

    public int Stride { get; }

    public float* Pointer => _values.Pointer;

    /// <summary>Addresses of the rows.</summary>
    public float** Rows { get; }

    public Span<float> Row(int row) => _values.Span.Slice(row * Stride, Stride);
}
