using IonSweep.Spectra.Axes;

namespace IonSweep.Spectra.Conversion;

/// <summary>
/// From one unit of the axis to another, by the wavenumber of the light: ν = 10⁷ / λ(nm), E = h c ν, Raman shift = ν(laser) − ν. Values
/// stay as they are at their channels: nothing is interpolated, and intensities per unit of the axis are not rescaled. Wavelengths are
/// taken as those in vacuum.
/// </summary>
public static class AxisConversion
{
    private const double NanometresPerCentimetre = 1e7, MicrometresPerCentimetre = 1e4;
    private const double ElectronVoltCentimetres = 6.62607015e-34 * 299792458 / 1.602176634e-19 * 100; // h c, exact by the SI of 2019

    /// <summary>The same spectra with their axis in another unit, in ascending order; the origin says what was done.</summary>
    /// <param name="spectra">Spectra on a physical axis.</param>
    /// <param name="to">The unit wanted.</param>
    /// <param name="laser">Wavelength of the exciting line in nm, for Raman shifts; null where none occurs.</param>
    /// <exception cref="InvalidDatasetException">The axis is none of light, or a position has no other unit; names it.</exception>
    public static UnlabelledSpectra Convert(UnlabelledSpectra spectra, AxisUnit to, double? laser = null)
    {
        AxisUnit from = spectra.AxisUnit;
        if (from == to) return spectra;
        if (from == AxisUnit.Channel || to == AxisUnit.Channel)
            throw new InvalidDatasetException(
                $"{spectra.Name}: its axis is {from.Title()}, which cannot become {to.Title()}: a channel's index is no position.");
        bool raman = from == AxisUnit.RamanShift || to == AxisUnit.RamanShift;
        if (raman && !(laser > 0 && double.IsFinite(laser.Value)))
            throw new InvalidDatasetException(
                $"{spectra.Name}: from {from.Title()} to {to.Title()} needs the wavelength of the exciting line; give --laser 785 (nm).");
        double line = raman ? NanometresPerCentimetre / laser!.Value : 0;
        double[] converted = new double[spectra.Wavelengths.Count];
        for (int c = 0; c < converted.Length; c++)
        {
            double position = spectra.Wavelengths[c], wavenumber = Wavenumber(from, position, line);
            converted[c] = Direct(from, to, position) ?? Position(to, wavenumber, line);
            if (!(wavenumber > 0) || !double.IsFinite(converted[c]))
                throw new InvalidDatasetException(FormattableString.Invariant(
                    $"{spectra.Name}: channel {c + 1} at {position}{from.Suffix()} has no {to.Title()}; ")
                    + "expected positions of light, above 0.");
        }
        float[] values = spectra.Spectra;
        if (converted.Length > 1 && converted[1] < converted[0])
        {
            Array.Reverse(converted);
            values = [.. values];
            for (int row = 0; row < spectra.RowCount; row++) values.AsSpan(row * converted.Length, converted.Length).Reverse();
        }
        return spectra with
        {
            Wavelengths = converted,
            Spectra = values,
            AxisUnit = to,
            Origin = spectra.Origin with
            {
                Description = $"{spectra.Origin.Description}, axis converted from {from.Title()} to {to.Title()}",
            },
        };
    }

    // Without the detour, so that 1.1 µm is 1100 nm and back.
    private static double? Direct(AxisUnit from, AxisUnit to, double position) => (from, to) switch
    {
        (AxisUnit.Nanometre, AxisUnit.Micrometre) => position / 1000,
        (AxisUnit.Micrometre, AxisUnit.Nanometre) => position * 1000,
        _ => null,
    };

    private static double Wavenumber(AxisUnit from, double position, double line) => from switch
    {
        AxisUnit.Nanometre => NanometresPerCentimetre / position,
        AxisUnit.Micrometre => MicrometresPerCentimetre / position,
        AxisUnit.ElectronVolt => position / ElectronVoltCentimetres,
        AxisUnit.RamanShift => line - position,
        _ => position,
    };

    private static double Position(AxisUnit to, double wavenumber, double line) => to switch
    {
        AxisUnit.Nanometre => NanometresPerCentimetre / wavenumber,
        AxisUnit.Micrometre => MicrometresPerCentimetre / wavenumber,
        AxisUnit.ElectronVolt => wavenumber * ElectronVoltCentimetres,
        AxisUnit.RamanShift => line - wavenumber,
        _ => wavenumber,
    };
}
