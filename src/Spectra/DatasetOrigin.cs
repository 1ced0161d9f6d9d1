namespace IonSweep.Spectra;

/// <summary>Where spectra come from. Every output that holds a number from simulated spectra says so.</summary>
/// <param name="IsSimulated">True when a simulator made the spectra, false when an instrument measured them.</param>
/// <param name="Description">For a reader: the file's name, or simulator, version and seed.</param>
public sealed record DatasetOrigin(bool IsSimulated, string Description);
