namespace IonSweep.Learning.Groups;

/// <summary>How trainings that are asked for one by one are put together.</summary>
public sealed record GroupingOptions
{
    /// <summary>
    /// Longest time that the first training of a group waits for others. Default 0.5 s; who comes later joins between epochs.
    /// </summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Measures that wait. Default the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Most networks of one group. Default 256; who comes when it is full waits until one has ended.</summary>
    public int MaximumNetworks { get; init; } = 256;

    /// <summary>
    /// Most bytes of all groups by <see cref="IGroupTrainer.MemoryOf"/>. Default 16 GiB. A training alone may take more.
    /// </summary>
    public long MaximumBytes { get; init; } = 16L << 30;
}
