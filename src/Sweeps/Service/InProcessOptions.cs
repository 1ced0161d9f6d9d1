using IonSweep.Learning.Cpu;
using IonSweep.Learning.Training;
using IonSweep.Sweeps.Execution;

namespace IonSweep.Sweeps.Service;

/// <summary>How <see cref="InProcessSweepService"/> works. Nothing here influences results.</summary>
public sealed record InProcessOptions
{
    /// <summary>Trainings at once. Default one a processor core.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Trainers that specs may name. Default the CPU's.</summary>
    public IReadOnlyList<ITrainer> Trainers { get; init; } = [new CpuTrainer()];

    /// <summary>Specs may name CSV files of this machine. Default true; a server says false.</summary>
    public bool AllowFiles { get; init; } = true;

    /// <summary>Shortest time between two updates to watchers. Default 200 ms.</summary>
    public TimeSpan UpdateInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Surroundings of the work.</summary>
    public WorkRunnerOptions Work { get; init; } = new();

    /// <summary>Clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
