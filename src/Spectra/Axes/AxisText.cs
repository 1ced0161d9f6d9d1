namespace IonSweep.Spectra.Axes;

/// <summary>Axes and ordinates in words.</summary>
public static class AxisText
{
    /// <summary>The unit behind a number, with its blank: <c> nm</c>; empty for a channel index.</summary>
    public static string Suffix(this AxisUnit unit) => unit switch
    {
        AxisUnit.Nanometre => " nm",
        AxisUnit.Micrometre => " µm",
        AxisUnit.Wavenumber or AxisUnit.RamanShift => " cm⁻¹",
        AxisUnit.ElectronVolt => " eV",
        _ => "",
    };

    /// <summary>The name of the axis of a figure: <c>wavelength (nm)</c>.</summary>
    public static string Title(this AxisUnit unit) => unit switch
    {
        AxisUnit.Nanometre or AxisUnit.Micrometre => $"wavelength ({unit.Suffix().Trim()})",
        AxisUnit.Wavenumber => "wavenumber (cm⁻¹)",
        AxisUnit.RamanShift => "Raman shift (cm⁻¹)",
        AxisUnit.ElectronVolt => "energy (eV)",
        _ => "channel",
    };

    /// <summary>An ordinate in words: <c>absorbance</c>.</summary>
    public static string Name(this Ordinate ordinate) => ordinate switch
    {
        Ordinate.Absorbance => "absorbance",
        Ordinate.Transmittance => "transmittance",
        Ordinate.TransmittancePercent => "transmittance in per cent",
        Ordinate.Reflectance => "reflectance",
        Ordinate.Intensity => "intensity",
        _ => "unknown",
    };
}
