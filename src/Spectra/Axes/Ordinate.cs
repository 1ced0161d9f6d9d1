namespace IonSweep.Spectra.Axes;

/// <summary>What the values of a spectrum are.</summary>
public enum Ordinate
{
    /// <summary>The file does not say.</summary>
    Unknown,

    /// <summary>Absorbance, −log₁₀ of the transmittance.</summary>
    Absorbance,

    /// <summary>Transmittance as a fraction, 0 to 1.</summary>
    Transmittance,

    /// <summary>Transmittance in per cent.</summary>
    TransmittancePercent,

    /// <summary>Reflectance as a fraction, 0 to 1.</summary>
    Reflectance,

    /// <summary>Intensity in counts or any other unit of the detector's.</summary>
    Intensity,
}
