using ILGPU;
using ILGPU.Runtime;

namespace IonSweep.Learning.Gpu.Devices;

/// <summary>Memory of a device from which pieces are taken and given back; grows by being copied into a larger one.</summary>
/// <typeparam name="T">What it holds.</typeparam>
/// <param name="accelerator">Where.</param>
/// <param name="stream">Copies; nothing may run on it while pieces are taken.</param>
internal sealed class DeviceHeap<T>(Accelerator accelerator, AcceleratorStream stream) : IDisposable
    where T : unmanaged
{
    private readonly SortedList<int, int> _free = []; // length of each free piece by its beginning
    private MemoryBuffer1D<T, Stride1D.Dense> _memory = accelerator.Allocate1D<T>(1);
    private int _length;

    /// <summary>All of it.</summary>
    public ArrayView<T> View => _memory.AsArrayView<T>(0, _memory.Length);

    /// <summary>Takes a piece, whose values are undefined.</summary>
    /// <returns>Its beginning.</returns>
    public int Take(int length)
    {
        foreach ((int start, int free) in _free)
        {
            if (free < length) continue;
            _free.Remove(start);
            if (free > length) _free.Add(start + length, free - length);
            return start;
        }
        int taken = _length;
        Reserve(checked(_length + length));
        _length += length;
        return taken;
    }

    /// <summary>Gives a piece back.</summary>
    public void Give(int start, int length)
    {
        if (length == 0) return;
        int at = ~_free.Keys.ToList().BinarySearch(start);
        if (at < _free.Count && start + length == _free.GetKeyAtIndex(at))
        {
            length += _free.GetValueAtIndex(at);
            _free.RemoveAt(at);
        }
        if (at > 0 && _free.GetKeyAtIndex(at - 1) + _free.GetValueAtIndex(at - 1) == start)
        {
            start = _free.GetKeyAtIndex(at - 1);
            length += _free.GetValueAtIndex(at - 1);
            _free.RemoveAt(at - 1);
        }
        _free.Add(start, length);
    }

    /// <summary>Writes values from a place on.</summary>
    public void Write(int start, ReadOnlySpan<T> values)
    {
        if (values.Length > 0) View.SubView(start, values.Length).CopyFromCPU(stream, values);
    }

    /// <summary>Reads values from a place on.</summary>
    public void Read(int start, Span<T> values)
    {
        if (values.Length > 0) View.SubView(start, values.Length).CopyToCPU(stream, values);
    }

    public void Dispose() => _memory.Dispose();

    private void Reserve(int length)
    {
        if (length <= _memory.Length) return;
        MemoryBuffer1D<T, Stride1D.Dense> larger = accelerator.Allocate1D<T>(Math.Max(length, Math.Min(2 * _memory.Length, int.MaxValue)));
        if (_length > 0) View.SubView(0, _length).CopyTo(stream, larger.AsArrayView<T>(0, _length));
        stream.Synchronize();
        _memory.Dispose();
        _memory = larger;
    }
}
