using TorchSharp;
using static TorchSharp.torch;

namespace IonSweep.Learning.Torch.Stacks;

/// <summary>
/// Copies of matrices of spectra on the device, each uploaded once while any network needs it: rows × (channels + 1), the last column
/// being ones, which the biases multiply.
/// </summary>
internal sealed class SpectraOnDevice(Device device)
{
    private readonly Dictionary<Matrix, Entry> _held = [];

    /// <summary>Copies held now.</summary>
    public int Count
    {
        get
        {
            lock (_held) return _held.Count;
        }
    }

    /// <summary>The matrix on the device; each call is paired with one of <see cref="Leave"/>.</summary>
    public Tensor Enter(Matrix matrix)
    {
        lock (_held)
        {
            if (!_held.TryGetValue(matrix, out Entry? entry)) _held.Add(matrix, entry = new Entry(Upload(matrix)));
            entry.Users++;
            return entry.Copy;
        }
    }

    /// <summary>One network less needs the matrix.</summary>
    public void Leave(Matrix matrix)
    {
        lock (_held)
        {
            Entry entry = _held[matrix];
            if (--entry.Users > 0) return;
            _held.Remove(matrix);
            entry.Copy.Dispose();
        }
    }

    private Tensor Upload(Matrix matrix)
    {
        int columns = matrix.Columns + 1;
        float[] values = new float[checked(matrix.Rows * columns)];
        for (int row = 0; row < matrix.Rows; row++)
        {
            matrix.Row(row).CopyTo(values.AsSpan(row * columns));
            values[row * columns + matrix.Columns] = 1;
        }
        return tensor(values, [matrix.Rows, columns], device: device).DetachFromDisposeScope();
    }

    private sealed class Entry(Tensor copy)
    {
        public Tensor Copy { get; } = copy;

        public int Users { get; set; }
    }
}
