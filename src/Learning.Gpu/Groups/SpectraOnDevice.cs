using System.Runtime.InteropServices;
using IonSweep.Learning.Gpu.Devices;
using IonSweep.Learning.Gpu.Kernels;

namespace IonSweep.Learning.Gpu.Groups;

/// <summary>Matrices of spectra on the device, each once for all networks of a group that see its rows.</summary>
internal sealed class SpectraOnDevice(DeviceHeap<Float4> heap)
{
    private readonly Dictionary<Matrix, Copy> _copies = [];

    /// <summary>Matrices on the device.</summary>
    public int Count => _copies.Count;

    /// <summary>Puts the matrices of rows on the device, unless they are there.</summary>
    /// <returns>First float of each row.</returns>
    public int[] Take(RowSet rows)
    {
        int[] first = [.. rows.Matrices.Select(Take)];
        int[] places = new int[rows.Count];
        for (int row = 0; row < places.Length; row++)
        {
            (int matrix, int source) = rows.Source(row);
            places[row] = checked(4 * first[matrix] + source * rows.Matrices[matrix].Stride);
        }
        return places;
    }

    /// <summary>A network no longer needs these rows.</summary>
    public void Give(RowSet rows)
    {
        foreach (Matrix matrix in rows.Matrices)
        {
            Copy copy = _copies[matrix];
            if (--copy.Users > 0) continue;
            heap.Give(copy.Start, Quads(matrix));
            _copies.Remove(matrix);
        }
    }

    private unsafe int Take(Matrix matrix)
    {
        if (!_copies.TryGetValue(matrix, out Copy? copy))
        {
            _copies.Add(matrix, copy = new Copy(heap.Take(Quads(matrix))));
            heap.Write(copy.Start, MemoryMarshal.Cast<float, Float4>(new ReadOnlySpan<float>(matrix.Pointer, 4 * Quads(matrix))));
            GC.KeepAlive(matrix);
        }
        copy.Users++;
        return copy.Start;
    }

    private static int Quads(Matrix matrix) => matrix.Rows * matrix.Stride / 4;

    private sealed class Copy(int start)
    {
        public int Start => start;

        public int Users { get; set; }
    }
}
