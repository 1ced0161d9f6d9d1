namespace IonSweep.Learning.Cpu;

/// <summary>Where a training stands, apart from its parameters.</summary>
internal sealed class TrainingState
{
    /// <summary>Completed epochs.</summary>
    public int Epoch { get; set; }

    /// <summary>Rows of the running epoch that are done.</summary>
    public int NextRow { get; set; }

    /// <summary>Their losses, summed.</summary>
    public double LossSum { get; set; }

    /// <summary>Epoch (from 1) with the lowest validation loss; 0 before the first.</summary>
    public int BestEpoch { get; set; }

    /// <summary>β₁ᵗ after t steps.</summary>
    public double Beta1Power { get; set; } = 1;

    /// <summary>β₂ᵗ after t steps.</summary>
    public double Beta2Power { get; set; } = 1;

    /// <summary>Mean training loss of each completed epoch.</summary>
    public List<float> TrainingLosses { get; } = [];

    /// <summary>Validation loss after each completed epoch.</summary>
    public List<float> ValidationLosses { get; } = [];
}
