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

    /// <summary>A difference below this share of the reference's mean MAE counts as equivalent. Default 0.05.</summary>
    [Description("a difference below this share of e's error is equivalent")]
    public double Margin { get; init; } = 0.05;
}
