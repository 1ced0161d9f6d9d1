using IonSweep.Formats.Tables;
using IonSweep.Spectra.Axes;

namespace IonSweep.Formats.Instruments;

/// <summary>Words by which instruments name axes and values.</summary>
internal static class InstrumentWords
{
    private const float HighestFraction = 1.5f; // of a reflectance; noise goes beyond it, a median does not

    // Beginnings, in English, German, French, Spanish, Italian, Portuguese, Russian and Japanese.
    private static readonly string[] Wavelengths =
    [
        "wavelength", "wvl", "lambda", "λ", "wellenlänge", "wellenlaenge", "longueurdonde", "longituddeonda", "lunghezzadonda",
        "comprimentodeonda", "длинаволны", "波長",
    ];

    private static readonly string[] Wavenumbers =
        ["wellenzahl", "nombredonde", "númerodeonda", "numerodeonda", "numerodonda", "волновоечисло", "波数"];

    private static readonly string[] OtherAxes =
    [
        "wave", "raman", "shift", "energy", "pixel", "channel", "xaxis", "freq", "position", "time", "zeit", "temps", "tiempo", "tempo",
        "temperature", "theta", "2theta", "2θ", "angle", "mz", "mass", "ppm", "field", "retention", "voltage", "potential",
    ];

    private static readonly string[] Measures =
        ["", "value", "values", "signal", "y", "ydata", "yaxis", "data", "spectrum", "counts", "count", "amplitude", "response"];

    /// <summary>Small letters and digits alone.</summary>
    public static string Folded(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>Whether a heading is that of an axis.</summary>
    public static bool IsAxis(string heading)
    {
        string folded = Folded(heading);
        return folded is "x" or "w" or "wl" || UnitAlone(heading) is not null
            || Begins(folded, Wavelengths) || Begins(folded, Wavenumbers) || Begins(folded, OtherAxes);
    }

    /// <summary>Whether a heading is that of wavelengths, whatever their unit.</summary>
    public static bool IsWavelength(string heading) => Folded(heading) is var folded && (folded is "wl" || Begins(folded, Wavelengths));

    /// <summary>The unit that a heading or a setting names; null for none.</summary>
    public static AxisUnit? UnitOf(string text)
    {
        if (AxisHeader.UnitOf(text.Replace('_', ' ')) is { } unit) return unit;
        string folded = Folded(text);
        return Begins(folded, Wavenumbers) ? AxisUnit.Wavenumber : Begins(folded, ["pixel", "channel"]) ? AxisUnit.Channel : null;
    }

    /// <summary>The unit of the whole of a text; null for one that says more.</summary>
    public static AxisUnit? UnitAlone(string text) => text.Trim().Trim('[', ']', '(', ')').ToLowerInvariant() switch
    {
        "nm" or "nanometer" or "nanometers" or "nanometre" or "nanometres" => AxisUnit.Nanometre,
        "cm-1" or "cm^-1" or "1/cm" or "cm⁻¹" or "cm-¹" or "wavenumber" or "wavenumbers" => AxisUnit.Wavenumber,
        "raman shift" or "rel. 1/cm" => AxisUnit.RamanShift,
        "µm" or "μm" or "um" => AxisUnit.Micrometre,
        "ev" => AxisUnit.ElectronVolt,
        _ => null,
    };

    /// <summary>What values are by words above them or in settings; fraction or per cent by the values where no word says.</summary>
    public static Ordinate OrdinateOf(string words, ReadOnlySpan<float> values)
    {
        string text = words.Trim().TrimEnd('.').Trim('[', ']', '(', ')');
        Ordinate ordinate = OrdinateUnits.Of(text, values);
        return ordinate == Ordinate.Reflectance && Median(values) > HighestFraction ? Ordinate.ReflectancePercent : ordinate;
    }

    /// <summary>A heading that says what values are, or nothing, and thus is no name of a spectrum.</summary>
    public static bool IsMeasure(string heading) => Measures.Contains(Folded(heading)) || ColumnKind.Of(heading) is not null
        || OrdinateOf(heading, []) != Ordinate.Unknown || UnitAlone(heading) is not null || IsAxis(heading);

    private static bool Begins(string folded, string[] words) => words.Any(word => folded.StartsWith(word, StringComparison.Ordinal));

    private static float Median(ReadOnlySpan<float> values)
    {
        if (values.IsEmpty) return 0;
        float[] sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }
}
