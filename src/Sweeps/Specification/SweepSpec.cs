using IonSweep.Learning.Networks;

namespace IonSweep.Sweeps.Specification;

/// <summary>
/// What to train: the protocol and the choice of folds, targets and strategies. Together with the dataset it determines every
/// result. Written as YAML or JSON in camel case; every default stands here.
/// </summary>
public sealed record SweepSpec
{
    /// <summary>Preset the spec started from: <c>paper</c>, <c>quick</c> or <c>custom</c>.</summary>
    public string Preset { get; init; } = "custom";

    /// <summary>
    /// Why this is not the full protocol; empty for a full one. A sweep with a text here is called "shortened protocol" in every output.
    /// </summary>
    public string Shortened { get; init; } = "";

    /// <summary>Where the spectra come from.</summary>
    public DataSpec Data { get; init; } = new();

    /// <summary>Seed of every random stream. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Monte-Carlo resamplings. Default 8 (source A).</summary>
    public int Folds { get; init; } = 8;

    /// <summary>Slugs or names of the targets whose cells are trained; empty, the default, for all.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>
    /// Targets whose augmented cells are trained, a subset of <see cref="Targets"/>; empty, the default, for the same. Reference
    /// cells of all <see cref="Targets"/> are always trained.
    /// </summary>
    public IReadOnlyList<string> AugmentedTargets { get; init; } = [];

    /// <summary>Slugs of the strategies. Default: those of source A. <c>e</c> is always included.</summary>
    public IReadOnlyList<string> Strategies { get; init; } = ["e", "vae-n", "vae-u", "cvae-n"];

    /// <summary>Rows that fit the scaling of channels to [0, 1]. Default training.</summary>
    public ChannelScalingRows Scaling { get; init; } = ChannelScalingRows.Training;

    /// <summary>Unit in which networks see targets. Default standardized; the <c>paper</c> preset has raw.</summary>
    public TargetScalingKind TargetScaling { get; init; } = TargetScalingKind.Standardized;

    /// <summary>Trainer: <c>cpu</c> (default) or <c>torch</c>.</summary>
    public string Trainer { get; init; } = "cpu";

    /// <summary>The regression network and its training.</summary>
    public RegressionSpec Regression { get; init; } = new();

    /// <summary>The generators and their training.</summary>
    public GeneratorSpec Generator { get; init; } = new();

    /// <summary>How strategies are compared.</summary>
    public StatisticsSpec Statistics { get; init; } = new();
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
    public string Source { get; init; } = "simulate";

    /// <summary>CSV file, for <c>file</c>.</summary>
    public string File { get; init; } = "";

    /// <summary>SHA-256 of a stored dataset in hexadecimal, for <c>stored</c>.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Simulator, for <c>simulate</c>. Default absorption.</summary>
    public string Simulator { get; init; } = "absorption";

    /// <summary>Seed of the simulated noise and preparation errors, for <c>simulate</c>. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>For <c>simulate</c>: keep every n-th solution of the design. Default 1, all.</summary>
    public int EveryNth { get; init; } = 1;
}

/// <summary>The regression network of every cell (source A, section on autonomous determination).</summary>
public sealed record RegressionSpec
{
    /// <summary>Hidden layers. Default 64, 16.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [64, 16];

    /// <summary>Adam's step size. Default 0.001.</summary>
    public double LearningRate { get; init; } = 0.001;

    /// <summary>Rows per step. Default 64.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Epochs without improvement before training stops. Default 250.</summary>
    public int Patience { get; init; } = 250;

    /// <summary>Most epochs. Default 10,000.</summary>
    public int EpochCap { get; init; } = 10_000;
}

/// <summary>The VAE and cVAE (source A) and how patterns are drawn from them.</summary>
public sealed record GeneratorSpec
{
    /// <summary>Hidden neurons of encoder and decoder. Default 256.</summary>
    public int Hidden { get; init; } = 256;

    /// <summary>Latent variables. Default 91.</summary>
    public int Latents { get; init; } = 91;

    /// <summary>What the decoder's input layer computes. Default dense.</summary>
    public DecoderInput DecoderInput { get; init; } = DecoderInput.Dense;

    /// <summary>Adam's step size. Default 0.001.</summary>
    public double LearningRate { get; init; } = 0.001;

    /// <summary>Rows per step. Default 64.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Epochs without improvement before training stops. Default 250.</summary>
    public int Patience { get; init; } = 250;

    /// <summary>Most epochs. Default 10,000.</summary>
    public int EpochCap { get; init; } = 10_000;

    /// <summary>Width of the uniform latent distribution of <c>vae-u</c>. Default range.</summary>
    public UniformWidth UniformWidth { get; init; } = UniformWidth.Range;

    /// <summary>Labels outside this range discard a pattern. Default 0..max (source A).</summary>
    public LabelRange LabelRange { get; init; } = LabelRange.ZeroToMax;

    /// <summary>Draws per wanted pattern after which a generator fails. Default 200.</summary>
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
    ThreeSd,
}

/// <summary>Range that a generated pattern's labels must lie in, per target over the whole dataset.</summary>
public enum LabelRange
{
    /// <summary>0 to the largest value.</summary>
    ZeroToMax,

    /// <summary>The smallest to the largest value.</summary>
    MinToMax,
}

/// <summary>How strategies are compared with E.</summary>
public sealed record StatisticsSpec
{
    /// <summary>Family-wise error rate of Holm's procedure. Default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>Complete pairs below which no verdict is given. Default 5.</summary>
    public int MinimumFolds { get; init; } = 5;
}
