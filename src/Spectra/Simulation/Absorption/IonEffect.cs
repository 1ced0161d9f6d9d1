namespace IonSweep.Spectra.Simulation.Absorption;

/// <summary>What one mole of an ion per litre does to the absorption of water and to light at the cell's windows.</summary>
/// <param name="Ion">The ion.</param>
/// <param name="Volume">Apparent molar volume, cm³/mol: displaces water.</param>
/// <param name="Hydration">Water molecules bound in its shell.</param>
/// <param name="Shift">Shift of the shell water's near-infrared band, cm⁻¹; negative to longer wavelengths.</param>
/// <param name="Broadening">Factor on that band's width; its area is kept.</param>
/// <param name="RefractiveIncrement">Rise of the solution's refractive index, L/mol.</param>
/// <param name="NitrateShift">Shift of the nitrate band at 302 nm, cm⁻¹ L/mol; positive to shorter wavelengths.</param>
internal readonly record struct IonEffect(
    Ion Ion, double Volume, double Hydration, double Shift, double Broadening, double RefractiveIncrement, double NitrateShift);
