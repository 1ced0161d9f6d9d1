using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Sweeps.Resolution;

/// <summary>What the trainer <c>auto</c> of a spec becomes when it is submitted: from then on it is a definite one.</summary>
public static class TrainerChoice
{
    /// <summary>The name that leaves the choice to the service.</summary>
    public const string Auto = "auto";

    /// <summary>The trainer that <c>auto</c> prefers where it is offered.</summary>
    private const string Preferred = "torch";

    /// <summary>A spec that names a definite trainer, the others as they are.</summary>
    /// <param name="spec">What is submitted.</param>
    /// <param name="stored">The trainer of the sweep that has this id already; null when there is none.</param>
    /// <param name="offered">Trainers that are at hand, the most usual first.</param>
    /// <returns>
    /// For <c>auto</c> the stored sweep's, else <c>torch</c> where it is offered and has all networks, else the first other that has them;
    /// without any, the spec as it is.
    /// </returns>
    public static SweepSpec Resolve(SweepSpec spec, string? stored, IReadOnlyCollection<TrainerOffer> offered)
    {
        if (spec.Trainer != Auto) return spec;
        string[] networks = NetworksOf(spec);
        string? trainer = stored
            ?? offered.Where(one => !one.Lacks(networks).Any()).OrderByDescending(one => one.Name == Preferred).FirstOrDefault()?.Name;
        return trainer is null ? spec : spec with { Trainer = trainer };
    }

    /// <summary>Refuses a spec whose trainer is at hand but lacks a network that it needs.</summary>
    /// <exception cref="InvalidSpecException">Names the network and the trainers that have it.</exception>
    public static void Check(SweepSpec spec, IReadOnlyCollection<TrainerOffer> offered)
    {
        if (LackOf(spec, offered) is { Length: > 0 } lack) throw new InvalidSpecException("trainer", $"trainer: {lack}");
    }

    /// <summary>What the spec's trainer lacks, and who has it; empty when it lacks nothing or is not at hand.</summary>
    public static string LackOf(SweepSpec spec, IReadOnlyCollection<TrainerOffer> offered)
    {
        TrainerOffer? chosen = offered.FirstOrDefault(one => one.Name == spec.Trainer);
        if (chosen?.Lacks(NetworksOf(spec)).FirstOrDefault() is not { } missing) return "";
        string others = string.Join(", ", offered.Where(one => !one.Lacks([missing]).Any()).Select(one => one.Name).DefaultIfEmpty("none"));
        return $"'{spec.Trainer}' has no networks of kind '{missing}', which the models or strategies need; offered trainers that have "
            + $"them: {others}.";
    }

    /// <summary>Where a name that is no trainer of this process belongs, in a sentence after a space; empty for others.</summary>
    public static string WhereIs(string name) => name switch
    {
        "torch" => " 'torch' is a trainer of silos; see docs/cluster.md.",
        "gpu" => " 'gpu' is not said in a spec: a silo with --trainer gpu does the work of 'cpu', with the same bits; see docs/gpu.md.",
        _ => "",
    };

    private static string[] NetworksOf(SweepSpec spec) =>
    [
        .. spec.Models.SelectMany(model => ModelCatalog.Get(model).Networks)
            .Concat(spec.Strategies.Select(StrategyCatalog.Get).OfType<IGeneratorStrategy>()
                .SelectMany(strategy => strategy.Generator.Networks))
            .Distinct(),
    ];
}
