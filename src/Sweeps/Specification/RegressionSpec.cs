using System.ComponentModel;

namespace IonSweep.Sweeps.Specification;

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
