using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Resolution;

/// <summary>What the trainer <c>auto</c> of a spec becomes when it is submitted: from then on it is a definite one.</summary>
public static class TrainerChoice
{
    /// <summary>The name that leaves the choice to the service.</summary>
    public const string Auto = "auto";

    /// <summary>The trainer that <c>auto</c> prefers where it is offered.</summary>
    internal const string Preferred = "torch";

    /// <summary>A spec that names a definite trainer, the others as they are.</summary>
    /// <param name="spec">What is submitted.</param>
    /// <param name="stored">The trainer of the sweep that has this id already; null when there is none.</param>
    /// <param name="offered">Trainers that are at hand, the most usual first.</param>
    /// <returns>
    /// For <c>auto</c> the stored sweep's, else <c>torch</c> where it is offered and has all models, else the first other one; without any,
    /// the spec as it is.
    /// </returns>
    public static SweepSpec Resolve(SweepSpec spec, string? stored, IReadOnlyCollection<string> offered)
    {
        if (spec.Trainer != Auto) return spec;
        string? trainer = stored
            ?? (offered.Contains(Preferred) && HasAllModels(spec) ? Preferred : offered.FirstOrDefault(name => name != Preferred));
        return trainer is null ? spec : spec with { Trainer = trainer };
    }

    /// <summary>The trainer <c>torch</c> has all models of a spec: all but the convolutional one.</summary>
    internal static bool HasAllModels(SweepSpec spec) => !spec.Models.Contains(CnnMultitaskFamily.SlugText);
}
