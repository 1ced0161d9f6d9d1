using IonSweep.Sweeps.Reporting;

namespace IonSweep.Sweeps.Tests.Reporting;

/// <summary>Numbers in tables: the spread decides how many digits of a mean say something.</summary>
public sealed class NumberTextTests
{
    [Theory]
    [InlineData(0.012345, 0.00123, "0.0123 ± 0.0012")]
    [InlineData(12.345, 1.5, "12.3 ± 1.5")]
    [InlineData(1234.5, 120, "1234 ± 120")]
    [InlineData(0.5, 0.0996, "0.50 ± 0.10")]
    [InlineData(0.012345, double.NaN, "0.0123")]
    [InlineData(0.012345, 0, "0.0123")]
    [InlineData(double.NaN, double.NaN, "–")]
    public void A_mean_stands_with_two_digits_of_its_spread(double mean, double sd, string expected) =>
        Assert.Equal(expected, NumberText.MeanAndSpread(mean, sd));

    [Theory]
    [InlineData(0.00099, "<0.001")]
    [InlineData(0, "<0.001")]
    [InlineData(0.0344, "0.034")]
    [InlineData(1, "1.000")]
    [InlineData(double.NaN, "–")]
    public void A_p_value_is_never_written_as_zero(double p, string expected) => Assert.Equal(expected, NumberText.P(p));

    [Theory]
    [InlineData(0.4, "0 s")]
    [InlineData(59.4, "59 s")]
    [InlineData(59.6, "1 min")]
    [InlineData(200, "3 min 20 s")]
    [InlineData(7500, "2 h 5 min")]
    [InlineData(double.NaN, "–")]
    public void A_duration_has_at_most_two_units(double seconds, string expected) => Assert.Equal(expected, NumberText.Duration(seconds));
}
