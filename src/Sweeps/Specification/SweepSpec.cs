using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Serialization;

namespace IonSweep.Sweeps.Specification;

/// <summary>
/// What to train: the protocol and the choice of folds, targets and strategies. Together with the dataset it determines every
/// result. Written as YAML or JSON in camel case; every default stands beside its property. A property's Description is the comment that
/// <see cref="SpecWriter"/> puts beside it.
/// </summary>
public sealed record SweepSpec : IExtensibleRecord
{
    private ImmutableDictionary<string, object> _sections = ImmutableDictionary<string, object>.Empty;
    private int _folds = 8;
    private int? _firstFolds;

    /// <summary>Preset the spec started from (<see cref="SpecPresets"/>).</summary>
    [Description("preset this started from: {presets}")]
    public string Preset { get; init; } = "custom";

    /// <summary>
    /// Why this is not the full protocol; empty for a full one. A sweep with a text here is called "shortened protocol" in every output.
    /// Submitting fills it in from the other fields (<see cref="ProtocolShortcuts"/>).
    /// </summary>
    [Description("filled in when the protocol is shortened; empty for a full one")]
    public string Shortened { get; init; } = "";

    /// <summary>Where the spectra come from.</summary>
    [Description("where the spectra come from")]
    public DataSpec Data { get; init; } = new();

    /// <summary>Seed of every random stream. Default 1.</summary>
    [Description("of every random stream")]
    public long Seed { get; init; } = 1;

    /// <summary>Monte-Carlo resamplings, or the most of them. Default 8 (source A).</summary>
    [Description("Monte-Carlo resamplings 7:2:1, or {from: 8, to: 64, until: decided}")]
    public int Folds { get => _folds; init => _folds = value; }

    /// <summary>
    /// Resamplings to begin with, where more are added, up to <see cref="Folds"/>, while a comparison is undecided; null, the default, for
    /// all at once. In specs both are <c>folds</c> (<see cref="FoldChoice"/>).
    /// </summary>
    [JsonIgnore]
    public int? FirstFolds { get => _firstFolds; init => _firstFolds = value; }

    /// <summary>Slugs or names of the targets whose cells are trained; empty, the default, for all.</summary>
    [Description("whose cells are trained; [] for all")]
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>
    /// Targets whose augmented cells are trained, a subset of <see cref="Targets"/>; empty, the default, for the same. Reference
    /// cells of all <see cref="Targets"/> are always trained.
    /// </summary>
    [Description("whose augmented cells are trained; [] for the same")]
    public IReadOnlyList<string> AugmentedTargets { get; init; } = [];

    /// <summary>Slugs of the model families. Default: the network of source A, one a target.</summary>
    [Description("{models}")]
    public IReadOnlyList<string> Models { get; init; } = ["mlp"];

    /// <summary>Slugs of the strategies. Default: those of source A. <c>e</c> is always included.</summary>
    [Description("{strategies}; e is always included")]
    public IReadOnlyList<string> Strategies { get; init; } = ["e", "vae-n", "vae-u", "cvae-n"];

    /// <summary>What is done to every spectrum before the channels are scaled, in this order. Default nothing.</summary>
    [Description("before scaling, e.g. [{kind: snv}, {kind: savitzkyGolay, window: 11, polynomial: 2, derivative: 1}]")]
    public IReadOnlyList<PreprocessingStep> Preprocessing { get; init; } = [];

    /// <summary>Rows that fit the scaling of channels to [0, 1]. Default training.</summary>
    [Description("rows that fit the scaling of channels to [0, 1]: training or dataset")]
    public ChannelScalingRows Scaling { get; init; } = ChannelScalingRows.Training;

    /// <summary>Unit in which networks see targets. Default standardized; the <c>paper</c> preset has raw.</summary>
    [Description("unit in which networks see targets: standardized or raw")]
    public TargetScalingKind TargetScaling { get; init; } = TargetScalingKind.Standardized;

    /// <summary>
    /// Trainer: <c>cpu</c> (default; the same bits everywhere), <c>torch</c> (many networks in one pass, on silos that offer it) or
    /// <c>auto</c>, which is resolved once when the sweep is submitted; see <see cref="TrainerChoice"/>. A silo with a GPU does the work of
    /// <c>cpu</c>, with its bits (experimental, not yet run on a device); that is no other trainer.
    /// </summary>
    [Description("cpu, torch (on silos that offer it) or auto")]
    public string Trainer { get; init; } = "cpu";

    /// <summary>The regression network and its training.</summary>
    [Description("regression networks mlp and mlp-group")]
    public RegressionSpec Regression { get; init; } = new();

    /// <summary>The convolutional multitask network and its training.</summary>
    [Description("convolutional network cnn-multitask")]
    public MultitaskSpec Multitask { get; init; } = new();

    /// <summary>PLS regression.</summary>
    [Description("PLS regression")]
    public PlsSpec Pls { get; init; } = new();

    /// <summary>The generators and their training.</summary>
    [Description("VAE and cVAE, and how generated spectra are drawn from them")]
    public GeneratorSpec Generator { get; init; } = new();

    /// <summary>The forward model of the strategy <c>sim</c>.</summary>
    [Description("forward model of the strategy sim")]
    public SimulationSpec Simulation { get; init; } = new();

    /// <summary>How strategies are compared.</summary>
    [Description("how strategies are compared with e, and models with PLS")]
    public StatisticsSpec Statistics { get; init; } = new();

    /// <summary>Whether and how intervals and warnings of outliers are judged.</summary>
    [Description("prediction intervals and warnings of outliers")]
    public TrustSpec Trust { get; init; } = new();

    /// <summary>The options of a section that a family, strategy or generator kind owns.</summary>
    public object Options(SpecSection section) => _sections.GetValueOrDefault(section.Key, section.Default);

    /// <summary>This spec with other options in a section.</summary>
    public SweepSpec With(SpecSection section, object options)
    {
        SweepSpec changed = this with { };
        changed.Take(section, options);
        return changed;
    }

    internal void Take(SpecSection section, object options) => _sections = _sections.SetItem(section.Key, options);

    /// <inheritdoc/>
    public static void Extend(JsonTypeInfo type)
    {
        SpecSection.AddTo(type);
        for (int p = type.Properties.Count - 1; p >= 0; p--)
            if (type.Properties[p].Name == "firstFolds") type.Properties.RemoveAt(p);
            else if (type.Properties[p].Name == "folds")
            {
                JsonPropertyInfo folds = type.CreateJsonPropertyInfo(typeof(FoldChoice), "folds");
                folds.Get = one => new FoldChoice(((SweepSpec)one)._folds, ((SweepSpec)one)._firstFolds);
                folds.Set = (one, value) => (((SweepSpec)one)._folds, ((SweepSpec)one)._firstFolds) = (FoldChoice)value!;
                folds.AttributeProvider = type.Properties[p].AttributeProvider;
                type.Properties[p] = folds;
            }
    }
}

/// <summary>Rows that fit the scaling of channels.</summary>
public enum ChannelScalingRows
{
    /// <summary>The fold's training rows, so that nothing of the test rows leaks.</summary>
    Training,

    /// <summary>All rows, as in source A.</summary>
    Dataset,
}

/// <summary>Unit in which networks see targets.</summary>
public enum TargetScalingKind
{
    /// <summary>The dataset's own unit, as in source A.</summary>
    Raw,

    /// <summary>Minus mean, divided by standard deviation of the fold's training rows.</summary>
    Standardized,
}
