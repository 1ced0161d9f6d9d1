namespace IonSweep.Learning.Forward;

/// <summary>Spectra drawn from a forward model.</summary>
/// <param name="Spectra">Rows × C, in the units that the model was fitted to.</param>
/// <param name="Targets">Rows × T, row-major, in the units that the model was fitted to.</param>
public sealed record SyntheticSpectra(Matrix Spectra, float[] Targets);
