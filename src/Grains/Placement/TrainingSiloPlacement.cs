using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace IonSweep.Grains.Placement;

/// <summary>Places a training grain on the least loaded silo that offers the trainer named in the request.</summary>
[Serializable, GenerateSerializer, Immutable, Alias("ionsweep.TrainingSiloPlacement")]
public sealed class TrainingSiloPlacement : PlacementStrategy
{
    private const string TrainerKey = "ionsweep.trainer";

    /// <summary>The trainer that the calls made from here on ask for.</summary>
    public static void AskFor(string trainer) => RequestContext.Set(TrainerKey, trainer);

    /// <summary>The trainer that a call asks for; null when it names none.</summary>
    public static string? AskedFor(PlacementTarget target) =>
        target.RequestContextData?.GetValueOrDefault(TrainerKey) as string;
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
        string trainer = TrainingSiloPlacement.AskedFor(target)
            ?? throw new InvalidOperationException($"The call that activates {target.GrainIdentity} names no trainer.");
        SiloAddress silo = silos.LeastLoaded(trainer, context.GetCompatibleSilos(target)) ?? throw new NoTrainingSiloException(trainer);
        silos.Sent(silo);
        return Task.FromResult(silo);
    }
}

/// <summary>No active silo offers a trainer.</summary>
[GenerateSerializer, Alias("ionsweep.NoTrainingSiloException")]
public sealed class NoTrainingSiloException(string trainer) : Exception($"No active silo offers the trainer '{trainer}'.");
