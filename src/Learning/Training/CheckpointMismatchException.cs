namespace IonSweep.Learning.Training;

/// <summary>A checkpoint belongs to another task, trainer or numerics version. The message names the difference.</summary>
public sealed class CheckpointMismatchException(string message) : Exception(message);
