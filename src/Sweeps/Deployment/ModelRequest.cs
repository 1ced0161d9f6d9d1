using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Deployment;

/// <summary>Which model of a sweep is wanted. Without anything: what the sweep recommends, for all its targets.</summary>
public sealed record ModelRequest
{
    /// <summary>
    /// Slug of the model family; null, the default, for what is recommended. <c>pls</c>, <c>selected</c> and <c>ensemble</c> of measured
    /// spectra are trained on all rows; of everything else the mean of the folds' own models is taken.
    /// </summary>
    public string? Model { get; init; }

    /// <summary>Slug of the strategy, for a named <see cref="Model"/>. Null, the default, for measured spectra alone.</summary>
    public string? Strategy { get; init; }

    /// <summary>Slugs of the targets that it is to predict. Empty, the default, for all.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>The targets that are wanted, in the order of those that there are.</summary>
    /// <exception cref="InvalidSpecException">There is no such target; names the nearest.</exception>
    internal static IEnumerable<string> Choose(IReadOnlyList<string> wanted, IReadOnlyList<string> known)
    {
        foreach (string one in wanted)
            if (!known.Contains(one))
                throw new InvalidSpecException("targets",
                    $"targets: there is no model of '{one}'{NearestName.Hint(one, known)} There is of {string.Join(", ", known)}.");
        return known.Where(wanted.Contains);
    }
}
