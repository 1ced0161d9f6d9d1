using IonSweep.Spectra.Simulation.Absorption;
using IonSweep.Spectra.Storage;

namespace IonSweep.Spectra.Tests.Simulation;

public class AbsorptionSimulatorTests
{
    private static readonly SpectralDataset Full = AbsorptionSimulator.Simulate(new AbsorptionOptions());

    [Fact]
    public void Makes_the_dataset_of_the_paper_and_says_that_it_is_simulated()
    {
        Assert.Equal((3744, 911), (Full.RowCount, Full.ChannelCount));
        Assert.Equal((190.0, 1100.0), (Full.Wavelengths[0], Full.Wavelengths[^1]));
        Assert.Equal(["zn2", "cu2", "li", "fe3", "ni2", "nh4", "so4-2", "no3"], Full.Targets.Select(target => target.Slug));
        Assert.All(Full.Targets, target => Assert.Equal("M", target.Unit));
        Assert.Equal(new DatasetOrigin(true, "absorption simulator version 1, seed 1"), Full.Origin);
    }

    /// <summary>Same bits on every machine: this hash was computed on x86-64 with AVX-512.</summary>
    [Fact]
    public void The_same_seed_gives_the_same_bits()
    {
        Assert.Equal("b55e7889cbbe6a2809fd8474c5b5b4d5f881ff6f99cd90872bfec5719fd3daaa", DatasetArtifact.Of(Full).Sha256);
        Assert.Equal(Full.Spectra.ToArray(), AbsorptionSimulator.Simulate(new AbsorptionOptions()).Spectra.ToArray());
    }

    [Fact]
    public void Another_seed_changes_the_spectra_only()
    {
        SpectralDataset other = AbsorptionSimulator.Simulate(new AbsorptionOptions { Seed = 2 });
        Assert.Equal(Full.TargetValues.ToArray(), other.TargetValues.ToArray());
        Assert.NotEqual(Full.Spectra.ToArray(), other.Spectra.ToArray());
        Assert.Equal("absorption simulator version 1, seed 2", other.Origin.Description);
    }

    [Theory]
    [InlineData(4, 936)]
    [InlineData(7, 535)]
    public void A_part_of_the_design_has_the_spectra_of_the_whole(int everyNth, int rows)
    {
        SpectralDataset part = AbsorptionSimulator.Simulate(new AbsorptionOptions { EveryNth = everyNth });
        Assert.Equal(rows, part.RowCount);
        Assert.Contains($"one of every {everyNth} solutions", part.Origin.Description, StringComparison.Ordinal);
        for (int row = 0; row < rows; row++)
        {
            Assert.True(part.Spectrum(row).SequenceEqual(Full.Spectrum(row * everyNth)));
            Assert.True(part.TargetRow(row).SequenceEqual(Full.TargetRow(row * everyNth)));
        }
        for (int cation = 0; cation < 6; cation++) // the part is as varied as the whole
            Assert.InRange(part.TargetColumn(cation).Count(x => x > 0) / (double)rows, 2373 / 3744.0 - 0.05, 2373 / 3744.0 + 0.05);
    }

    [Fact]
    public void Stray_light_bounds_the_absorbance_and_noise_is_largest_where_light_is_least()
    {
        SpectralDataset other = AbsorptionSimulator.Simulate(new AbsorptionOptions { Seed = 2 });
        Assert.InRange(Full.Spectra.ToArray().Max(), 3.5f, 4f);
        Assert.InRange(Full.Spectra.ToArray().Min(), -0.01f, 0.01f);

        // Differences of neighbouring channels between two seeds are free of baseline and nearly so of preparation.
        double Noise(int nanometres)
        {
            double sum = 0;
            int c = nanometres - 190;
            for (int row = 0; row < Full.RowCount; row++)
            {
                double difference = Full.Spectrum(row)[c] - Full.Spectrum(
                    row)[c + 1] - (other.Spectrum(row)[c] - other.Spectrum(row)[c + 1]);
                sum += difference * difference;
            }
            return Math.Sqrt(sum / Full.RowCount) / 2;
        }
        double visible = Noise(550);
        Assert.InRange(visible, 2e-5, 1e-4);
        Assert.True(Noise(195) > 20 * visible);
        Assert.True(Noise(250) > 20 * visible); // saturated by nitrate and iron
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3745)]
    public void An_impossible_part_is_refused(int everyNth) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => AbsorptionSimulator.Simulate(new AbsorptionOptions { EveryNth = everyNth }));
}
