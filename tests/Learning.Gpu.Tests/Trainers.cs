using IonSweep.Learning.Cpu;
using IonSweep.Learning.Gpu.Devices;

namespace IonSweep.Learning.Gpu.Tests;

/// <summary>Trainers that all tests share: compiling the kernels takes longer than most tests.</summary>
internal static class Trainers
{
    /// <summary>The reference.</summary>
    public static CpuTrainer Reference { get; } = new();

    /// <summary>The kernels on the processor, one thread a block.</summary>
    public static GpuTrainer OnKernels { get; } = new(Device, new GpuOptions { CheckpointShare = 1 });

    /// <summary>Its device.</summary>
    public static GpuDevice Device => Shared.One;

    /// <summary>Blocks of four threads, two blocks at once: what barriers and shared memory are for.</summary>
    public static GpuTrainer Blocks { get; } = new(GpuDevice.OnCpu(side: 2, blocks: 2));

    private static class Shared
    {
        public static readonly GpuDevice One = GpuDevice.OnCpu();
    }
}
