using System.Globalization;
using System.Text.RegularExpressions;
using IonSweep.Spectra.Axes;

namespace IonSweep.Formats.Tables;

/// <summary>
/// A position in a header, with words around it or without: <c>1100.0</c>, <c>X4000</c>, <c>NIR.900 nm</c>, <c>4000 cm-1</c>; R writes
/// these last two as <c>NIR.900.nm</c> and <c>X4000.cm.1</c>.
/// </summary>
internal static partial class AxisHeader
{
    /// <summary>The position, and its unit where the header names one.</summary>
    /// <returns>Null for a header that is no position.</returns>
    public static (double Position, AxisUnit? Unit, string Prefix)? Parse(ReadOnlySpan<char> header)
    {
        if (header.IsEmpty || header.Length > 64) return null;
        if (double.TryParse(header, NumberStyles.Float, CultureInfo.InvariantCulture, out double plain))
            return double.IsFinite(plain) ? (plain, null, "") : null;
        Match match = Pattern().Match(header.ToString());
        if (!match.Success) return null;
        double value = double.Parse(match.Groups["number"].Value.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture);
        return (value, UnitOf(match.Groups["unit"].Value), match.Groups["prefix"].Value);
    }

    /// <summary>
    /// Whether a column's header says that the axis stands in it, as <c>Wavelength (nm)</c>, <c>Wellenzahl</c> or <c>cm-1</c> do.
    /// </summary>
    public static bool NamesAxis(string header) => AxisWord().IsMatch(header);

    /// <summary>The unit of a text such as <c>nm</c>, <c>cm-1</c> or <c>Wavenumber (1/cm)</c>; null when it names none.</summary>
    public static AxisUnit? UnitOf(string text)
    {
        string folded = text.ToLowerInvariant().Replace(" ", "").Replace('−', '-').Replace('⁻', '-').Replace('¹', '1')
            .Replace("^", "").Replace("cm.1", "cm-1");
        if (folded.Contains("raman") || folded.Contains("rel.1/cm") || folded.Contains("rel.cm-1")) return AxisUnit.RamanShift;
        if (folded.Contains("cm-1") || folded.Contains("1/cm") || folded.Contains("cm**-1") || WavenumberWord().IsMatch(text))
            return AxisUnit.Wavenumber;
        if (folded.Contains("nm") || folded.Contains("nanomet")) return AxisUnit.Nanometre;
        if (folded.Contains("µm") || folded.Contains("μm") || folded.Contains("micromet") || folded.Contains("(um)")
            || folded is "um" or "micron" or "microns") return AxisUnit.Micrometre;
        if (folded is "ev" || folded.Contains("(ev)") || folded.Contains("electronvolt")) return AxisUnit.ElectronVolt;
        return null;
    }

    [GeneratedRegex(
        @"\A(?:(?:wave[ _]?(?:length|number)|wellen(?:länge|laenge|zahl)|(?:longueur|nombre) ?d['’]onde|(?:longitud|n[uú]mero) de onda"
            + @"|raman[ _]?shift)(?:s|en)?(?:[ _.,:/(\[].*)?|nm|cm[-−]1|cm⁻¹|1/cm|[µμu]m|λ)\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex AxisWord();

    [GeneratedRegex(
        @"wave[ _]?number|wellenzahl|nombre ?d['’]onde|n[uú]mero de onda", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex WavenumberWord();

    [GeneratedRegex(
        @"\A(?<prefix>[A-Za-z_.]{1,16}[ ._-]?)?(?<number>[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]{1,3})?)"
            + @"[ _.]?(?<unit>nm|cm[-−.]1|cm⁻¹|1/cm|µm|μm|um|eV)?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
