using IonSweep.Spectra.Axes;
using IonSweep.Spectra.Conversion;

namespace IonSweep.Spectra.Tests.Conversion;

public class ConversionTests
{
    [Theory]
    [InlineData(Ordinate.Transmittance, Ordinate.Absorbance, 0.01f, 2)]
    [InlineData(Ordinate.TransmittancePercent, Ordinate.Absorbance, 50, 0.30103)]
    [InlineData(Ordinate.Reflectance, Ordinate.Absorbance, 0.1f, 1)]
    [InlineData(Ordinate.Absorbance, Ordinate.Transmittance, 1, 0.1)]
    [InlineData(Ordinate.Absorbance, Ordinate.TransmittancePercent, 0.30103f, 50)]
    [InlineData(Ordinate.Transmittance, Ordinate.TransmittancePercent, 0.25f, 25)]
    [InlineData(Ordinate.Reflectance, Ordinate.KubelkaMunk, 0.5f, 0.25)]
    [InlineData(Ordinate.ReflectancePercent, Ordinate.KubelkaMunk, 20, 1.6)]
    [InlineData(Ordinate.KubelkaMunk, Ordinate.Reflectance, 1.6f, 0.2)]
    [InlineData(Ordinate.KubelkaMunk, Ordinate.Reflectance, 0, 1)]
    public void Values_follow_the_formulas_and_come_back(Ordinate from, Ordinate to, float value, double expected)
    {
        UnlabelledSpectra converted = OrdinateConversion.Convert(Of(from, value), to);
        Assert.Equal(expected, converted.Spectra[0], 1e-6 * Math.Max(1, expected));
        Assert.Equal(to, converted.Ordinate);
        Assert.Contains($"converted from {from.Name()} to {to.Name()}", converted.Origin.Description);
        Assert.Equal(value, OrdinateConversion.Convert(converted, from).Spectra[0], 1e-5 * Math.Max(1, value));
    }

    [Theory]
    [InlineData(Ordinate.Transmittance, Ordinate.Absorbance, 0,
        "row 1 ('a'), channel 1 at 400 nm: transmittance 0; expected a value above 0")]
    [InlineData(Ordinate.TransmittancePercent, Ordinate.Absorbance, -0.5f, "transmittance in per cent -0.5")]
    [InlineData(Ordinate.Reflectance, Ordinate.KubelkaMunk, 1.2f, "at most 1")]
    [InlineData(Ordinate.KubelkaMunk, Ordinate.Reflectance, -1, "expected 0 or above")]
    [InlineData(Ordinate.Unknown, Ordinate.Absorbance, 1, "say it with --from (absorbance, transmittance,")]
    [InlineData(Ordinate.Intensity, Ordinate.Absorbance, 1, "by a reference spectrum")]
    [InlineData(Ordinate.Transmittance, Ordinate.KubelkaMunk, 1, "two measurements")]
    [InlineData(Ordinate.Absorbance, Ordinate.TransmittancePercent, -60, "a 32-bit float holds")]
    public void What_has_no_formula_is_refused_with_its_place(Ordinate from, Ordinate to, float value, string expected) =>
        Assert.Contains(
            expected, Assert.Throws<InvalidDatasetException>(() => OrdinateConversion.Convert(Of(from, value), to)).Message);

    [Theory]
    [InlineData(AxisUnit.Nanometre, AxisUnit.Wavenumber, 2500, 4000)]
    [InlineData(AxisUnit.Micrometre, AxisUnit.Wavenumber, 2.5, 4000)]
    [InlineData(AxisUnit.Nanometre, AxisUnit.Micrometre, 1100, 1.1)]
    [InlineData(AxisUnit.ElectronVolt, AxisUnit.Nanometre, 1, 1239.8419843320026)] // CODATA 2018
    [InlineData(AxisUnit.ElectronVolt, AxisUnit.Wavenumber, 1, 8065.543937349212)]
    [InlineData(AxisUnit.RamanShift, AxisUnit.Nanometre, 1000, 851.8719479110147)] // of a line at 785 nm
    public void Positions_follow_the_wavenumber_of_light_and_come_back(AxisUnit from, AxisUnit to, double position, double expected)
    {
        UnlabelledSpectra spectra = Of(Ordinate.Absorbance, 1) with { Wavelengths = [position], AxisUnit = from };
        UnlabelledSpectra converted = AxisConversion.Convert(spectra, to, laser: 785);
        Assert.Equal(expected, converted.Wavelengths[0], 1e-9 * expected);
        Assert.Equal(position, AxisConversion.Convert(converted, from, laser: 785).Wavelengths[0], 1e-9 * position);
    }

    [Fact]
    public void Spectra_are_turned_round_with_their_axis()
    {
        UnlabelledSpectra spectra = new("s", new DatasetOrigin(false, "s"), [1000, 2000, 4000], [1, 2, 3, 4, 5, 6], null);
        UnlabelledSpectra converted = AxisConversion.Convert(spectra, AxisUnit.Wavenumber);
        Assert.Equal([2500, 5000, 10000], converted.Wavelengths);
        Assert.Equal([3f, 2, 1, 6, 5, 4], converted.Spectra);
        Assert.Equal([1f, 2, 3, 4, 5, 6], spectra.Spectra);
    }

    [Fact]
    public void Axes_that_are_none_of_light_are_refused()
    {
        UnlabelledSpectra spectra = Of(Ordinate.Intensity, 1);
        Assert.Contains("a channel's index is no position", Refused(spectra with { AxisUnit = AxisUnit.Channel }, AxisUnit.Nanometre));
        Assert.Contains("give --laser 785", Refused(spectra with { AxisUnit = AxisUnit.RamanShift }, AxisUnit.Nanometre));
        Assert.Contains("channel 1 at 0 cm⁻¹ has no wavelength (nm)",
            Refused(spectra with { AxisUnit = AxisUnit.Wavenumber, Wavelengths = [0] }, AxisUnit.Nanometre));
    }

    private static string Refused(UnlabelledSpectra spectra, AxisUnit to) =>
        Assert.Throws<InvalidDatasetException>(() => AxisConversion.Convert(spectra, to)).Message;

    private static UnlabelledSpectra Of(Ordinate ordinate, float value) =>
        new("s", new DatasetOrigin(false, "s"), [400], [value], ["a"]) { Ordinate = ordinate };
}
