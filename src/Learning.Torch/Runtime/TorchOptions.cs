namespace IonSweep.Learning.Torch.Runtime;

/// <summary>Where and how the trainer <c>torch</c> trains.</summary>
public sealed record TorchOptions
{
    /// <summary>Device. Default <see cref="TorchDevice.Best"/>.</summary>
    public TorchDevice Device { get; init; } = TorchDevice.Best;

    /// <summary>Which CUDA device, from 0. Default 0.</summary>
    public int CudaIndex { get; init; }

    /// <summary>
    /// A stack is made smaller when so small a part of it is still in training. Default: half on a CUDA device, where a smaller stack
    /// hardly trains faster; 0.9 on a CPU.
    /// </summary>
    public double? CompactAt { get; init; }

    /// <summary>
    /// Largest part of a group's time that goes into periodic checkpoints. Default 0.1: those of hundreds of networks are saved one after
    /// the other and come later rather than hold up the device.
    /// </summary>
    public double CheckpointShare { get; init; } = 0.1;
}

/// <summary>What computes.</summary>
public enum TorchDevice
{
    /// <summary>A CUDA device when there is one, else the CPU.</summary>
    Best,

    /// <summary>The CPU.</summary>
    Cpu,

    /// <summary>A CUDA device; without one the trainer is unavailable.</summary>
    Cuda,
}
