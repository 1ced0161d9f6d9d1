namespace IonSweep.Learning.Training;

/// <summary>A loss became NaN or infinite: the training cannot go on. The message names epoch, step and value.</summary>
public sealed class TrainingDivergedException(string message) : Exception(message);
