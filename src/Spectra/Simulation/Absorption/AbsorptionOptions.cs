namespace IonSweep.Spectra.Simulation.Absorption;

/// <summary>What the absorption simulator makes.</summary>
public sealed record AbsorptionOptions
{
    /// <summary>Seed of noise, baseline drift and errors of preparation. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>
    /// Keeps solutions 0, n, 2n, … of the design; each has the same spectrum as in the full set. Default 1, all 3,744.
    /// </summary>
    public int EveryNth { get; init; } = 1;
}
