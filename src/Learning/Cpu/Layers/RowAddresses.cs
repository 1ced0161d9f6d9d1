using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Cpu.Layers;

/// <summary>Addresses of a batch's rows, gathered from a <see cref="RowSet"/> without copying the rows.</summary>
internal sealed unsafe class RowAddresses
{
    private readonly nint[] _addresses; // pinned

    public RowAddresses(int capacity)
    {
        _addresses = GC.AllocateArray<nint>(capacity, pinned: true);
        fixed (nint* first = _addresses) Pointer = (float**)first;
    }

    public float** Pointer { get; }

    public void Gather(RowSet rows, ReadOnlySpan<int> chosen)
    {
        ReadOnlySpan<nint> pointers = rows.Pointers;
        for (int i = 0; i < chosen.Length; i++) _addresses[i] = pointers[chosen[i]];
    }

    public void Gather(RowSet rows, int first, int count) => rows.Pointers.Slice(first, count).CopyTo(_addresses);
}
