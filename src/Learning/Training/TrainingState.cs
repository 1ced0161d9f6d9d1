namespace IonSweep.Learning.Training;

/// <summary>Where a training stands, apart from its parameters, as checkpoints keep it.</summary>
/// <param name="Epoch">Completed epochs.</param>
/// <param name="NextRow">Rows of the running epoch that are done.</param>
/// <param name="BestEpoch">Epoch (from 1) with the lowest validation loss; 0 before the first.</param>
/// <param name="LossSum">Losses of the running epoch's rows, summed.</param>
/// <param name="Powers">β₁ᵗ and β₂ᵗ after t steps.</param>
/// <param name="TrainingLosses">Mean training loss of each completed epoch.</param>
/// <param name="ValidationLosses">Validation loss after each completed epoch.</param>
internal readonly record struct TrainingState(
    int Epoch, int NextRow, int BestEpoch, double LossSum, (double Beta1, double Beta2) Powers,
    List<float> TrainingLosses, List<float> ValidationLosses);
