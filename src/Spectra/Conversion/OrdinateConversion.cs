using System.Globalization;
using IonSweep.Spectra.Axes;
using IonSweep.Spectra.Numerics;

namespace IonSweep.Spectra.Conversion;

/// <summary>
/// From one ordinate to another: A = −log₁₀ T of transmittance, log₁₀(1/R) of reflectance, the Kubelka–Munk function (1 − R)² / 2R
/// (P. Kubelka, F. Munk, Z. tech. Phys. 12 (1931) 593), and back. What cannot be computed is refused, never cut off or left out. The same
/// bits on every machine.
/// </summary>
public static class OrdinateConversion
{
    private const double Ln10 = 2.302585092994046;

    /// <summary>The same spectra with another ordinate; the origin says what was done.</summary>
    /// <param name="spectra">Spectra of a known ordinate.</param>
    /// <param name="to">What is wanted.</param>
    /// <exception cref="InvalidDatasetException">
    /// The ordinate is not known, no formula leads to the other, or a value has none; names row and channel.
    /// </exception>
    public static UnlabelledSpectra Convert(UnlabelledSpectra spectra, Ordinate to)
    {
        Ordinate from = spectra.Ordinate;
        if (from == to) return spectra;
        if (from == Ordinate.Unknown)
            throw new InvalidDatasetException(
                $"{spectra.Name} does not say what its values are; say it with --from ({string.Join(", ", OrdinateText.AllWords)}).");
        if (from is Ordinate.Intensity || to is Ordinate.Intensity or Ordinate.Unknown)
            throw new InvalidDatasetException(
                $"{spectra.Name} holds {from.Name()}, and no formula leads from there to {to.Name()}: intensities become transmittance or "
                    + "reflectance by a reference spectrum, which the instrument's program divides by.");
        if (IsTransmittance(from) && IsReflectance(to) || IsReflectance(from) && IsTransmittance(to))
            throw new InvalidDatasetException(
                $"{spectra.Name} holds {from.Name()}, which does not determine {to.Name()}: they are two measurements.");
        float[] converted = new float[spectra.Spectra.Length];
        int channels = spectra.Wavelengths.Count;
        for (int i = 0; i < converted.Length; i++)
        {
            double value = spectra.Spectra[i], fraction = Fraction(from, value);
            bool logarithm = to is Ordinate.Absorbance or Ordinate.KubelkaMunk;
            if (from == Ordinate.KubelkaMunk && value < 0) throw Refused(spectra, i, "expected 0 or above");
            if (logarithm && !(fraction > 0)) throw Refused(spectra, i, $"expected a value above 0, of which there is {to.Name()}");
            if (to == Ordinate.KubelkaMunk && fraction > 1)
                throw Refused(spectra, i, "expected a reflectance of at most 1, of which the Kubelka–Munk function is unique");
            converted[i] = (float)Value(to, fraction);
            if (!float.IsFinite(converted[i])) throw Refused(spectra, i, $"expected a value whose {to.Name()} a 32-bit float holds");
        }
        return spectra with
        {
            Spectra = converted,
            Ordinate = to,
            Origin = spectra.Origin with { Description = $"{spectra.Origin.Description}, converted from {from.Name()} to {to.Name()}" },
        };

        InvalidDatasetException Refused(UnlabelledSpectra spectra, int i, string expected) => new(
            string.Create(CultureInfo.InvariantCulture,
                $"{spectra.Name}, row {i / channels + 1}{Sample(spectra, i / channels)}, channel {i % channels + 1} at ")
            + string.Create(CultureInfo.InvariantCulture, $"{spectra.Wavelengths[i % channels]}{spectra.AxisUnit.Suffix()}: ")
            + string.Create(CultureInfo.InvariantCulture, $"{from.Name()} {spectra.Spectra[i]}; {expected}. ")
            + "Leave the spectrum out, or correct its zero line first.");
    }

    private static string Sample(UnlabelledSpectra spectra, int row) => spectra.SampleIds is null ? "" : $" ('{spectra.SampleIds[row]}')";

    private static bool IsTransmittance(Ordinate ordinate) => ordinate is Ordinate.Transmittance or Ordinate.TransmittancePercent;

    private static bool IsReflectance(Ordinate ordinate) =>
        ordinate is Ordinate.Reflectance or Ordinate.ReflectancePercent or Ordinate.KubelkaMunk;

    /// <summary>Transmittance or reflectance as a fraction.</summary>
    private static double Fraction(Ordinate from, double value) => from switch
    {
        Ordinate.Absorbance => PortableMath.Exp(-value * Ln10),
        Ordinate.TransmittancePercent or Ordinate.ReflectancePercent => value / 100,
        Ordinate.KubelkaMunk => 1 / (1 + value + Math.Sqrt(value * value + 2 * value)), // the root below 1 of F = (1 − R)² / 2R
        _ => value,
    };

    private static double Value(Ordinate to, double fraction) => to switch
    {
        Ordinate.Absorbance => 0 - PortableMath.Log10(fraction), // not −0 where the fraction is 1
        Ordinate.TransmittancePercent or Ordinate.ReflectancePercent => fraction * 100,
        Ordinate.KubelkaMunk => (1 - fraction) * (1 - fraction) / (2 * fraction),
        _ => fraction,
    };
}
