namespace IonSweep.Learning.Training;

/// <summary>A network at its best epoch.</summary>
/// <typeparam name="TWeights">Weights of its kind.</typeparam>
/// <param name="Weights">Of the best epoch.</param>
/// <param name="History">How the training went.</param>
public sealed record Trained<TWeights>(TWeights Weights, TrainingHistory History);
