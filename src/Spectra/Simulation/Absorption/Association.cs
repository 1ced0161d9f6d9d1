namespace IonSweep.Spectra.Simulation.Absorption;

/// <summary>Association of a cation with one or two anions: cation + n anion ⇌ complex.</summary>
/// <param name="Complex">What forms.</param>
/// <param name="Cation">A free ion.</param>
/// <param name="Anion">Sulfate or nitrate.</param>
/// <param name="Anions">n, 1 or 2.</param>
/// <param name="Log10Constant">log₁₀ of the thermodynamic constant at 25 °C and no ionic strength, molar units.</param>
internal readonly record struct Association(Species Complex, Species Cation, Species Anion, int Anions, double Log10Constant);
