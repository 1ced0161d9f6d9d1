namespace IonSweep.Spectra;

/// <summary>Input data was rejected. The message names file, row and column where known, what was found and what was expected.</summary>
public sealed class InvalidDatasetException(string message, Exception? inner = null) : Exception(message, inner);
