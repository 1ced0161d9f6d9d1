namespace IonSweep.Learning.Forward;

/// <summary>How a forward model is estimated and drawn from.</summary>
public sealed record ForwardOptions
{
    /// <summary>
    /// A synthetic target combination lies between a training sample and one of so many nearest samples (distance in standardised
    /// targets). Few keep the targets' distribution, all samples would fill their convex hull. Default 10.
    /// </summary>
    public int Neighbours { get; init; } = 10;

    /// <summary>Most common factors of the noise. Default 24.</summary>
    public int MaximumFactors { get; init; } = 24;

    /// <summary>What counts as noise. Default total.</summary>
    public ForwardNoise Noise { get; init; } = ForwardNoise.Total;
}

/// <summary>What a synthetic spectrum deviates by from the mean spectrum of its targets.</summary>
public enum ForwardNoise
{
    /// <summary>
    /// Scatter between replicates of a sample, where there are any, and deviations of samples from the mean model: what makes single
    /// spectra look as they do.
    /// </summary>
    Total,

    /// <summary>Scatter between replicates alone; needs samples with two spectra or more.</summary>
    Replicates,

    /// <summary>None: mean spectra.</summary>
    None,
}
