using ILGPU.Runtime;
using IonSweep.Learning.Cpu.Layers;
using IonSweep.Learning.Gpu.Devices;
using IonSweep.Learning.Gpu.Groups;
using IonSweep.Learning.Gpu.Kernels;
using IonSweep.Learning.Gpu.Programs;
using IonSweep.Learning.Groups;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
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

    /// <summary>What a network takes, spectra and integers apart, is covered by the estimate, and more than half of it.</summary>
    [Fact]
    public void The_estimate_of_a_network_s_memory_covers_its_parameters_and_its_workspace()
    {
        TrainingOptions options = new() { BatchSize = 32 };
        GroupMember[] members =
        [
            new GroupMember<MlpWeights>(SmallTasks.Mlp("a", [70, 21], 3, options, rows: 10, channels: 300), new TrainingRun()),
            new GroupMember<VaeWeights>(SmallTasks.Vae("a", 3, DecoderInput.Dense, options, hidden: 90), new TrainingRun()),
            new GroupMember<CnnWeights>(SmallTasks.Cnn("a", options: options), new TrainingRun()),
            new GroupMember<CnnWeights>(SmallTasks.Cnn("a", [new(16, 23, 23)], 1, options: options), new TrainingRun()),
        ];

        foreach (GroupMember member in members)
        {
            NetworkProgram program =
                NetworkKind.Begin(member, new TrainingProgress(member.Task, member.Run, Trainers.OnKernels)).Program();
            long rows = member.Task.Training.Count + member.Task.Validation.Count;
            long taken = 4L * (4 * program.ParameterCount + program.Workspace + rows * program.Values);
            long spectra = 4 * rows * Lane.Pad(member.Task.Training.Columns);

            Assert.InRange(Trainers.OnKernels.MemoryOf(member.Task) - spectra, taken, 2 * taken);
        }
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
