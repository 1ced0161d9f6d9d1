namespace IonSweep.Spectra.Simulation.Libs;

/// <summary>What the LIBS simulator measures and with how many channels; the physics stands in <see cref="LibsConstants"/>.</summary>
public readonly record struct LibsOptions()
{
    /// <summary>Metallic samples of different composition. Default 100.</summary>
    public int Samples { get; init; } = 100;

    /// <summary>Laser shots on each sample, each a spectrum of its own. Default 6.</summary>
    public int ShotsPerSample { get; init; } = 6;

    /// <summary>Seed of compositions, plasma fluctuations and noise. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Wavelength of the first channel, nm, at least 150. Default 200.</summary>
    public double FirstWavelength { get; init; } = 200;

    /// <summary>Wavelength that the last channel does not pass, nm, at most 1500. Default 900.</summary>
    public double LastWavelength { get; init; } = 900;

    /// <summary>Distance between channels, nm. Default 0.5: 1,401 channels.</summary>
    public double ChannelStep { get; init; } = 0.5;

    /// <summary>Full width at half maximum of the instrument's Gaussian profile, nm. Default 0.8.</summary>
    public double InstrumentWidth { get; init; } = 0.8;
}
