using IonSweep.Silo.Hosting;
using IonSweep.Silo.Options;

namespace IonSweep.Cluster.Tests.Node;

/// <summary>What a silo offers that was asked for the trainer gpu.</summary>
public sealed class OfferedTrainersTests
{
    [Fact]
    public void A_silo_without_the_cuda_device_offers_cpu_alone_and_says_what_it_takes()
    {
        OfferedTrainers offered = OfferedTrainers.Find(new Silo.Options.SlotOptions { Trainer = SiloTrainer.Gpu, GpuDevices = "0,99" });

        Assert.Equal("cpu", Assert.Single(offered.Trainers).Name);
        Assert.Equal((Environment.ProcessorCount, "none", "cpu"), (offered.Slots, offered.Accelerator, offered.Text));
        Assert.Matches("No CUDA device was found.*NVIDIA's driver|There is no CUDA device 99", offered.Trouble);
    }

    [Fact]
    public void Devices_are_read_in_their_order() =>
        Assert.Equal(new[] { 1, 0 }, new Silo.Options.SlotOptions { GpuDevices = "1, 0" }.GpuIndices!);
}
