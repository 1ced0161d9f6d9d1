using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
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

    /// <summary>The best of a search of pipelines, refitted.</summary>
    public static IModelFamily Selected { get; } = new SelectedFamily();

    /// <summary>The weighed mean of the best of a search.</summary>
    public static IModelFamily Ensemble { get; } = new EnsembleFamily();

    /// <summary>All families in the order in which documents list them: the only list of them.</summary>
    public static IReadOnlyList<IModelFamily> All { get; private set; } =
    [
        new UnivariateFamily(),
        Pls,
        new Pls2Family(),
        Mlp,
        new MlpGroupFamily(),
        new CnnMultitaskFamily(),
        Selected,
        Ensemble,
        new MlpRacedFamily(),
        new MlpStartsFamily(),
        MlpControlFamily.Averaged,
        MlpControlFamily.Falling,
    ];

    /// <summary>Sections of specs are known before the first spec is read.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Specs must know all sections, whichever type is used first.")]
    internal static void AddSections()
    {
        foreach (SpecSection section in All.Select(family => family.Section).OfType<SpecSection>().Distinct())
            SpecSection.Register(section);
    }

    /// <summary>Adds a family from elsewhere, at the start of a program.</summary>
    /// <exception cref="InvalidOperationException">Its slug is taken, or it has options and specs were used before.</exception>
    public static void Register(IModelFamily family)
    {
        if (All.Any(known => known.Slug == family.Slug))
            throw new InvalidOperationException($"There is a model '{family.Slug}' already.");
        if (family.Section is { } section) SpecSection.Register(section);
        All = [.. All, family];
    }

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
