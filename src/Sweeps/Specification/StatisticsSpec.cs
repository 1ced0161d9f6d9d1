using System.ComponentModel;

namespace IonSweep.Sweeps.Specification;

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
