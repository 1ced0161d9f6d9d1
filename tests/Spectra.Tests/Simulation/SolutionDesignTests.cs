using IonSweep.Spectra.Simulation.Absorption;

namespace IonSweep.Spectra.Tests.Simulation;

/// <summary>The design against source A: its Table 1 (how often each ion occurs) and Table 2 (the largest concentrations).</summary>
public class SolutionDesignTests
{
    private static readonly IReadOnlyList<int[]> Levels = SolutionDesign.AllLevels();
    private static readonly double[][] Ions = [.. Levels.Select(levels => SolutionDesign.Ions(SolutionDesign.Salts(levels)))];

    [Fact]
    public void Has_the_solutions_of_the_paper()
    {
        Assert.Equal(3744, Levels.Count);
        Assert.Equal(3744, Levels.Select(levels => string.Join(',', levels)).Distinct().Count());
        Assert.All(Levels, levels => Assert.InRange(levels.Sum(), 1, 9));
        Assert.All(Levels, levels => Assert.All(levels, level => Assert.InRange(level, 0, 4)));
        Assert.Equal([24, 240, 1080, 1590, 726, 84],
            Enumerable.Range(1, 6).Select(n => Levels.Count(levels => levels.Count(level => level > 0) == n)));
    }

    [Theory]
    [InlineData(Ion.Zinc, 2373, 1.089)]
    [InlineData(Ion.Copper, 2373, 0.955)]
    [InlineData(Ion.Lithium, 2373, 0.466)]
    [InlineData(Ion.Iron, 2373, 0.862)]
    [InlineData(Ion.Nickel, 2373, 0.972)]
    [InlineData(Ion.Ammonium, 2373, 0.801)]
    [InlineData(Ion.Sulfate, 3313, 1.3725)] // our salt rule; the paper has 3361 and prints 1.373
    [InlineData(Ion.Nitrate, 3740, 4.906)]
    internal void HasTheCountsAndMaximaOfThePaper(Ion ion, int samples, double maximum)
    {
        Assert.Equal(samples, Ions.Count(solution => solution[(int)ion] > 0));
        Assert.Equal(maximum, Ions.Max(solution => solution[(int)ion]), 12);
        Assert.InRange(Ions.Max(solution => solution[(int)ion]), AbsorptionConstants.Maximum[(int)ion] - 0.000501,
            AbsorptionConstants.Maximum[(int)ion] + 1e-12);
    }

    [Fact]
    public void Every_solution_is_electrically_neutral_and_no_salt_is_negative()
    {
        foreach (int[] levels in Levels)
        {
            double[] salts = SolutionDesign.Salts(levels), ions = SolutionDesign.Ions(salts);
            Assert.All(salts, amount => Assert.True(amount >= 0));
            double charge = 0;
            for (int i = 0; i < ions.Length; i++) charge += AbsorptionConstants.Charge[i] * ions[i];
            Assert.Equal(0, charge, 12);
            for (int i = 0; i < levels.Length; i++) Assert.Equal(AbsorptionConstants.Maximum[i] * levels[i] / 4, ions[i], 12);
        }
    }

    [Fact]
    public void Salts_follow_the_stated_rule()
    {
        int replaced = 0;
        foreach (int[] levels in Levels)
        {
            double[] salts = SolutionDesign.Salts(levels);
            bool beside = levels[..4].Sum() == 0;
            Assert.Equal(beside && levels[5] > 0, salts[(int)Salt.AmmoniumNitrate] > 0);
            Assert.Equal(!beside && levels[5] > 0, salts[(int)Salt.AmmoniumSulfate] > 0);
            Assert.Equal(levels[4] > 0, salts[(int)Salt.NickelSulfate] > 0);
            if (salts[(int)Salt.CopperSulfate] > 0) replaced++;
        }
        Assert.Equal(7, replaced);
    }
}
