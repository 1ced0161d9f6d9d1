using TorchSharp;
using static TorchSharp.torch;

namespace IonSweep.Learning.Torch.Stacks;

/// <summary>One table of all spectra that a stack's networks see, from which batches are gathered on the device.</summary>
internal sealed class SpectraTable : IDisposable
{
    private readonly SpectraOnDevice _copies;
    private readonly Dictionary<Matrix, int> _offsets = [];
    private readonly Tensor? _joined;

    /// <param name="matrices">Matrices that the spectra lie in.</param>
    /// <param name="copies">Their copies on the device.</param>
    public SpectraTable(IReadOnlyCollection<Matrix> matrices, SpectraOnDevice copies)
    {
        _copies = copies;
        List<Tensor> parts = [];
        int rows = 0;
        try
        {
            foreach (Matrix matrix in matrices)
            {
                parts.Add(copies.Enter(matrix));
                _offsets.Add(matrix, rows);
                rows += matrix.Rows;
            }
            if (parts.Count > 1) _joined = cat(parts, 0).DetachFromDisposeScope();
            Values = _joined ?? parts[0];
        }
        catch
        {
            Dispose(); // no room on the device: the copies are given back
            throw;
        }
    }

    /// <summary>Rows × (channels + 1).</summary>
    public Tensor Values { get; }

    /// <summary>Matrices in use.</summary>
    public IEnumerable<Matrix> Matrices => _offsets.Keys;

    /// <summary>Row of the table in which a row of a set lies.</summary>
    public long RowOf(RowSet rows, int row)
    {
        (int matrix, int inMatrix) = rows.Source(row);
        return _offsets[rows.Matrices[matrix]] + inMatrix;
    }

    public void Dispose()
    {
        _joined?.Dispose();
        foreach (Matrix matrix in _offsets.Keys) _copies.Leave(matrix);
    }
}
