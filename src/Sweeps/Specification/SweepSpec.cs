using System.ComponentModel;
using System.Text.Json.Serialization;
using IonSweep.Learning.Forward;
using IonSweep.Learning.Networks;
using IonSweep.Spectra.Preprocessing;

namespace IonSweep.Sweeps.Specification;

/// <summary>
/// What to train: the protocol and the choice of folds, targets and strategies. Together with the dataset it determines every
/// result. Written as YAML or JSON in camel case; every default stands here. A property's Description is the comment that
/// <see cref="SpecWriter"/> puts beside it.
/// </summary>
public sealed record SweepSpec
{
    /// <summary>Preset the spec started from (<see cref="SpecPresets"/>).</summary>
    [Description("preset this started from: paper, quick, custom, models or libs")]
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

    /// <summary>Monte-Carlo resamplings. Default 8 (source A).</summary>
    [Description("Monte-Carlo resamplings 7:2:1")]
    public int Folds { get; init; } = 8;

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
    [Description("univariate, pls, mlp, mlp-group, cnn-multitask")]
    public IReadOnlyList<string> Models { get; init; } = ["mlp"];

    /// <summary>Slugs of the strategies. Default: those of source A. <c>e</c> is always included.</summary>
    [Description("e, vae-n, vae-u, vae-u-sqrt3, vae-u-3sd, cvae-n, sim; e is always included")]
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
    /// Trainer: <c>cpu</c> (default; the same bits everywhere), <c>torch</c> (many networks in one pass, on silos that offer it) or <c>auto</c>, which
    /// is resolved once when the sweep is submitted; see <see cref="TrainerChoice"/>.
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
    [Description("VAE and cVAE, and how patterns are drawn from them")]
    public GeneratorSpec Generator { get; init; } = new();

    /// <summary>The forward model of the strategy <c>sim</c>.</summary>
    [Description("forward model of the strategy sim")]
    public SimulationSpec Simulation { get; init; } = new();

    /// <summary>How strategies are compared.</summary>
    [Description("how strategies are compared with e, and models with PLS")]
    public StatisticsSpec Statistics { get; init; } = new();

    /// <summary>Whether and how intervals and warnings of strange spectra are judged.</summary>
    [Description("prediction intervals and warnings of strange spectra")]
    public TrustSpec Trust { get; init; } = new();
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

/// <summary>Where the spectra come from: exactly one of a simulator, a file or a stored dataset.</summary>
public sealed record DataSpec
{
    /// <summary><c>simulate</c> (default), <c>file</c> or <c>stored</c>.</summary>
    [Description("simulate, file or stored")]
    public string Source { get; init; } = "simulate";

    /// <summary>CSV file, for <c>file</c>.</summary>
    [Description("CSV file, for file")]
    public string File { get; init; } = "";

    /// <summary>SHA-256 of a stored dataset in hexadecimal, for <c>stored</c>.</summary>
    [Description("hash of a stored dataset, for stored")]
    public string Sha256 { get; init; } = "";

    /// <summary>Simulator, for <c>simulate</c>. Default absorption.</summary>
    [Description("for simulate: absorption or libs")]
    public string Simulator { get; init; } = "absorption";

    /// <summary>Seed of the simulated noise and preparation errors, for <c>simulate</c>. Default 1.</summary>
    [Description("for simulate: noise and preparation errors")]
    public long Seed { get; init; } = 1;

    /// <summary>For <c>absorption</c>: keep every n-th solution of the design. Default 1, all.</summary>
    [Description("for absorption: keep every n-th solution")]
    public int EveryNth { get; init; } = 1;

    /// <summary>For <c>libs</c>: metallic samples of different composition. Default 100.</summary>
    [Description("for libs: samples")]
    public int Samples { get; init; } = 100;

    /// <summary>For <c>libs</c>: laser shots on each sample, each a spectrum of its own. Default 6.</summary>
    [Description("for libs: shots on each sample, each a spectrum")]
    public int ShotsPerSample { get; init; } = 6;

    /// <summary>For <c>libs</c>: distance between channels from 200 to 900 nm, in nm. Default 0.5, 1,401 channels.</summary>
    [Description("for libs: nm between channels")]
    public double ChannelStep { get; init; } = 0.5;
}

/// <summary>The regression network of every cell (source A, section on autonomous determination).</summary>
public sealed record RegressionSpec
{
    /// <summary>Hidden layers. Default 64, 16.</summary>
    [Description("neurons of each hidden layer")]
    public IReadOnlyList<int> Hidden { get; init; } = [64, 16];

    /// <summary>Adam's step size. Default 0.001.</summary>
    [Description("Adam's step size")]
    public double LearningRate { get; init; } = 0.001;

    /// <summary>Rows per step. Default 64.</summary>
    [Description("rows per step")]
    public int BatchSize { get; init; } = 64;

    /// <summary>Epochs without improvement before training stops. Default 250.</summary>
    [Description("epochs without improvement before training stops")]
    public int Patience { get; init; } = 250;

    /// <summary>Most epochs. Default 10,000.</summary>
    [Description("most epochs")]
    public int EpochCap { get; init; } = 10_000;
}

/// <summary>
/// The convolutional multitask network (after source B). Its architecture stands in
/// <see cref="CnnArchitecture"/>; it predicts all targets and, beside them, quantities that can be computed from the spectrum.
/// </summary>
public sealed record MultitaskSpec
{
    /// <summary>Adam's step size. Default 0.001.</summary>
    [Description("Adam's step size")]
    public double LearningRate { get; init; } = 0.001;

