using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Strategies;

/// <summary>All strategies. A new one is registered here, in one line.</summary>
public static class StrategyCatalog
{
    /// <summary>E, which every other strategy is compared with.</summary>
    public static IStrategy Reference { get; } = new ReferenceStrategy();

    /// <summary>All strategies in the order in which documents list them.</summary>
    public static IReadOnlyList<IStrategy> All { get; } =
    [
        Reference,
        new VaeNormalStrategy(),
        new VaeUniformStrategy("vae-u", "E+VAE(u)"),
        new VaeUniformStrategy("vae-u-sqrt3", "E+VAE(u, √3 SD)", UniformWidth.Sqrt3),
        new VaeUniformStrategy("vae-u-3sd", "E+VAE(u, 3 SD)", UniformWidth.ThreeSd),
        new CvaeNormalStrategy(),
        new SimulationStrategy(),
    ];

    /// <summary>The strategy of this slug.</summary>
    /// <exception cref="InvalidSpecException">There is none; names the nearest.</exception>
    public static IStrategy Get(string slug)
    {
        foreach (IStrategy strategy in All)
            if (strategy.Slug == slug) return strategy;
        string[] known = [.. All.Select(strategy => strategy.Slug)];
        throw new InvalidSpecException("strategies",
            $"strategies: there is no strategy '{slug}'{NearestName.Hint(slug, known)} Known: {string.Join(", ", known)}.");
    }
}
