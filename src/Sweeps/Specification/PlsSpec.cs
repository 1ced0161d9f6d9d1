using System.ComponentModel;

namespace IonSweep.Sweeps.Specification;

/// <summary>PLS regression.</summary>
public sealed record PlsSpec
{
    /// <summary>Most components; the validation rows choose how many are used. Default 30.</summary>
    [Description("most components; validation rows choose")]
    public int MaximumComponents { get; init; } = 30;
}
