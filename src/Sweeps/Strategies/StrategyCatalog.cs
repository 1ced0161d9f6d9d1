using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Generators;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Strategies;

/// <summary>All strategies. A new one is registered here, in one line.</summary>
public static class StrategyCatalog
{
    /// <summary>E, which every other strategy is compared with.</summary>
    public static IStrategy Reference { get; } = new ReferenceStrategy();

    /// <summary>The forward model of source B, which presets compare all models with.</summary>
    public static IStrategy Simulation { get; } = new SimulationStrategy();

    /// <summary>All strategies in the order in which documents list them: the only list of them.</summary>
    public static IReadOnlyList<IStrategy> All { get; private set; } =
    [
        Reference,
        new VaeNormalStrategy(),
        new VaeUniformStrategy("vae-u", "E+VAE(u)"),
        new VaeUniformStrategy("vae-u-sqrt3", "E+VAE(u, √3 SD)", UniformWidth.Sqrt3),
        new VaeUniformStrategy("vae-u-3sd", "E+VAE(u, 3 SD)", UniformWidth.ThreeSd),
        new CvaeNormalStrategy(),
        new VaeAgreedStrategy(),
        Simulation,
        new SimulationScatterStrategy(),
        new NoiseStrategy(),
        new ScatterStrategy(),
        new ShiftStrategy(),
        new MixupStrategy(),
        new ConditionalMixupStrategy(),
        new FlowStrategy(),
        new SimulationOrNoneStrategy(),
        new AutoStrategy(),
    ];

    /// <summary>Sections of specs are known before the first spec is read.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Specs must know all sections, whichever type is used first.")]
    internal static void AddSections()
    {
        foreach (IStrategy strategy in All)
            if (strategy.Section is { } section) SpecSection.Register(section);
    }

    /// <summary>Adds a strategy from elsewhere, and with it the generator kind that it names, at the start of a program.</summary>
    /// <exception cref="InvalidOperationException">Its slug is taken, or it has options and specs were used before.</exception>
    public static void Register(IStrategy strategy)
    {
        if (All.Any(known => known.Slug == strategy.Slug))
            throw new InvalidOperationException($"There is a strategy '{strategy.Slug}' already.");
        if (strategy.Section is { } section) SpecSection.Register(section);
        All = [.. All, strategy];
    }

    /// <summary>The generator kind of this slug, which some strategy draws from.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static IGeneratorKind Generator(string slug) =>
        All.OfType<IGeneratorStrategy>().First(strategy => strategy.Generator.Slug == slug).Generator;

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
