namespace IonSweep.Spectra.Simulation.Absorption;

/// <summary>
/// One absorption band: a Gaussian in wavenumber (the shape that Brown and Kester, Appl. Spectrosc. 34 (1980) 377, fitted).
/// </summary>
/// <param name="Species">What absorbs.</param>
/// <param name="Wavelength">Position of the maximum, nm.</param>
/// <param name="Absorptivity">Molar absorptivity at the maximum, L mol⁻¹ cm⁻¹ (decadic).</param>
/// <param name="Width">Full width at half maximum, cm⁻¹.</param>
internal readonly record struct AbsorptionBand(Species Species, double Wavelength, double Absorptivity, double Width);
