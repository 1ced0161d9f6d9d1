namespace IonSweep.Learning.Training;

/// <summary>
/// The device that trained failed: no memory left, the driver lost. It is no network's own fault; the training can go on later, or
/// elsewhere, from its last checkpoint.
/// </summary>
public sealed class TrainingDeviceException(string message, Exception inner) : Exception(message, inner);
