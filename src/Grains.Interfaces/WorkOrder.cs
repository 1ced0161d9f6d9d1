using IonSweep.Sweeps.Planning;
using Orleans;

namespace IonSweep.Grains.Interfaces;

/// <summary>Asks a training grain to do one work item.</summary>
/// <param name="Sweep">Id of the sweep, where the silo finds spec and dataset.</param>
/// <param name="Submitted">Version of the sweep's definition: tells it from a removed one of the same id, and from what it was before an
/// extension.</param>
/// <param name="Item">The work.</param>
[GenerateSerializer, Immutable, Alias("ionsweep.WorkOrder")]
public sealed record WorkOrder(
    [property: Id(0)] string Sweep, [property: Id(1)] long Submitted, [property: Id(2)] WorkItem Item);

/// <summary>What a silo answers to a <see cref="WorkOrder"/>.</summary>
/// <param name="Accepted">False: its training queue is full or it is stopping; ask another silo or later.</param>
/// <param name="Silo">The silo.</param>
/// <param name="Load">How busy it is now.</param>
[GenerateSerializer, Immutable, Alias("ionsweep.WorkAnswer")]
public sealed record WorkAnswer([property: Id(0)] bool Accepted, [property: Id(1)] SiloAddress Silo, [property: Id(2)] TrainingLoad Load);

/// <summary>How busy a silo's training queue is.</summary>
/// <param name="Slots">Work items that it does at once.</param>
/// <param name="Running">Those being done.</param>
/// <param name="Waiting">Those accepted and not begun.</param>
/// <param name="Stopping">It accepts nothing more.</param>
[GenerateSerializer, Immutable, Alias("ionsweep.TrainingLoad")]
public readonly record struct TrainingLoad(
    [property: Id(0)] int Slots, [property: Id(1)] int Running, [property: Id(2)] int Waiting, [property: Id(3)] bool Stopping);
