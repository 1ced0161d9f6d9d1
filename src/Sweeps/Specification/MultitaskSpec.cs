using System.ComponentModel;
using IonSweep.Learning.Networks;

namespace IonSweep.Sweeps.Specification;

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
