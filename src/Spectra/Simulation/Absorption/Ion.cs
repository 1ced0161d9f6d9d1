namespace IonSweep.Spectra.Simulation.Absorption;

/// <summary>The eight ions of source A, in the order of the targets.</summary>
internal enum Ion
{
    Zinc,
    Copper,
    Lithium,
    Iron,
    Nickel,
    Ammonium,
    Sulfate,
    Nitrate,
}
