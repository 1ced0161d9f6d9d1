using IonSweep.Spectra;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Resolution;

/// <summary>Finds the targets that a person names: by slug, by name, or by a beginning of the slug that only one target has.</summary>
public static class TargetSelection
{
    /// <summary>Slugs of the named targets in the dataset's order; all when none is named.</summary>
    /// <param name="names">Slugs, names or unambiguous prefixes.</param>
    /// <param name="targets">Targets of the dataset.</param>
    /// <param name="field">Field of the spec, for messages.</param>
    /// <exception cref="InvalidSpecException">A name fits no target or several; says which there are.</exception>
    public static IReadOnlyList<string> Resolve(IReadOnlyList<string> names, IReadOnlyList<Target> targets, string field)
    {
        HashSet<string> chosen = [.. names.Select(name => Find(name, targets, field).Slug)];
        return [.. targets.Select(target => target.Slug).Where(slug => chosen.Count == 0 || chosen.Contains(slug))];
    }

    private static Target Find(string name, IReadOnlyList<Target> targets, string field)
    {
        string slug = name.Any(char.IsAsciiLetterOrDigit) ? new Target(name, "").Slug : "";
        if (slug.Length > 0)
        {
            if (targets.FirstOrDefault(target => target.Name == name || target.Slug == slug) is { } exact) return exact;
            Target[] candidates = [.. targets.Where(target => target.Slug.StartsWith(slug, StringComparison.Ordinal))];
            if (candidates.Length == 1) return candidates[0];
            if (candidates.Length > 1)
                throw new InvalidSpecException(field,
                    $"{field}: '{name}' fits {string.Join(" and ", candidates.Select(t => $"'{t.Slug}'"))}; write it out.");
        }
        throw new InvalidSpecException(field,
            $"{field}: the dataset has no target '{name}'{NearestName.Hint(slug, targets.Select(t => t.Slug))} "
            + $"It has {string.Join(", ", targets.Select(t => $"{t.Slug} ({t.Header})"))}.");
    }
}
