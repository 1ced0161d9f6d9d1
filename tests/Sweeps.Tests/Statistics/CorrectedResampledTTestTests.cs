using FsCheck;
using FsCheck.Fluent;
using IonSweep.Sweeps.Statistics;

namespace IonSweep.Sweeps.Tests.Statistics;

public class CorrectedResampledTTestTests
{
    private const double Ratio = 375.0 / 2620;

    private static readonly double[] Differences = [-0.012, -0.004, -0.009, 0.001, -0.015, -0.007, -0.002, -0.011];

    /// <summary>
    /// Expected values from a separate program: t = d̄ / √(s² (1/J + n_test/n_train)); tail and quantile by Simpson's rule on Student's
    /// density.
    /// </summary>
    [Fact]
    public void Eight_folds_agree_with_an_independent_computation()
    {
        CorrectedResampledTTest test = CorrectedResampledTTest.Of(Differences, Ratio);
        Assert.Equal(8, test.Pairs);
        Assert.Equal(-0.007375, test.MeanDifference, 1e-15);
        Assert.Equal(0.0028081823456019535, test.StandardError, 1e-15);
        Assert.Equal(0.03409775544990866, test.P, 1e-9);
        Assert.Equal(0.006640296077305079, test.HalfWidth(0.95), 1e-10);
        Assert.Equal(0.009827187214348566, test.HalfWidth(0.99), 1e-9);
    }

    [Fact]
    public void The_correction_makes_the_test_stricter_than_the_plain_one() => // whose p of the same differences is 0.00632
        Assert.True(CorrectedResampledTTest.Of(Differences, Ratio).P > 5 * 0.006321879609094312);

    [Fact]
    public void Interval_and_p_value_agree() => Prop.ForAll(
        ArbMap.Default.ArbFor<NormalFloat>().Generator.Select(x => Math.Clamp(x.Item, -1e3, 1e3)).ArrayOf(8).ToArbitrary(), differences =>
        {
            CorrectedResampledTTest test = CorrectedResampledTTest.Of(differences, Ratio);
            if (double.IsNaN(test.P)) return;
            double edge = Math.Abs(test.MeanDifference) - test.HalfWidth(0.95);
            Assert.True(Math.Abs(edge) < 1e-9 * Math.Abs(test.MeanDifference) || edge > 0 == test.P < 0.05);
            CorrectedResampledTTest mirrored = CorrectedResampledTTest.Of([.. differences.Select(d => -d)], Ratio);
            Assert.Equal((-test.MeanDifference, test.P), (mirrored.MeanDifference, mirrored.P));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Without_spread_or_with_one_fold_nothing_is_said()
    {
        Assert.True(double.IsNaN(CorrectedResampledTTest.Of([-1, -1, -1, -1, -1], Ratio).P));
        CorrectedResampledTTest one = CorrectedResampledTTest.Of([-1], Ratio);
        Assert.Equal(-1, one.MeanDifference);
        Assert.True(double.IsNaN(one.P) && double.IsNaN(one.HalfWidth(0.95)));
    }
}
