using System.Buffers.Binary;
using IonSweep.Formats.Blocks;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;

namespace IonSweep.Formats.Tests.Spc;

public sealed class SpcTests
{
    private static readonly float[] First = [0.5f, -0.25f, 0.125f, 0.75f], Second = [1, 2, 3, 4];

    [Theory]
    [InlineData(32, false)]
    [InlineData(16, false)]
    [InlineData(0, false)]
    [InlineData(32, true)]
    [InlineData(0, true)]
    public void One_even_spectrum_of_every_ordinate_and_byte_order_is_read(int bits, bool bigEndian)
    {
        SpectraBlock block = Assert.Single(Read(SpcWriter.New([First], 4000, 3997, bits, xType: 1, yType: 2, bigEndian: bigEndian)));
        Assert.Equal([4000, 3999, 3998, 3997], block.Axis.Positions);
        Assert.Equal((AxisUnit.Wavenumber, Ordinate.Absorbance), (block.Axis.Unit, block.Ordinate));
        Assert.Equal(First, block.Spectra);
    }

    [Fact]
    public void Many_spectra_and_own_or_separate_abscissas_are_read()
    {
        SpectraBlock many = Assert.Single(Read(SpcWriter.New([First, Second], 400, 403, 0, xType: 3, yType: 128)));
        Assert.Equal([.. First, .. Second], many.Spectra);
        Assert.Equal(Ordinate.TransmittancePercent, many.Ordinate); // values above 1.5 are per cent
        SpectraBlock own = Assert.Single(Read(SpcWriter.New([First], 0, 0, 0, xType: 13, yType: 0, x: [100, 101, 103, 107])));
        Assert.Equal([100, 101, 103, 107], own.Axis.Positions);
        Assert.Equal(AxisUnit.RamanShift, own.Axis.Unit);
        IReadOnlyList<SpectraBlock> separate = Read(SpcWriter.Separate([([1f, 2, 3], [1f, 2, 3]), ([5f, 6], [7f, 8])]));
        Assert.Equal([3, 2], separate.Select(block => block.Axis.Count));
        Assert.Equal([7f, 8], separate[1].Spectra);
    }

    [Fact]
    public void The_old_format_with_its_swapped_halves_is_read()
    {
        SpectraBlock block = Assert.Single(Read(SpcWriter.Old(First, 2.5f, 4)));
        Assert.Equal([2.5, 3, 3.5, 4], block.Axis.Positions);
        Assert.Equal(AxisUnit.Micrometre, block.Axis.Unit);
        Assert.Equal(First, block.Spectra);
        Assert.Equal([.. First, .. First], Assert.Single(Read(SpcWriter.Old(First, 2.5f, 4, is16Bit: true))).Spectra);
    }

    [Fact]
    public void Damage_is_named_with_its_place()
    {
        byte[] whole = SpcWriter.New([First], 400, 403, 32, 3, 2);
        Assert.Contains("s.spc, byte 544: found the end of the file after 559 bytes; expected 16 bytes of the ordinates of spectrum 1.",
            Assert.Throws<InvalidDatasetException>(() => Read(whole[..^1])).Message);
        BinaryPrimitives.WriteInt32LittleEndian(whole.AsSpan(4), int.MaxValue);
        Assert.Contains("byte 4: found 2147483647 points", Assert.Throws<InvalidDatasetException>(() => Read(whole)).Message);
        Assert.Contains("found an interferogram", Assert.Throws<InvalidDatasetException>(
            () => Read(SpcWriter.New([First], 400, 403, 32, 1, yType: 1))).Message);
        Assert.Contains("the kind of abscissa 9", Assert.Throws<InvalidDatasetException>(
            () => Read(SpcWriter.New([First], 400, 403, 32, 9, 2))).Message);
    }

    private static IReadOnlyList<SpectraBlock> Read(byte[] bytes)
    {
        FileContent file = new("s.spc", bytes);
        Assert.Equal("spc", FormatCatalog.Of(file).Slug);
        return FormatCatalog.Of(file).Read(file, ReadingOptions.Default);
    }
}
