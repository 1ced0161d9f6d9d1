using IonSweep.Learning.Trust;

namespace IonSweep.Learning.Tests.Trust;

public class AuxiliaryQuantityTests
{
    private static readonly double[] Wavelengths = [.. Enumerable.Range(0, 101).Select(i => 400.0 + i)];

    [Fact]
    public void Areas_centroid_and_ratio_of_a_line_are_those_of_its_gaussian()
    {
        float[] spectrum = [
            .. Wavelengths.Select(w => (float)(3 * Math.Exp(-Math.Pow(w - 430, 2) / 18) + 6 * Math.Exp(-Math.Pow(w - 470, 2) / 18)))];
        double one = 3 * Math.Sqrt(18 * Math.PI);
        AuxiliaryQuantities quantities = new(
            [
                new AuxiliaryQuantity { Kind = AuxiliaryKind.Area },
                new AuxiliaryQuantity { Kind = AuxiliaryKind.Area, From = 415, To = 445 },
                new AuxiliaryQuantity { Kind = AuxiliaryKind.Centroid, From = 415, To = 445 },
                new AuxiliaryQuantity { Kind = AuxiliaryKind.Ratio, From = 415, To = 445, OtherFrom = 455, OtherTo = 485 },
            ],
            Wavelengths);
        float[] values = new float[4];
        quantities.Compute(spectrum, values);
        Assert.Equal(3 * one, values[0], 0.01 * one);
        Assert.Equal(one, values[1], 0.01 * one);
        Assert.Equal(430, values[2], 0.01);
        Assert.Equal(1 / 3.0, values[3], 1e-4);
    }

    [Fact]
    public void Centroid_ignores_offset_and_scale_and_a_flat_band_has_its_middle()
    {
        AuxiliaryQuantities centroid = new([new AuxiliaryQuantity { Kind = AuxiliaryKind.Centroid }], Wavelengths);
        float[] line = [.. Wavelengths.Select(w => (float)Math.Exp(-Math.Pow(w - 440, 2) / 50))], value = new float[1],
            other = new float[1];
        centroid.Compute(line, value);
        centroid.Compute([.. line.Select(v => 7 * v - 2)], other);
        Assert.Equal(value[0], other[0], 1e-2);
        centroid.Compute(new float[101], value);
        Assert.Equal(450, value[0]);
    }

    [Fact]
    public void Defaults_split_the_axis_so_that_bands_and_gaps_make_the_whole()
    {
        AuxiliaryQuantities defaults = AuxiliaryQuantities.Default(Wavelengths);
        float[] values = new float[defaults.Quantities.Count];
        defaults.Compute([.. Enumerable.Repeat(1f, 101)], values);
        Assert.Equal(7, values.Length);
        Assert.Equal(100, values[0], 1e-4);
        Assert.Equal(97, values[1] + values[2] + values[3] + values[4], 1e-3); // three gaps of one channel
        Assert.Equal(450, values[5], 1e-3);
        Assert.Equal(0.5, values[6], 0.01);
    }

    [Fact]
    public void A_band_without_channels_is_named()
    {
        string message = Assert.Throws<ArgumentException>(() => new AuxiliaryQuantities(
            [new AuxiliaryQuantity { Kind = AuxiliaryKind.Area },
                new AuxiliaryQuantity { Kind = AuxiliaryKind.Area, From = 600, To = 610 }], Wavelengths)).Message;
        Assert.Contains("quantity 2", message);
        Assert.Contains("600 to 610", message);
    }
}
