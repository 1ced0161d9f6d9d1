using System.ComponentModel;
using IonSweep.Learning.Forward;

namespace IonSweep.Sweeps.Specification;

/// <summary>
/// The forward model of the strategy <c>sim</c>: mean spectrum and noise as functions of the targets, fitted to training rows (source B).
/// </summary>
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
