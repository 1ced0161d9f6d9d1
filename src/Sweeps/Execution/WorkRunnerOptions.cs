namespace IonSweep.Sweeps.Execution;

/// <summary>What surrounds the work without influencing its results.</summary>
public sealed record WorkRunnerOptions
{
    /// <summary>Training time between two checkpoints. Default 8 s, so that with one more epoch no more than 10 s are lost.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Name of this machine in timings. Default the machine's own.</summary>
    public string Host { get; init; } = Environment.MachineName;

    /// <summary>Takes what another sweep of the store has done instead of doing it again. Default true.</summary>
    public bool Reuse { get; init; } = true;

    /// <summary>Clock of the timings.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
