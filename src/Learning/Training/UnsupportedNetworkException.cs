using IonSweep.Learning.Tasks;

namespace IonSweep.Learning.Training;

/// <summary>A trainer does not have the network that a task asks for.</summary>
/// <param name="trainer">Name of the trainer.</param>
/// <param name="task">What was asked for.</param>
public sealed class UnsupportedNetworkException(string trainer, NetworkTask task)
    : Exception($"The trainer '{trainer}' has no networks of kind '{task.Network}'; choose another trainer, such as 'cpu'.");
