namespace IonSweep.Spectra.Simulation.Libs;

/// <summary>One line of an atom's or ion's spectrum.</summary>
/// <param name="Element">Chemical symbol.</param>
/// <param name="Stage">1 for the neutral atom (I), 2 for the singly charged ion (II).</param>
/// <param name="Wavelength">In air, nm.</param>
/// <param name="TransitionProbability">Aₖᵢ, s⁻¹.</param>
/// <param name="LowerEnergy">Eᵢ above the stage's ground level, eV.</param>
/// <param name="UpperEnergy">Eₖ above the stage's ground level, eV.</param>
/// <param name="LowerDegeneracy">gᵢ = 2Jᵢ + 1.</param>
/// <param name="UpperDegeneracy">gₖ = 2Jₖ + 1.</param>
public sealed record EmissionLine(
    string Element, int Stage, double Wavelength, double TransitionProbability, double LowerEnergy, double UpperEnergy, int LowerDegeneracy,
    int UpperDegeneracy);
