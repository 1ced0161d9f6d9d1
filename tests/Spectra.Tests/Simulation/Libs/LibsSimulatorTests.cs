using IonSweep.Spectra.Simulation.Libs;

namespace IonSweep.Spectra.Tests.Simulation.Libs;

public class LibsSimulatorTests
{
    private static readonly SpectralDataset Default = LibsSimulator.Simulate(new LibsOptions());

    [Fact]
    public void Defaults_give_six_shots_on_each_of_a_hundred_steels()
    {
        Assert.Equal((600, 1401), (Default.RowCount, Default.ChannelCount));
        Assert.Equal((200.0, 900.0), (Default.Wavelengths[0], Default.Wavelengths[^1]));
        Assert.Equal(["Cr (%)", "Mn (%)", "Mo (%)", "Ni (%)"], Default.Targets.Select(target => target.Header));
        Assert.True(Default.Origin.IsSimulated);
        Assert.Contains("seed 1", Default.Origin.Description);
        Assert.Equal(100, Default.SampleIds!.Distinct().Count());
        for (int row = 0; row < 600; row++)
        {
            Assert.Equal(Default.SampleIds![row / 6 * 6], Default.SampleIds[row]);
            Assert.Equal(Default.TargetRow(row / 6 * 6).ToArray(), Default.TargetRow(row).ToArray());
        }
        for (int t = 0; t < 4; t++)
        {
            (_, double lowest, double highest) = LibsConstants.Ranges[t];
            float[] column = Default.TargetColumn(t);
            Assert.All(column, value => Assert.InRange(value, lowest, highest));
            Assert.True(column.Max() - column.Min() > 0.9 * (highest - lowest));
        }
    }

    [Fact]
    public void The_seed_alone_decides_and_a_shorter_run_is_the_start_of_a_longer_one()
    {
        LibsOptions few = new() { Samples = 3, Seed = 1 };
        Assert.Equal(Default.Spectra[..(18 * 1401)].ToArray(), LibsSimulator.Simulate(few).Spectra.ToArray());
        Assert.NotEqual(LibsSimulator.Simulate(few).Spectra.ToArray(), LibsSimulator.Simulate(few with { Seed = 2 }).Spectra.ToArray());
    }

    [Theory]
    [InlineData("cr", 425.5)]
    [InlineData("mn", 257.5)]
    [InlineData("mo", 281.5)]
    [InlineData("ni", 352.5)]
    public void A_strong_line_follows_its_element(string slug, double wavelength)
    {
        // Shots averaged, so that what is left is composition.
        int channel = (int)Math.Round((wavelength - 200) / 0.5), target = Default.IndexOfTarget(slug);
        double[] line = new double[100], percent = new double[100];
        for (int row = 0; row < 600; row++) line[row / 6] += Default.Spectrum(row)[channel] / Default.Spectrum(row).ToArray().Sum();
        for (int sample = 0; sample < 100; sample++) percent[sample] = Default.TargetRow(sample * 6)[target];
        Assert.True(Correlation(line, percent) > 0.6, $"{slug}: {Correlation(line, percent):F2}");
    }

    [Fact]
    public void Shots_on_one_sample_scatter_as_libs_does()
    {
        // Relative standard deviation of the total intensity within samples: 5–30 % without normalisation is what LIBS users see.
        double sum = 0;
        for (int sample = 0; sample < 100; sample++)
        {
            double[] totals = [.. Enumerable.Range(sample * 6, 6).Select(row => (double)Default.Spectrum(row).ToArray().Sum())];
            double mean = totals.Average();
            sum += totals.Sum(total => (total - mean) * (total - mean)) / 5 / (mean * mean);
        }
        Assert.InRange(Math.Sqrt(sum / 100), 0.05, 0.30);
    }

    [Fact]
    public void Dark_channels_scatter_by_readout_and_shot_noise()
    {
        // Between neighbours far from any line the plasma's own variation cancels.
        List<double> excess = [];
        int channel = (int)((850 - 200) / 0.5);
        for (int row = 0; row < 600; row++)
        {
            ReadOnlySpan<float> spectrum = Default.Spectrum(row);
            double electrons = (spectrum[channel] + spectrum[channel + 1]) / 2 * LibsConstants.ElectronsPerCount;
            double difference = (spectrum[channel + 1] - spectrum[channel]) * LibsConstants.ElectronsPerCount;
            double variance = electrons + LibsConstants.ReadoutNoise * LibsConstants.ReadoutNoise
                + electrons * electrons * LibsConstants.GainNoise * LibsConstants.GainNoise;
            excess.Add(difference * difference / (2 * variance));
        }
        Assert.InRange(excess.Average(), 0.8, 1.25);
    }

    [Fact]
    public void An_impossible_option_is_named()
    {
        Assert.Contains(
            "Samples is 0", Assert.Throws<ArgumentException>(() => LibsSimulator.Simulate(new LibsOptions { Samples = 0 })).Message);
        Assert.Contains("LastWavelength is 100",
            Assert.Throws<ArgumentException>(() => LibsSimulator.Simulate(new LibsOptions { LastWavelength = 100 })).Message);
        Assert.Contains(
            "ChannelStep", Assert.Throws<ArgumentException>(() => LibsSimulator.Simulate(new LibsOptions { ChannelStep = 0 })).Message);
    }

    private static double Correlation(double[] a, double[] b)
    {
        double ma = a.Average(), mb = b.Average();
        return a.Zip(b, (x, y) => (x - ma) * (y - mb)).Sum()
            / Math.Sqrt(a.Sum(x => (x - ma) * (x - ma)) * b.Sum(y => (y - mb) * (y - mb)));
    }
}
