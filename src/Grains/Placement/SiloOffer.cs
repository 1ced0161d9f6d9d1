using System.Globalization;
using IonSweep.Learning.Training;
using IonSweep.Sweeps.Resolution;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace IonSweep.Grains.Placement;

/// <summary>What a silo announces in its metadata.</summary>
/// <param name="Slots">Work items that it does at once; 0 for a silo that does not train.</param>
/// <param name="Trainers">Its trainers as <see cref="KeyOf(string,int)"/>.</param>
/// <param name="Accelerator">Kind of its accelerator, e.g. <c>cuda</c>; <c>none</c> without one.</param>
public sealed record SiloOffer(int Slots, IReadOnlyList<string> Trainers, string Accelerator)
{
    private const string SlotsKey = "ionsweep.slots", TrainersKey = "ionsweep.trainers", AcceleratorKey = "ionsweep.accelerator",
        NetworksKey = "ionsweep.networks.";

    /// <summary>Kinds of networks of each trainer by name; none are known of a silo of an older build.</summary>
    public IReadOnlyDictionary<string, IReadOnlyCollection<string>> Networks { get; init; } =
        new Dictionary<string, IReadOnlyCollection<string>>();

    /// <summary>What a silo with these trainers announces.</summary>
    public static SiloOffer Of(int slots, IReadOnlyList<ITrainer> trainers, string accelerator) =>
        new(slots, [.. trainers.Select(trainer => KeyOf(trainer.Name, trainer.NumericsVersion))], accelerator)
        {
            Networks = trainers.ToDictionary(trainer => trainer.Name, trainer => trainer.Networks),
        };

    /// <summary>Its trainers without their numerics versions.</summary>
    public IEnumerable<TrainerOffer> Offers => Trainers.Select(key => key.Split(':')[0])
        .Select(name => new TrainerOffer(name, Networks.GetValueOrDefault(name)));

    /// <summary>
    /// A trainer with its numerics version, e.g. <c>cpu:1</c>: silos of different versions may be in one cluster while it is renewed.
    /// </summary>
    public static string KeyOf(string trainer, int numericsVersion) =>
        string.Create(CultureInfo.InvariantCulture, $"{trainer}:{numericsVersion}");

    /// <summary>The newest numerics version of a trainer among offers; null when none has it.</summary>
    public static int? VersionOf(string trainer, IEnumerable<SiloOffer> offers) => offers
        .SelectMany(offer => offer.Trainers)
        .Where(key => key.StartsWith(trainer + ":", StringComparison.Ordinal))
        .Select(key => int.TryParse(key.AsSpan(trainer.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int version)
            ? version : (int?)null)
        .Max();

    /// <summary>The metadata of a silo that offers this.</summary>
    public Dictionary<string, string> ToMetadata() => new(
        Networks.Select(pair => KeyValuePair.Create(NetworksKey + pair.Key, string.Join(',', pair.Value))))
    {
        [SlotsKey] = Slots.ToString(CultureInfo.InvariantCulture),
        [TrainersKey] = string.Join(',', Trainers),
        [AcceleratorKey] = Accelerator,
    };

    /// <summary>What a silo's metadata say; null when they say nothing about training, or have not arrived yet.</summary>
    public static SiloOffer? From(SiloMetadata? metadata) =>
        metadata?.Metadata.GetValueOrDefault(SlotsKey) is { } slots
            && int.TryParse(slots, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? new SiloOffer(count, (metadata.Metadata.GetValueOrDefault(TrainersKey) ?? "").Split(
                ',', StringSplitOptions.RemoveEmptyEntries), metadata.Metadata.GetValueOrDefault(AcceleratorKey) ?? "none")
            {
                Networks = metadata.Metadata.Where(pair => pair.Key.StartsWith(NetworksKey, StringComparison.Ordinal)).ToDictionary(
                    pair => pair.Key[NetworksKey.Length..], IReadOnlyCollection<string> (pair) => pair.Value.Split(',')),
            }
            : null;
}
