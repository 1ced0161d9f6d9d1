using FsCheck;
using FsCheck.Fluent;
using IonSweep.Spectra.Numerics;

namespace IonSweep.Spectra.Tests.Metrics;

public class RegressionMetricsTests
{
    [Fact]
    public void Agree_with_values_computed_by_hand()
    {
        // Errors 1, −1, 2, 0; mean of the truth 2.5, Σ(true − mean)² = 5.
        RegressionMetrics metrics = RegressionMetrics.Of([1, 2, 3, 4], [2, 1, 5, 4]);
        Assert.Equal(1.0, metrics.Mae, 15);
        Assert.Equal(Math.Sqrt(1.5), metrics.Rmse, 15);
        Assert.Equal(1 - 6.0 / 5, metrics.R2, 15);
        Assert.Equal(0.5, metrics.Bias, 15);
    }

    [Fact]
    public void A_perfect_prediction_has_no_error_and_the_mean_has_no_R2()
    {
        Assert.Equal(new RegressionMetrics(0, 0, 1, 0), RegressionMetrics.Of([1, 2, 6], [1, 2, 6]));
        Assert.Equal(0, RegressionMetrics.Of([1, 2, 6], [3, 3, 3]).R2, 15);
    }

    [Fact]
    public void R2_of_constant_truth_is_not_a_number() => Assert.True(double.IsNaN(RegressionMetrics.Of([2, 2], [1, 2]).R2));

    [Fact]
    public void Wrong_lengths_are_refused()
    {
        Assert.Throws<ArgumentException>(() => RegressionMetrics.Of([], []));
        Assert.Throws<ArgumentException>(() => RegressionMetrics.Of([1], [1, 2]));
    }

    [Fact]
    public void Bias_and_mae_never_exceed_rmse() => Prop.ForAll<int, PositiveInt>((seed, n) =>
    {
        SpectralDataset data = SampleData.Random(Math.Min(n.Get, 50), targets: 2, seed: seed);
        RegressionMetrics m = RegressionMetrics.Of(data.TargetColumn(0), data.TargetColumn(1));
        return Math.Abs(m.Bias) <= m.Mae * (1 + 1e-12) && m.Mae <= m.Rmse * (1 + 1e-12);
    }).QuickCheckThrowOnFailure();
}
