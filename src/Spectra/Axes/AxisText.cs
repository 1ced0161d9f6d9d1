namespace IonSweep.Spectra.Axes;

/// <summary>Axes in words.</summary>
public static class AxisText
{
    private static readonly (string Word, AxisUnit Unit)[] Words =
    [
        ("nm", AxisUnit.Nanometre), ("um", AxisUnit.Micrometre), ("cm-1", AxisUnit.Wavenumber), ("raman-shift", AxisUnit.RamanShift),
        ("eV", AxisUnit.ElectronVolt), ("channel", AxisUnit.Channel),
    ];

    /// <summary>The words by which commands and files name the units.</summary>
    public static IReadOnlyList<string> AllWords { get; } = [.. Words.Select(one => one.Word)];

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

    /// <summary>Header of a table's column of positions, in ASCII: <c>wavelength_nm</c>.</summary>
    public static string ColumnName(this AxisUnit unit) => unit switch
    {
        AxisUnit.Nanometre or AxisUnit.Micrometre => $"wavelength_{unit.Word()}",
        AxisUnit.Wavenumber => "wavenumber_cm-1",
        AxisUnit.RamanShift => "raman_shift_cm-1",
        AxisUnit.ElectronVolt => "energy_eV",
        _ => "channel",
    };

    /// <summary>The word by which commands and files name the unit: <c>cm-1</c>.</summary>
    public static string Word(this AxisUnit unit) => Words.First(one => one.Unit == unit).Word;

    /// <summary>The unit of a word, or null.</summary>
    public static AxisUnit? Parse(string word)
    {
        foreach ((string known, AxisUnit unit) in Words)
            if (known.Equals(word, StringComparison.OrdinalIgnoreCase)) return unit;
        return null;
    }

    /// <summary>
    /// Figures draw this axis from high values at the left to low ones at the right, as is the custom for infrared wavenumbers.
    /// </summary>
    public static bool RunsHighToLow(this AxisUnit unit) => unit == AxisUnit.Wavenumber;
}
