namespace IonSweep.Learning.Torch.Runtime;

/// <summary>libtorch, or the CUDA device that was asked for, is not there. The message says what is missing and what to do.</summary>
public sealed class TorchUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
