namespace IonSweep.Learning.Forward;

/// <summary>Training rows allow no forward model. The message says why and what to do.</summary>
public sealed class ForwardFitException(string message) : Exception(message);
