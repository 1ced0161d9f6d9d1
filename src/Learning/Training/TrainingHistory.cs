namespace IonSweep.Learning.Training;

/// <summary>How a training went. Losses are in scaled units; index 0 is epoch 1.</summary>
/// <param name="TrainingLoss">Mean over the epoch's rows of the loss seen while training.</param>
/// <param name="ValidationLoss">Validation loss after each epoch.</param>
/// <param name="BestEpoch">Epoch (from 1) whose weights were kept.</param>
/// <param name="CapHit">Training ended at the epoch cap, not by the stopping rule.</param>
public sealed record TrainingHistory(IReadOnlyList<float> TrainingLoss, IReadOnlyList<float> ValidationLoss, int BestEpoch, bool CapHit)
{
    /// <summary>Epochs trained.</summary>
    public int Epochs => ValidationLoss.Count;

    /// <summary>Lowest validation loss.</summary>
    public float BestValidationLoss => ValidationLoss[BestEpoch - 1];
}
