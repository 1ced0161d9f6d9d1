namespace IonSweep.Spectra.Preprocessing;

/// <summary>A preprocessing step cannot be done. The message names the step, what was found and what was expected.</summary>
public sealed class InvalidPreprocessingException(string message) : Exception(message);
