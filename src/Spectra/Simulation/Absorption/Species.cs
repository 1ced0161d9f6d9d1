namespace IonSweep.Spectra.Simulation.Absorption;

/// <summary>Dissolved species. The first eight are the free ions, in the order of <see cref="Ion"/>.</summary>
internal enum Species
{
    Zinc,
    Copper,
    Lithium,
    Iron,
    Nickel,
    Ammonium,
    Sulfate,
    Nitrate,
    Proton,
    HydrogenSulfate,
    IronHydroxide,
    ZincSulfate,
    CopperSulfate,
    NickelSulfate,
    LithiumSulfate,
    AmmoniumSulfate,
    IronSulfate,
    IronDisulfate,
    ZincNitrate,
    CopperNitrate,
    NickelNitrate,
    IronNitrate,
    LithiumNitrate,
}
