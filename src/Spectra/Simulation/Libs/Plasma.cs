namespace IonSweep.Spectra.Simulation.Libs;

/// <summary>A homogeneous plasma in local thermodynamic equilibrium, as one shot makes it.</summary>
/// <param name="Temperature">K.</param>
/// <param name="ElectronDensity">cm⁻³.</param>
/// <param name="ColumnDensity">Atoms and ions of all elements along the line of sight, cm⁻².</param>
public readonly record struct Plasma(double Temperature, double ElectronDensity, double ColumnDensity);
