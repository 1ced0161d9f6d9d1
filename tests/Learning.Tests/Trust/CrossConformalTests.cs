using IonSweep.Learning.Trust;

namespace IonSweep.Learning.Tests.Trust;

public class CrossConformalTests
{
    [Fact]
    public void The_half_width_lies_between_neighbouring_residuals_and_is_that_of_split_conformal_at_whole_ranks()
    {
        double[] nine = [0.3, -0.1, 0.5, -0.9, 0.7, 0.2, -0.4, 0.6, -0.8];
        Assert.Equal(0.9, CrossConformal.HalfWidth(nine, 0.9), 1e-12); // rank 9 of 9
        Assert.Equal(SplitConformal.HalfWidth(nine, 0.9), CrossConformal.HalfWidth(nine, 0.9), 1e-12);
        double[] twentySix = [.. Enumerable.Range(1, 26).Select(i => i / 10.0 * (i % 2 == 0 ? -1 : 1))];
        Assert.Equal(2.43, CrossConformal.HalfWidth(twentySix, 0.9), 1e-12); // rank 24.3
        Assert.Equal(2.5, SplitConformal.HalfWidth(twentySix, 0.9), 1e-12);
        Assert.Equal(double.PositiveInfinity, CrossConformal.HalfWidth(nine.AsSpan(0, 8), 0.9)); // rank 8.1 of 8
        Assert.Equal(double.PositiveInfinity, CrossConformal.HalfWidth([], 0.9));
        Assert.Throws<ArgumentException>(() => CrossConformal.HalfWidth([double.NaN], 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => CrossConformal.HalfWidth(nine, 1));
    }
}
