namespace IonSweep.Learning.Gpu.Devices;

/// <summary>There is no CUDA device that the trainer <c>gpu</c> can use; the message says why and what to do.</summary>
public sealed class GpuUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
