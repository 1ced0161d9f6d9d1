using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace IonSweep.Grains.Placement;

/// <summary>Places a training grain on the least loaded silo that offers the trainer that its key ends with.</summary>
[Serializable, GenerateSerializer, Immutable, Alias("ionsweep.TrainingSiloPlacement")]
public sealed class TrainingSiloPlacement : PlacementStrategy
{
    private const char Mark = '@'; // stands in no id of a sweep or work item

    /// <summary>The key of the grain that does some work with a trainer: <c>sweep/cells/0/zn2/e@cpu:2</c>.</summary>
    /// <param name="work">The sweep and what is done.</param>
    /// <param name="trainer">The trainer, as by <see cref="SiloOffer.KeyOf"/>.</param>
    public static string KeyOf(string work, string trainer) => $"{work}{Mark}{trainer}";

    /// <summary>The trainer that a grain's key asks for; null when it names none.</summary>
    public static string? TrainerOf(GrainId grain) =>
        grain.Key.ToString() is { } key && key.LastIndexOf(Mark) is >= 0 and var mark ? key[(mark + 1)..] : null;
}

/// <inheritdoc cref="TrainingSiloPlacement"/>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TrainingSiloPlacementAttribute() : PlacementAttribute(new TrainingSiloPlacement());

/// <summary>Decides for <see cref="TrainingSiloPlacement"/>.</summary>
public sealed class TrainingSiloDirector(TrainingSilos silos) : IPlacementDirector
{
    /// <inheritdoc/>
    /// <exception cref="NoTrainingSiloException">No active silo offers the trainer.</exception>
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        string trainer = TrainingSiloPlacement.TrainerOf(target.GrainIdentity)
            ?? throw new InvalidOperationException($"The key of {target.GrainIdentity} names no trainer.");
        SiloAddress silo = silos.LeastLoaded(trainer, context.GetCompatibleSilos(target)) ?? throw new NoTrainingSiloException(trainer);
        silos.Sent(silo);
        return Task.FromResult(silo);
    }
}

/// <summary>No active silo offers a trainer.</summary>
[GenerateSerializer, Alias("ionsweep.NoTrainingSiloException")]
public sealed class NoTrainingSiloException(string trainer) : Exception($"No active silo offers the trainer '{trainer}'.");
