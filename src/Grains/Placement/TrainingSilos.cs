using System.Collections.Concurrent;
using IonSweep.Grains.Interfaces;
using IonSweep.Sweeps.Resolution;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace IonSweep.Grains.Placement;

/// <summary>
/// What this silo knows of all silos that train: what they offer, from their metadata, and how busy they are, from their latest
/// answer and what was sent there since. Every coordinator on this silo tells it what it hears.
/// </summary>
public sealed class TrainingSilos(IClusterMembershipService membership, ISiloMetadataCache metadata)
{
    private readonly ConcurrentDictionary<SiloAddress, Known> _known = new();

    /// <summary>Active silos that train, with what they offer.</summary>
    public IReadOnlyList<(SiloAddress Silo, SiloOffer Offer)> Training() =>
    [
        .. Active()
            .Select(silo => (Silo: silo, Offer: SiloOffer.From(metadata.GetSiloMetadata(silo))))
            .Where(silo => silo.Offer is { Slots: > 0 })
            .Select(silo => (silo.Silo, silo.Offer!)),
    ];

    /// <summary>All active silos with their names, and what those offer whose metadata say it.</summary>
    public IReadOnlyList<(SiloAddress Silo, string Name, SiloOffer? Offer)> All() =>
    [
        .. membership.CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active)
            .Select(member => (member.SiloAddress, member.Name, SiloOffer.From(metadata.GetSiloMetadata(member.SiloAddress)))),
    ];

    /// <summary>Trainers of active silos, one entry a name: what any of them offers.</summary>
    public IReadOnlyList<TrainerOffer> Trainers() =>
    [
        .. Training().SelectMany(silo => silo.Offer.Offers).DistinctBy(offer => offer.Name)
            .OrderBy(offer => offer.Name, StringComparer.Ordinal),
    ];

    /// <summary>Active silos that offer a trainer, named as by <see cref="SiloOffer.KeyOf"/>.</summary>
    public IEnumerable<(SiloAddress Silo, SiloOffer Offer)> Offering(string trainer) =>
        Training().Where(silo => silo.Offer.Trainers.Contains(trainer));

    /// <summary>All active silos.</summary>
    public IReadOnlyList<SiloAddress> Active() =>
        [.. membership.CurrentSnapshot.Members.Where(member => member.Value.Status == SiloStatus.Active).Select(member => member.Key)];

    /// <summary>True while a silo is not known to be dead. A silo that is not a member (any more) is gone.</summary>
    public bool IsAlive(SiloAddress silo) => membership.CurrentSnapshot.GetSiloStatus(silo) is not (SiloStatus.Dead or SiloStatus.None);

    /// <summary>
    /// The silo, of those given, that has the fewest work items for each slot; null when none of them offers the trainer.
    /// </summary>
    public SiloAddress? LeastLoaded(string trainer, IEnumerable<SiloAddress> candidates)
    {
        HashSet<SiloAddress> allowed = [.. candidates];
        SiloAddress? best = null;
        double least = double.PositiveInfinity;
        foreach ((SiloAddress silo, SiloOffer offer) in Offering(trainer))
        {
            if (!allowed.Contains(silo)) continue;
            double load = LoadOf(silo) / offer.Slots;
            // Equal silos take turns by address, so that the choice does not hang on the order of a hash table.
            if (best is not null && (load > least || (load == least && silo.CompareTo(best) > 0))) continue;
            best = silo;
            least = load;
        }
        return best;
    }

    /// <summary>Slots of a silo, of those it has, for which it is not known to hold work of any sweep.</summary>
    public int FreeSlots(SiloAddress silo, int slots) => (int)Math.Max(0, slots - LoadOf(silo));

    /// <summary>Work was sent to a silo that has not answered yet.</summary>
    public void Sent(SiloAddress silo) =>
        _known.AddOrUpdate(silo, static _ => new Known(default, 1), static (_, known) => known with { Sent = known.Sent + 1 });

    /// <summary>A silo told how busy it is.</summary>
    public void Heard(SiloAddress silo, TrainingLoad load) => _known[silo] = new Known(load, 0);

    /// <summary>A silo's answers are no longer of use.</summary>
    public void Forget(SiloAddress silo) => _known.TryRemove(silo, out _);

    private double LoadOf(SiloAddress silo) =>
        !_known.TryGetValue(silo, out Known known) ? 0
        : known.Load.Stopping ? double.PositiveInfinity
        : known.Load.Running + known.Load.Waiting + known.Sent;

    private readonly record struct Known(TrainingLoad Load, int Sent);
}
