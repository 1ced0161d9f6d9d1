using System.ComponentModel;
using System.Text.Json.Serialization;
using IonSweep.Learning.Networks;

namespace IonSweep.Sweeps.Specification;

/// <summary>The VAE and cVAE (source A) and how generated spectra are drawn from them.</summary>
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

    /// <summary>Labels outside this range discard a generated spectrum. Default 0..max (source A).</summary>
    [Description("labels outside discard a generated spectrum: 0..max or min..max")]
    public LabelRange LabelRange { get; init; } = LabelRange.ZeroToMax;

    /// <summary>Draws per wanted spectrum after which a generator fails. Default 200.</summary>
    [Description("draws per wanted spectrum after which a generator fails")]
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

/// <summary>Range that a generated spectrum's labels must lie in, per target over the whole dataset.</summary>
public enum LabelRange
{
    /// <summary>0 to the largest value.</summary>
    [JsonStringEnumMemberName("0..max")]
    ZeroToMax,

    /// <summary>The smallest to the largest value.</summary>
    [JsonStringEnumMemberName("min..max")]
    MinToMax,
}
