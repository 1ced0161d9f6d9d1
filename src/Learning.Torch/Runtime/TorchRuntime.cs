using TorchSharp;
using static TorchSharp.torch;

namespace IonSweep.Learning.Torch.Runtime;

/// <summary>Finds libtorch and the device to train on.</summary>
internal static class TorchRuntime
{
    /// <exception cref="TorchUnavailableException">libtorch cannot be loaded, or there is no such CUDA device.</exception>
    public static Device Find(TorchOptions options)
    {
        try
        {
            // What follows loads libtorch, and a first number shows that it works.
            using (Tensor one = ones(1)) _ = one.item<float>();
            if (options.Device == TorchDevice.Cpu) return CPU;
            int devices = cuda.is_available() ? cuda.device_count() : 0;
            if (devices > options.CudaIndex)
            {
                Device device = new(DeviceType.CUDA, options.CudaIndex);
                using Tensor one = ones(1, device: device);
                _ = one.cpu().item<float>();
                return device;
            }
            if (options.Device == TorchDevice.Cuda)
                throw new TorchUnavailableException(
                    $"There is no CUDA device {options.CudaIndex}: libtorch finds {devices}. It takes a driver for CUDA 12 and a "
                        + $"build with "
                    + "-p:TorchPackage=TorchSharp-cuda-linux; in a container also the NVIDIA runtime. Or choose the device cpu.");
            return CPU;
        }
        catch (Exception e) when (e is not TorchUnavailableException)
        {
            if (StandardLibraryNeed.Find() is { } need)
                throw new TorchUnavailableException(
                    $"libtorch {need}. Debian 13, Ubuntu 24.04 and the .NET 10 images have it; here this machine trains with cpu only.", e);
            Exception cause = e;
            while (cause is TypeInitializationException { InnerException: { } inner }) cause = inner;
            throw new TorchUnavailableException(
                $"libtorch does not work here: {cause.Message.Split('\n')[0].Trim()} It comes with the packages TorchSharp-cpu or "
                + "TorchSharp-cuda-linux, for 64-bit Linux with glibc, macOS and Windows; without it this machine trains with cpu only.",
                e);
        }
    }
}
