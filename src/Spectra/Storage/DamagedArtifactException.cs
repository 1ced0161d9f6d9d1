namespace IonSweep.Spectra.Storage;

/// <summary>
/// Stored bytes are truncated, altered or not what was asked for. The message names the artifact and what is wrong with it.
/// </summary>
public sealed class DamagedArtifactException(string message, Exception? inner = null) : Exception(message, inner);
