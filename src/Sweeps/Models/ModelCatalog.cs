using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Models;

/// <summary>All model families. A new one is registered here, in one line.</summary>
public static class ModelCatalog
{
    /// <summary>The regression network of source A, which also labels generated spectra.</summary>
    public static IModelFamily Mlp { get; } = new MlpFamily();

    /// <summary>PLS regression, which the other families are compared with.</summary>
    public static IModelFamily Pls { get; } = new PlsFamily();

    /// <summary>All families in the order in which documents list them.</summary>
    public static IReadOnlyList<IModelFamily> All { get; } =
    [
        new UnivariateFamily(),
        Pls,
        Mlp,
        new MlpGroupFamily(),
        new CnnMultitaskFamily(),
    ];

    /// <summary>The family of this slug.</summary>
    /// <exception cref="InvalidSpecException">There is none; names the nearest.</exception>
    public static IModelFamily Get(string slug)
    {
        foreach (IModelFamily family in All)
            if (family.Slug == slug) return family;
        string[] known = [.. All.Select(family => family.Slug)];
        throw new InvalidSpecException("models",
            $"models: there is no model '{slug}'{NearestName.Hint(slug, known)} Known: {string.Join(", ", known)}.");
    }
}