    /// <summary>Rows per step. Default 32: small sets need more steps an epoch.</summary>
    [Description("rows per step")]
    public int BatchSize { get; init; } = 32;

    /// <summary>Epochs without improvement before training stops. Default 100.</summary>
    [Description("epochs without improvement before training stops")]
    public int Patience { get; init; } = 100;

    /// <summary>Most epochs. Default 2,000.</summary>
    [Description("most epochs")]
    public int EpochCap { get; init; } = 2_000;
}

/// <summary>PLS regression.</summary>
public sealed record PlsSpec
{
    /// <summary>Most components; the validation rows choose how many are used. Default 30.</summary>
    [Description("most components; validation rows choose")]
    public int MaximumComponents { get; init; } = 30;
}

/// <summary>The forward model of the strategy <c>sim</c>: mean spectrum and noise as functions of the targets, fitted to training rows (source B).</summary>
public sealed record SimulationSpec
{
    /// <summary>A new target combination lies between a training sample and one of so many nearest ones. Default 10.</summary>
    [Description("nearest samples that new combinations lie between")]
    public int Neighbours { get; init; } = 10;

    /// <summary>Most common factors of the noise. Default 24.</summary>
    [Description("most common factors of the noise")]
    public int MaximumFactors { get; init; } = 24;

    /// <summary>What counts as noise. Default total.</summary>
    [Description("total, replicates or none")]
    public ForwardNoise Noise { get; init; } = ForwardNoise.Total;
}

/// <summary>Prediction intervals and warnings of strange spectra, and whether the sweep measures how well they work.</summary>
public sealed record TrustSpec
{
    /// <summary>Measure coverage, false alarms and how well disturbed spectra are told apart, for every model. Default false.</summary>
    [Description("measure them on test rows, for every model: true or false")]
    public bool Evaluate { get; init; }

    /// <summary>Wanted coverage of the prediction intervals. Default 0.9.</summary>
    [Description("wanted coverage of prediction intervals")]
    public double Coverage { get; init; } = 0.9;

    /// <summary>Share of undisturbed spectra that may be called strange. Default 0.05.</summary>
    [Description("accepted rate of false alarms")]
    public double FalseAlarms { get; init; } = 0.05;
}

/// <summary>The VAE and cVAE (source A) and how patterns are drawn from them.</summary>
public sealed record GeneratorSpec
{
    /// <summary>Hidden neurons of encoder and decoder. Default 256.</summary>
    [Description("hidden neurons of encoder and decoder")]
    public int Hidden { get; init; } = 256;

    /// <summary>Latent variables. Default 91.</summary>
    [Description("latent variables")]
    public int Latents { get; init; } = 91;

    /// <summary>What the decoder's input layer computes. Default dense.</summary>
    [Description("decoder's input layer: dense or sigmoid")]
    public DecoderInput DecoderInput { get; init; } = DecoderInput.Dense;

    /// <summary>Adam's step size. Default 0.001.</summary>
    [Description("Adam's step size")]
    public double LearningRate { get; init; } = 0.001;

    /// <summary>Rows per step. Default 64.</summary>
    [Description("rows per step")]
    public int BatchSize { get; init; } = 64;

    /// <summary>Epochs without improvement before training stops. Default 250.</summary>
    [Description("epochs without improvement before training stops")]
    public int Patience { get; init; } = 250;

    /// <summary>Most epochs. Default 10,000.</summary>
    [Description("most epochs")]
    public int EpochCap { get; init; } = 10_000;

    /// <summary>Width of the uniform latent distribution of <c>vae-u</c>. Default range.</summary>
    [Description("latent distribution of vae-u: range, sqrt3 or 3sd")]
    public UniformWidth UniformWidth { get; init; } = UniformWidth.Range;

    /// <summary>Labels outside this range discard a pattern. Default 0..max (source A).</summary>
    [Description("labels outside discard a pattern: 0..max or min..max")]
    public LabelRange LabelRange { get; init; } = LabelRange.ZeroToMax;

    /// <summary>Draws per wanted pattern after which a generator fails. Default 200.</summary>
    [Description("draws per wanted pattern after which a generator fails")]
    public int DrawsPerPattern { get; init; } = 200;
}

/// <summary>Width of the uniform distribution that latents are drawn from; source A leaves it open.</summary>
public enum UniformWidth
{
    /// <summary>From the smallest to the largest posterior mean of the training rows.</summary>
    Range,

    /// <summary>Mean and variance of the fitted normal distribution: mean ± √3 SD.</summary>
    Sqrt3,

    /// <summary>Mean ± 3 SD of the fitted normal distribution.</summary>
    [JsonStringEnumMemberName("3sd")]
    ThreeSd,
}

/// <summary>Range that a generated pattern's labels must lie in, per target over the whole dataset.</summary>
public enum LabelRange
{
    /// <summary>0 to the largest value.</summary>
    [JsonStringEnumMemberName("0..max")]
    ZeroToMax,

    /// <summary>The smallest to the largest value.</summary>
    [JsonStringEnumMemberName("min..max")]
    MinToMax,
}

/// <summary>How strategies are compared with E.</summary>
public sealed record StatisticsSpec
{
    /// <summary>Family-wise error rate of Holm's procedure. Default 0.05.</summary>
    [Description("family-wise error rate of Holm's procedure")]
    public double Alpha { get; init; } = 0.05;

    /// <summary>Complete pairs below which no verdict is given. Default 5.</summary>
    [Description("complete pairs below which no verdict is given")]
    public int MinimumFolds { get; init; } = 5;
}
