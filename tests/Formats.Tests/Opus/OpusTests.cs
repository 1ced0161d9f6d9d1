using System.Buffers.Binary;
using IonSweep.Formats.Blocks;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;
using static IonSweep.Formats.Tests.Opus.OpusWriter;

namespace IonSweep.Formats.Tests.Opus;

public sealed class OpusTests
{
    private static readonly float[] First = [0.5f, 0.25f, 0.125f, 0.75f], Second = [1, 2, 3, 4];

    [Fact]
    public void The_result_is_read_and_what_else_is_there_is_told()
    {
        byte[] file = new OpusWriter().Name("Boden 7;µ").Add(Interferogram, Second, 0, 3, "PNT").Add(Sample, Second, 4000, 3997)
            .Add(Absorbance, First, 4000, 3997, unused: 3).Add(Reference, Second, 4010, 3995).ToArray();
        SpectraBlock block = Assert.Single(Read(file));
        Assert.Equal([4000, 3999, 3998, 3997], block.Axis.Positions);
        Assert.Equal((AxisUnit.Wavenumber, Ordinate.Absorbance), (block.Axis.Unit, block.Ordinate));
        Assert.Equal(First, block.Spectra); // without the block's unused words
        Assert.Equal(["Boden 7;µ"], block.SampleIds!);
        Assert.Equal("absorbance was read; also there: sample, reference (choose with --spectrum)", block.Note);
        SpectraBlock reference = Assert.Single(Read(file, "reference"));
        Assert.Equal((4010, Ordinate.Intensity, 4f), (reference.Axis.Positions[0], reference.Ordinate, reference.Spectra[3]));
        Assert.Contains("o.0 holds no spectrum 'raman'; it holds absorbance, sample, reference.",
            Assert.Throws<InvalidDatasetException>(() => Read(file, "raman")).Message);
    }

    [Theory]
    [InlineData(Reflectance, "WN", Ordinate.Reflectance, AxisUnit.Wavenumber)]
    [InlineData(Transmittance, "MI", Ordinate.Transmittance, AxisUnit.Micrometre)]
    [InlineData(Raman, "WN", Ordinate.Intensity, AxisUnit.RamanShift)]
    [InlineData(Sample, "NM", Ordinate.Intensity, AxisUnit.Nanometre)]
    [InlineData(Compact | Absorbance, "WN", Ordinate.Absorbance, AxisUnit.Wavenumber)]
    public void Every_kind_has_its_ordinate_unit_and_scale(uint type, string dxu, Ordinate ordinate, AxisUnit unit)
    {
        SpectraBlock block = Assert.Single(Read(new OpusWriter().Add(type, First, 10, 13, dxu, scale: 0.5).ToArray()));
        Assert.Equal((ordinate, unit), (block.Ordinate, block.Axis.Unit));
        Assert.Equal([0.25f, 0.125f, 0.0625f, 0.375f], block.Spectra);
        Assert.Null(block.Note);
    }

    [Fact]
    public void Of_equal_kinds_the_one_after_manipulation_is_read_and_then_the_last()
    {
        byte[] compensated = new OpusWriter().Add(Absorbance | Earlier, First, 400, 403).Add(Absorbance, Second, 400, 403).ToArray();
        Assert.Equal(Second, Assert.Single(Read(compensated)).Spectra);
        byte[] exchanged = new OpusWriter().Add(Absorbance, Second, 400, 403, withStatus: false).Add(Absorbance, First, 100, 103)
            .Add(Absorbance, Second, 400, 403).ToArray();
        SpectraBlock block = Assert.Single(Read(exchanged));
        Assert.Equal((400, Second[1]), (block.Axis.Positions[0], block.Spectra[1])); // by its maximum, not by its place
    }

    [Fact]
    public void Reports_that_have_the_type_of_a_spectrum_are_passed_over()
    {
        byte[] file = new OpusWriter().Add(Absorbance, First, 400, 403).Block(Absorbance | (6u << 19), new byte[64])
            .Add(Absorbance | Compact, Second, 0, 0, withStatus: false).ToArray();
        Assert.Equal(First, Assert.Single(Read(file)).Spectra);
    }

    [Fact]
    public void A_series_gives_all_the_spectra_that_it_stores()
    {
        byte[] file = new OpusWriter().Name("kinetics")
            .AddRaw(Absorbance | Series, SeriesBytes([First, Second], 2), 4, 4000, 3997).ToArray();
        SpectraBlock block = Assert.Single(Read(file));
        Assert.Equal([1f, 0.5f, 0.25f, 1.5f, 2, 4, 6, 8], block.Spectra);
        Assert.Equal(["kinetics", "kinetics"], block.SampleIds!);
    }

    [Fact]
    public void What_is_no_optical_spectrum_is_refused_with_the_reason()
    {
        Assert.Contains("o.0 holds an interferogram, a phase spectrum; expected an absorbance", Refusal(new OpusWriter()
            .Add(Interferogram, First, 0, 3, "PNT").Add(0x0C07, Second, 400, 403).ToArray()));
        Assert.Contains("the unit 'MIN' (DXU) of absorbance", Refusal(new OpusWriter().Add(Absorbance, First, 0, 3, "MIN").ToArray()));
        Assert.Contains("holds no spectrum;", Refusal(new OpusWriter().Name("x").ToArray()));
    }

    [Fact]
    public void Damage_is_named_with_its_place()
    {
        byte[] whole = new OpusWriter().Add(Absorbance, First, 400, 403).ToArray();
        Assert.Contains("o.0, byte 504: found 5 points (NPT) of absorbance; expected 2 to the 4 that the block has room for.",
            Refusal(new OpusWriter().Add(Absorbance, First, 400, 403, points: 5).ToArray()));
        Assert.Contains("o.0, byte 532: found the parameter 'NPT' of 4 bytes; expected at most the 0 that are left", Refusal(whole[..540]));
        Assert.Contains("positions from 7 to 7 (FXV, LXV)", Refusal(new OpusWriter().Add(Absorbance, First, 7, 7).ToArray()));
        Assert.Contains("value 2 of absorbance, which is not finite",
            Refusal(new OpusWriter().Add(Absorbance, [1, float.NaN, 2], 1, 3).ToArray()));
        BinaryPrimitives.WriteInt32LittleEndian(whole.AsSpan(12), int.MaxValue);
        Assert.Contains("o.0, byte 12: found a directory at 2147483647; expected one inside the file.", Refusal(whole));
    }

    private static string Refusal(byte[] file) => Assert.Throws<InvalidDatasetException>(() => Read(file)).Message;

    private static IReadOnlyList<SpectraBlock> Read(byte[] bytes, string? spectrum = null)
    {
        FileContent file = new("o.0", bytes);
        Assert.Equal("opus", FormatCatalog.Of(file).Slug);
        return FormatCatalog.Of(file).Read(file, new ReadingOptions { Spectrum = spectrum });
    }
}
