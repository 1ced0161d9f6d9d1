namespace IonSweep.Spectra.Tests;

public class SpectralDatasetTests
{
    private static readonly DatasetOrigin Origin = new(false, "test");
    private static readonly Target Zinc = new("Zn2+", "M");

    public static TheoryData<string, Func<SpectralDataset>> Invalid => new()
    {
        { "has no channel", () => new("d", Origin, [], [Zinc], [], []) },
        { "has no target", () => new("d", Origin, [1], [], [1], []) },
        { "has 3 spectral values, not a positive multiple of its 2 channels", () => new("d", Origin, [1, 2], [Zinc], [1, 2, 3], [1]) },
        { "has 0 spectral values", () => new("d", Origin, [1, 2], [Zinc], [], []) },
        { "has 1 target values; expected 2 rows × 1 targets", () => new("d", Origin, [1], [Zinc], [1, 2], [1]) },
        { "has 1 sample ids; expected one for each of its 2 rows", () => new("d", Origin, [1], [Zinc], [1, 2], [1, 2], ["a"]) },
        { "has wavelength NaN at channel 2", () => new("d", Origin, [1, double.NaN], [Zinc], [1, 2], [1]) },
        { "has wavelength 1 after 2 at channel 2", () => new("d", Origin, [2, 1], [Zinc], [1, 2], [1]) },
        { "has wavelength 2 after 2 at channel 2", () => new("d", Origin, [2, 2], [Zinc], [1, 2], [1]) },
        { "has targets 'Zn2+' and 'ZN²⁺', which share the key 'zn2'",
            () => new("d", Origin, [1], [Zinc, new("ZN²⁺", "")], [1], [1, 2]) },
        { "has NaN in row 2 at 5 nm", () => new("d", Origin, [4, 5], [Zinc], [1, 2, 3, float.NaN], [1, 2]) },
        { "has Infinity in row 1 for target 'Zn2+'", () => new("d", Origin, [4], [Zinc], [1], [float.PositiveInfinity]) },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public void What_is_wrong_is_said_with_row_and_column(string message, Func<SpectralDataset> create) =>
        Assert.StartsWith($"Dataset 'd' {message}", Assert.Throws<InvalidDatasetException>(create).Message, StringComparison.Ordinal);

    [Fact]
    public void Rows_columns_and_targets_are_found_where_they_were_put()
    {
        SpectralDataset data = new("d", Origin, [4, 5], [Zinc, new("SO4 2-", "M")], [1, 2, 3, 4, 5, 6], [10, 20, 11, 21, 12, 22]);
        Assert.Equal((3, 2), (data.RowCount, data.ChannelCount));
        Assert.Equal([3f, 4], data.Spectrum(1).ToArray());
        Assert.Equal([12f, 22], data.TargetRow(2).ToArray());
        Assert.Equal([20f, 21, 22], data.TargetColumn(1));
        Assert.Equal(1, data.IndexOfTarget("so4-2"));
        Assert.Equal(-1, data.IndexOfTarget("SO4 2-"));
    }

    [Theory]
    [InlineData("Zn2+", "zn2")]
    [InlineData("SO4 2-", "so4-2")]
    [InlineData("SO₄²⁻", "so42")]
    [InlineData("  Starch, total ", "starch-total")]
    public void Slugs_hold_letters_digits_and_hyphens_only(string name, string slug) => Assert.Equal(slug, new Target(name, "").Slug);

    [Fact]
    public void A_name_without_letter_or_digit_is_refused() => Assert.Throws<ArgumentException>(() => new Target("++", ""));
}
