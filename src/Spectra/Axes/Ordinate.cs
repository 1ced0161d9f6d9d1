namespace IonSweep.Spectra.Axes;

/// <summary>What the values of a spectrum are.</summary>
public enum Ordinate
{
    /// <summary>The file does not say.</summary>
    Unknown,

    /// <summary>Absorbance, −log₁₀ of the transmittance; also log₁₀(1/R) of a reflectance R, which near infrared calls so.</summary>
    Absorbance,

    /// <summary>Transmittance as a fraction, 0 to 1.</summary>
    Transmittance,

    /// <summary>Transmittance in per cent.</summary>
    TransmittancePercent,

    /// <summary>Reflectance as a fraction, 0 to 1.</summary>
    Reflectance,

    /// <summary>Intensity in counts or any other unit of the detector's.</summary>
    Intensity,

    /// <summary>Reflectance in per cent.</summary>
    ReflectancePercent,

    /// <summary>Kubelka–Munk function (1 − R)² / 2R of the diffuse reflectance R.</summary>
    KubelkaMunk,
}
