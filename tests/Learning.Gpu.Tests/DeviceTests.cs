using IonSweep.Learning.Gpu.Devices;

namespace IonSweep.Learning.Gpu.Tests;

/// <summary>What is said where there is no device; a machine with one has others to test.</summary>
public sealed class DeviceTests
{
    [Fact]
    public void A_device_that_computes_as_the_cpu_does_passes_the_check_at_start() => Trainers.OnKernels.CheckArithmetic();

    [Fact]
    public void A_machine_without_the_device_asked_for_is_told_what_it_takes()
    {
        GpuUnavailableException e = Assert.Throws<GpuUnavailableException>(() => new GpuTrainer(new GpuOptions { Index = 99 }));

        Assert.Matches("No CUDA device was found.*NVIDIA's driver|There is no CUDA device 99; this machine has", e.Message);
    }
}
