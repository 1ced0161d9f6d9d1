using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Sweeps.Resolution;

/// <summary>Specs to start from.</summary>
public static class SpecPresets
{
    /// <summary>The full protocol of source A on its 3,744 solutions.</summary>
    public const string Paper = "paper";

    /// <summary>
    /// A demonstration of two minutes on two cores, by the shortcuts that its <see cref="SweepSpec.Shortened"/> states. The default.
    /// </summary>
    public const string Quick = "quick";

    /// <summary>The full protocol with the defaults of <see cref="SweepSpec"/>: what to start from with own data.</summary>
    public const string Custom = "custom";

    /// <summary>
    /// Every model family of the sources, each without and with <c>sim</c>, with intervals and trust: on the simulated solutions, or on
    /// own data.
    /// </summary>
    public const string Models = "models";

    /// <summary>The best preprocessing and regression by inner cross-validation, compared with PLS: the first to use on own data.</summary>
    public const string Search = "search";

    /// <summary>Every way to augment that is fitted at once, with PLS and the network of source A: on own data, or on solutions.</summary>
    public const string Augment = "augment";

    /// <summary>The same on simulated emission spectra of metallic samples (source B).</summary>
    public const string Libs = "libs";

    /// <summary>All of them, each with a sentence for help and pages: the only list of them.</summary>
    public static IReadOnlyList<SpecPreset> All { get; } =
    [
        new(Paper, "the full protocol of the paper, hours", new SweepSpec { Preset = Paper, TargetScaling = TargetScalingKind.Raw }),
        new(Quick, "a demonstration of about two minutes, shortened protocol", Stated(new SweepSpec
        {
            Preset = Quick,
            Data = new DataSpec { EveryNth = 4 },
            Folds = 2,
            AugmentedTargets = ["zn2", "cu2", "nh4"],
            Regression = new RegressionSpec { Patience = 50, EpochCap = 400 },
            Generator = new GeneratorSpec { Patience = 50, EpochCap = 400 },
        })),
        new(Custom, "the full protocol for own data", new SweepSpec()),
        new(Search, "the best preprocessing and regression for own data, compared with PLS", new SweepSpec
        {
            Preset = Search,
            Models = [ModelCatalog.Pls.Slug, ModelCatalog.Selected.Slug, ModelCatalog.Ensemble.Slug],
            Strategies = [StrategyCatalog.Reference.Slug],
            Trust = new TrustSpec { Evaluate = true },
        }),
        new(Augment, "every quick way to augment, with PLS and MLP, for own data", new SweepSpec
        {
            Preset = Augment,
            Models = [ModelCatalog.Pls.Slug, ModelCatalog.Mlp.Slug],
            Strategies =
            [
                StrategyCatalog.Reference.Slug,
                .. StrategyCatalog.All.Where(strategy => strategy is IFittedStrategy { ByDefault: true }).Select(strategy => strategy.Slug),
            ],
        }),
        new(Models, "every model of the papers without and with simulated spectra", AllModels(Models, new DataSpec())),
        new(Libs, "the same on simulated emission spectra", AllModels(Libs, new DataSpec { Simulator = DataSources.Libs })),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(preset => preset.Name)];

    /// <summary>The preset of this name.</summary>
    /// <exception cref="InvalidSpecException">There is none; names the nearest.</exception>
    public static SweepSpec Get(string name) => All.FirstOrDefault(preset => preset.Name == name)?.Spec
        ?? throw new InvalidSpecException(
            "preset", $"preset: there is no preset '{name}'{NearestName.Hint(name, Names)} Known: {string.Join(", ", Names)}.");

    /// <summary>
    /// The same protocol on spectra from a file: what a preset says about the simulated solutions (which to keep, which ions'
    /// augmented cells) does not apply to them.
    /// </summary>
    public static SweepSpec OnFile(SweepSpec spec, string file) => Stated(spec with
    {
        Data = new DataSpec { Source = DataSources.File, File = file },
        AugmentedTargets = [],
    });

    private static SweepSpec AllModels(string preset, DataSpec data) => new()
    {
        Preset = preset,
        Data = data,
        Models = ["univariate", "pls", "mlp", "mlp-group", "cnn-multitask"], // those of the sources
        Strategies = [StrategyCatalog.Reference.Slug, StrategyCatalog.Simulation.Slug],
        Trust = new TrustSpec { Evaluate = true },
    };

    private static SweepSpec Stated(SweepSpec spec) => spec with { Shortened = ProtocolShortcuts.Describe(spec) };
}

/// <summary>A spec to start from.</summary>
/// <param name="Name">Key in specs and commands.</param>
/// <param name="Summary">What it is for, without capital and full stop.</param>
/// <param name="Spec">The spec.</param>
public sealed record SpecPreset(string Name, string Summary, SweepSpec Spec);
