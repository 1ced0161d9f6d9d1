using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using Orleans;
using Orleans.Services;

namespace IonSweep.Grains.Interfaces;

/// <summary>One on every silo: tells coordinators what the silo's training queue holds, whoever asked for it.</summary>
[Alias("ionsweep.ITrainingService")]
public interface ITrainingService : IGrainService
{
    /// <summary>What this silo holds of a sweep.</summary>
    [Alias("Report"), ResponseTimeout("00:00:05")]
    Task<SiloReport> ReportAsync(string sweep);

    /// <summary>What this silo does now, of all sweeps.</summary>
    [Alias("Work"), ResponseTimeout("00:00:05")]
    Task<SiloWork> WorkAsync();

    /// <summary>Cancels what this silo holds of a sweep; checkpoints are saved.</summary>
    [Alias("Cancel"), ResponseTimeout("00:00:05")]
    Task CancelAsync(string sweep);

    /// <summary>Asks for work of a sweep back. What has not begun here ends as stopped; the rest goes on.</summary>
    [Alias("Recall"), ResponseTimeout("00:00:05")]
    Task RecallAsync(string sweep, string[] items);
}

/// <summary>What a silo holds of one sweep.</summary>
/// <param name="Load">How busy its queue is, with work of all sweeps.</param>
/// <param name="Work">Work items of the sweep that wait, run or have ended without having been reported yet.</param>
[GenerateSerializer, Immutable, Alias("ionsweep.SiloReport")]
public sealed record SiloReport([property: Id(0)] TrainingLoad Load, [property: Id(1)] IReadOnlyList<HeldWork> Work);

/// <summary>What a silo does now.</summary>
/// <param name="Load">How busy its queue is.</param>
/// <param name="Work">Work items that have begun, longest first.</param>
[GenerateSerializer, Immutable, Alias("ionsweep.SiloWork")]
public sealed record SiloWork([property: Id(0)] TrainingLoad Load, [property: Id(1)] IReadOnlyList<MachineWork> Work);

/// <summary>A work item in a silo's queue.</summary>
/// <param name="Item">Its id.</param>
/// <param name="Running">It has begun.</param>
/// <param name="Progress">Latest epoch; null before the first.</param>
[GenerateSerializer, Immutable, Alias("ionsweep.HeldWork")]
public sealed record HeldWork([property: Id(0)] string Item, [property: Id(1)] bool Running, [property: Id(2)] WorkProgress? Progress);
