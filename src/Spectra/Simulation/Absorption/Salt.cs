namespace IonSweep.Spectra.Simulation.Absorption;

/// <summary>The salts that solutions are made of; <see cref="AbsorptionConstants.Salts"/> has what each dissolves into.</summary>
internal enum Salt
{
    ZincNitrate,
    CopperNitrate,
    CopperSulfate,
    LithiumNitrate,
    IronNitrate,
    NickelSulfate,
    AmmoniumSulfate,
    AmmoniumNitrate,
}
