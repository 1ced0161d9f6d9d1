namespace IonSweep.Grains.Training;

/// <summary>How much work a silo takes.</summary>
public sealed record TrainingQueueOptions
{
    /// <summary>Work items done at once, each on a thread of its own. Default: one a processor. 0: this silo does not train.</summary>
    public int Slots { get; init; } = Environment.ProcessorCount;

    /// <summary>Items of one sweep that may wait here. Default 64.</summary>
    public int WaitingPerSweep { get; init; } = 64;

    /// <summary>Items of all sweeps that may wait here. Default 1024.</summary>
    public int Waiting { get; init; } = 1024;

    /// <summary>
    /// Longest time that a stopping silo waits for checkpoints. Default 12 s, so that the whole stop takes less than 20 s.
    /// </summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(12);
}
