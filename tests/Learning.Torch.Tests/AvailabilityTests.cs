using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Torch.Runtime;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Streams;

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

    [LibtorchFact]
    public void A_network_that_it_has_not_is_refused_by_its_kind()
    {
        TorchTrainer trainer = new(new TorchOptions { Device = TorchDevice.Cpu });
        Assert.Equal(["mlp", "vae"], trainer.Networks);
        RowSet rows = RowSet.All(new Matrix(3, 40));
        CnnTask task = new(new CnnArchitecture(40, 1, 0), rows, [1, 2, 3], [], rows, [1, 2, 3], StreamKeys.Of("weights"),
            StreamKeys.Of("order"), new TrainingOptions());
        UnsupportedNetworkException refused =
            Assert.Throws<UnsupportedNetworkException>(() => trainer.Train(task, new TrainingRun()));
        Assert.Equal("The trainer 'torch' has no networks of kind 'cnn'; choose another trainer, such as 'cpu'.", refused.Message);
        MlpTask averaged = new(
            new MlpArchitecture(40, [4], 1), rows, [1, 2, 3], rows, [1, 2, 3], StreamKeys.Of("weights"), StreamKeys.Of("order"),
            new TrainingOptions { Averaging = 0.9 });
        Assert.Contains("'mlp-averaged'",
            Assert.Throws<UnsupportedNetworkException>(() => trainer.Train(averaged, new TrainingRun())).Message);
    }
}
