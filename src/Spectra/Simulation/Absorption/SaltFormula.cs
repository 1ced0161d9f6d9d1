namespace IonSweep.Spectra.Simulation.Absorption;

/// <summary>Ions of one formula unit.</summary>
/// <param name="Salt">The salt.</param>
/// <param name="Cation">Its cation.</param>
/// <param name="Cations">Cations in the formula.</param>
/// <param name="Anion">Its anion.</param>
/// <param name="Anions">Anions in the formula.</param>
internal readonly record struct SaltFormula(Salt Salt, Ion Cation, int Cations, Ion Anion, int Anions);
