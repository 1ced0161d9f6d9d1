using ILGPU.Runtime;
using IonSweep.Learning.Gpu.Devices;
using IonSweep.Learning.Gpu.Groups;
using IonSweep.Learning.Gpu.Kernels;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Gpu.Tests;

/// <summary>Memory on the device: pieces that come and go, spectra that are there once.</summary>
public sealed class DeviceMemoryTests
{
    [Fact]
    public void Pieces_keep_their_values_when_the_heap_grows_and_free_neighbours_become_one()
    {
        using AcceleratorStream stream = Trainers.Device.Accelerator.CreateStream();
        using DeviceHeap<int> heap = new(Trainers.Device.Accelerator, stream);
        int[] starts = [.. Enumerable.Range(0, 5).Select(_ => heap.Take(100))];
        int[] values = [.. Enumerable.Range(0, 100)], read = new int[100];
        heap.Write(starts[2], values);

        heap.Take(10_000);
        heap.Read(starts[2], read);
        foreach (int free in new[] { starts[1], starts[4], starts[3] }) heap.Give(free, 100);

        Assert.Equal(values, read);
        Assert.Equal(starts[3], heap.Take(200));
        Assert.Equal(starts[1], heap.Take(60));
        Assert.Equal(starts[1] + 60, heap.Take(40));
    }

    [Fact]
    public void Spectra_are_on_the_device_once_for_all_networks_that_see_them()
    {
        using AcceleratorStream stream = Trainers.Device.Accelerator.CreateStream();
        using DeviceHeap<Float4> heap = new(Trainers.Device.Accelerator, stream);
        SpectraOnDevice spectra = new(heap);
        Matrix measured = new(6, 5), generated = new(3, 5);
        UniformStream.Fill(StreamKeys.Of("test", "measured"), 0, measured.Row(4));
        RowSet first = RowSet.Of(measured, [4, 1]), second = RowSet.Of(measured, [1]).Then(RowSet.All(generated));

        int[] ofFirst = spectra.Take(first), ofSecond = spectra.Take(second);

        Assert.Equal(2, spectra.Count);
        Assert.Equal(ofFirst[1], ofSecond[0]);
        Float4[] row = new Float4[1];
        heap.Read(ofFirst[0] / 4, row);
        Assert.Equal(measured.Row(4)[..4].ToArray(), new[] { row[0].X, row[0].Y, row[0].Z, row[0].W });
        spectra.Give(first);
        Assert.Equal(2, spectra.Count);
        spectra.Give(second);
        Assert.Equal(0, spectra.Count);
    }
}
