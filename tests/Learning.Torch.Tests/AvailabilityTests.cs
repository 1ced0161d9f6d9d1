namespace IonSweep.Learning.Torch.Tests;

public sealed class AvailabilityTests
{
    [LibtorchFact]
    public void A_cuda_device_that_is_not_there_is_named_with_what_it_takes()
    {
        TorchUnavailableException reason = Assert.Throws<TorchUnavailableException>(
            () => new TorchTrainer(new TorchOptions { Device = TorchDevice.Cuda, CudaIndex = 99 }));
        Assert.StartsWith("There is no CUDA device 99: libtorch finds ", reason.Message, StringComparison.Ordinal);
        Assert.Contains("TorchSharp-cuda-linux", reason.Message, StringComparison.Ordinal);
    }

    [LibtorchFact]
    public void The_best_device_falls_back_to_the_cpu() =>
        Assert.False(new TorchTrainer(new TorchOptions { Device = TorchDevice.Best, CudaIndex = 99 }).IsCuda);
}
