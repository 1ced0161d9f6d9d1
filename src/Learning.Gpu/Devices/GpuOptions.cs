namespace IonSweep.Learning.Gpu.Devices;

/// <summary>Where and how the trainer <c>gpu</c> trains.</summary>
public sealed record GpuOptions
{
    /// <summary>Which CUDA device, from 0. Default 0.</summary>
    public int Index { get; init; }

    /// <summary>
    /// Time that one launch is to take: how long a cancelled training goes on, and how far apart reports come. Default 0.1 s. Results do
    /// not depend on it.
    /// </summary>
    public TimeSpan Launch { get; init; } = TimeSpan.FromSeconds(0.1);

    /// <summary>
    /// Largest part of a group's time that goes into periodic checkpoints. Default 0.1: those of hundreds of networks are saved one after
    /// the other and come later rather than hold up the device.
    /// </summary>
    public double CheckpointShare { get; init; } = 0.1;
}
