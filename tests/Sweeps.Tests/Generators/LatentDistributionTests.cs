using IonSweep.Learning;
using IonSweep.Spectra.Streams;
using IonSweep.Sweeps.Generators;
using IonSweep.Sweeps.Generators.Vae;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Tests.Generators;

public class LatentDistributionTests
{
    private static readonly StreamKey Key = StreamKeys.Draws(1, 0, "vae", "test");

    /// <summary>Two latents: one whose means spread, one that carries nothing.</summary>
    private static PosteriorStatistics Posterior()
    {
        Matrix mean = new(4, 2), logVariance = new(4, 2);
        float[] first = [-1, 0, 1, 4];
        for (int row = 0; row < 4; row++)
        {
            mean.Row(row)[0] = first[row];
            logVariance.Row(row)[0] = MathF.Log(0.25f);
        }
        return PosteriorStatistics.Of(mean, logVariance);
    }

    [Fact]
    public void Statistics_agree_with_their_formulas_by_hand()
    {
        PosteriorStatistics p = Posterior();
        Assert.Equal((1.0, 0.0), (p.Mean[0], p.Mean[1]));
        Assert.Equal(3.5, p.MeanVariance[0]); // (4 + 1 + 0 + 9) / 4
        Assert.Equal(Math.Sqrt(3.5 + 0.25), p.Sd[0], 6);
        Assert.Equal(1.0, p.Sd[1], 12); // var(μ) 0 and σ² 1: the prior itself
        Assert.Equal((-1.0, 4.0), (p.Lowest[0], p.Highest[0]));
        Assert.Equal(0.5 * (4.5 + 0.25 - 1 - Math.Log(0.25)), p.Divergence[0], 6); // mean of μ² is 18/4
        Assert.Equal(0, p.Divergence[1], 12);
        Assert.Equal((1, 4, 2), (p.ActiveLatents, p.Rows, p.Latents));
    }

    [Fact]
    public void Normal_latents_have_the_fitted_mean_and_spread()
    {
        float[] drawn = Column(new NormalLatents(Posterior()).Draw(Key, 0, 20_000), 0);
        Assert.Equal(1.0, drawn.Average(), 0.05);
        Assert.Equal(Math.Sqrt(3.75), Sd(drawn), 0.03);
    }

    [Theory]
    [InlineData(UniformWidth.Range, -1, 4)]
    [InlineData(UniformWidth.Sqrt3, -2.3541, 4.3541)] // 1 ± √3 √3.75
    [InlineData(UniformWidth.ThreeSd, -4.8095, 6.8095)] // 1 ± 3 √3.75
    public void Uniform_latents_fill_their_width(UniformWidth width, double low, double high)
    {
        float[] drawn = Column(new UniformLatents(Posterior(), width).Draw(Key, 0, 20_000), 0);
        Assert.Equal(low, drawn.Min(), 0.01);
        Assert.Equal(high, drawn.Max(), 0.01);
        Assert.Equal((low + high) / 2, drawn.Average(), 0.05);
    }

    [Fact]
    public void A_pattern_does_not_depend_on_the_batch_it_is_drawn_in()
    {
        foreach (ILatentDistribution distribution in (ILatentDistribution[])[new NormalLatents(Posterior()),
            new UniformLatents(Posterior(), UniformWidth.Range)])
        {
            Matrix whole = distribution.Draw(Key, 0, 100), part = distribution.Draw(Key, 37, 20);
            for (int i = 0; i < 20; i++) Assert.True(whole.Row(37 + i).SequenceEqual(part.Row(i)));
        }
    }

    private static float[] Column(Matrix matrix, int column) =>
        [.. Enumerable.Range(0, matrix.Rows).Select(row => matrix.Row(row)[column])];

    private static double Sd(float[] values) =>
        Math.Sqrt(values.Sum(v => (v - values.Average()) * (v - values.Average())) / (values.Length - 1));
}
