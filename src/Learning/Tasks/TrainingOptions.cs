namespace IonSweep.Learning.Tasks;

/// <summary>How a network is trained: Adam on shuffled batches until the validation loss no longer falls (source A).</summary>
public sealed record TrainingOptions
{
    /// <summary>Adam's step size. Default 0.001 (source A).</summary>
    public double LearningRate { get; init; } = 0.001;

    /// <summary>Decay of Adam's first moment. Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of Adam's second moment. Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of Adam's second moment. Default 1e-8.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Rows per step; the last, shorter batch of an epoch is used. Default 64 (source A).</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>
    /// Epochs without a validation loss strictly below the lowest so far after which training stops. Default 250 (source A).
    /// </summary>
    public int Patience { get; init; } = 250;

    /// <summary>Training stops here in any case, and reports it. Default 10,000.</summary>
    public int EpochCap { get; init; } = 10_000;

    /// <summary>
    /// Share that an exponential average of the weights keeps at the end of an epoch; at first it is the plain mean of all epochs. The
    /// average is what is validated and kept. Default 0: the weights themselves.
    /// </summary>
    public double Averaging { get; init; }

    /// <summary>
    /// Epochs without improvement after which the step size is halved, six times at most. Default 0: it stays.
    /// </summary>
    public int HalvingWait { get; init; }

    /// <summary>Refuses options that no training can follow.</summary>
    /// <exception cref="ArgumentException">Says which.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Patience, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(EpochCap, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(HalvingWait);
        if (Averaging is not (>= 0 and < 1)) throw new ArgumentException($"The averaging is {Averaging}; expected 0 or more, below 1.");
        if (!(LearningRate > 0 && double.IsFinite(LearningRate)))
            throw new ArgumentException($"The learning rate is {LearningRate}; expected a positive number.");
    }
}
