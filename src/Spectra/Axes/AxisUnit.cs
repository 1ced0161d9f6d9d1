namespace IonSweep.Spectra.Axes;

/// <summary>What the positions of a spectrum's channels are, and their unit.</summary>
public enum AxisUnit
{
    /// <summary>Wavelength in nanometres.</summary>
    Nanometre,

    /// <summary>Wavelength in micrometres.</summary>
    Micrometre,

    /// <summary>Wavenumber in cm⁻¹.</summary>
    Wavenumber,

    /// <summary>Raman shift in cm⁻¹, from the exciting line.</summary>
    RamanShift,

    /// <summary>Photon energy in electronvolts.</summary>
    ElectronVolt,

    /// <summary>Index of the channel: the file names no physical position.</summary>
    Channel,
}
