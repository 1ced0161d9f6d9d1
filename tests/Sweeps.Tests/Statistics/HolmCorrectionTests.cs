using FsCheck;
using FsCheck.Fluent;
using IonSweep.Sweeps.Statistics;

namespace IonSweep.Sweeps.Tests.Statistics;

public class HolmCorrectionTests
{
    [Fact]
    public void Four_p_values_by_hand() => // sorted .005 .01 .03 .04 times 4 3 2 1, then the running maximum
        Assert.Equal([0.03, 0.06, 0.06, 0.02], HolmCorrection.Adjust([0.01, 0.04, 0.03, 0.005]), Near);

    [Fact]
    public void Adjusted_values_do_not_pass_one_and_a_missing_one_still_counts() =>
        Assert.Equal([1, double.NaN, 0.6], HolmCorrection.Adjust([0.9, double.NaN, 0.2]), Near);

    [Fact]
    public void It_keeps_order_lies_between_p_and_bonferroni_and_ignores_the_order_of_input() => Prop.ForAll(
        Gen.Choose(0, 1000).Select(i => i / 1000.0).NonEmptyListOf().Select(list => list.ToArray()).ToArbitrary(), p =>
        {
            double[] adjusted = HolmCorrection.Adjust(p), reversed = HolmCorrection.Adjust([.. p.Reverse()]);
            for (int i = 0; i < p.Length; i++)
            {
                Assert.InRange(adjusted[i], p[i], Math.Min(1, p.Length * p[i]) + 1e-12);
                Assert.Equal(adjusted[i], reversed[^(i + 1)]);
                for (int j = 0; j < p.Length; j++) Assert.True(p[i] > p[j] || adjusted[i] <= adjusted[j]);
            }
        }).QuickCheckThrowOnFailure();

    private static bool Near(double a, double b) => double.IsNaN(a) == double.IsNaN(b) && !(Math.Abs(a - b) > 1e-12);
}
