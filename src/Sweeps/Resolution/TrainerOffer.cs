using IonSweep.Learning.Training;

namespace IonSweep.Sweeps.Resolution;

/// <summary>A trainer that is at hand.</summary>
/// <param name="Name">Its name in specs.</param>
/// <param name="Networks">Kinds of networks that it has, <see cref="ITrainer.Networks"/>; null when that is not known.</param>
public sealed record TrainerOffer(string Name, IReadOnlyCollection<string>? Networks)
{
    /// <summary>What a trainer of this process offers.</summary>
    public static TrainerOffer Of(ITrainer trainer) => new(trainer.Name, trainer.Networks);

    /// <summary>Kinds of networks among those that it is known not to have.</summary>
    public IEnumerable<string> Lacks(IEnumerable<string> networks) => Networks is null ? [] : networks.Except(Networks);
}
