using IonSweep.Learning.Forward;
using IonSweep.Spectra;
using IonSweep.Spectra.Simulation.Absorption;
using IonSweep.Spectra.Simulation.Libs;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Tests.Forward;

public class ForwardModelTests
{
    private static readonly StreamKey Stream = StreamKeys.Of("test", "forward");

    private static readonly Lazy<Comparison> Libs = new(() => Comparison.Of(
        LibsSimulator.Simulate(new LibsOptions { Samples = 160, ShotsPerSample = 4, FirstWavelength = 240, LastWavelength = 440 }),
        row => row < 320));

    private static readonly Lazy<Comparison> Absorption = new(() => Comparison.Of(
        AbsorptionSimulator.Simulate(new AbsorptionOptions { EveryNth = 8 }), row => row % 3 != 0));

    public static TheoryData<string> Sets => new("libs", "absorption");

    [Theory]
    [MemberData(nameof(Sets))]
    public void Synthetic_spectra_have_mean_and_spread_of_held_out_ones(string set)
    {
        Comparison data = Get(set);
        int near = 0, alike = 0, channels = data.HeldOut[0].Length;
        for (int c = 0; c < channels; c++)
        {
            (double mean, double deviation) = Moments(data.HeldOut, c);
            (double synthetic, double spread) = Moments(data.Synthetic, c);
            if (Math.Abs(synthetic - mean) < 0.25 * deviation) near++;
            if (spread > 0.75 * deviation && spread < 1.3 * deviation) alike++;
        }
        Assert.True(near > 0.97 * channels, $"mean agrees in {near} of {channels} channels");
        Assert.True(alike > 0.9 * channels, $"spread agrees in {alike} of {channels} channels");
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Channels_correlate_as_in_held_out_spectra(string set)
    {
        Comparison data = Get(set);
        Assert.InRange(CorrelationDistance(data.HeldOut, data.Synthetic), 0, 0.12);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Noise_has_the_size_correlations_and_spectrum_of_held_out_noise(string set)
    {
        Comparison data = Get(set);
        int channels = data.HeldOutNoise[0].Length, alike = 0;
        for (int c = 0; c < channels; c++)
        {
            double ratio = Moments(data.SyntheticNoise, c).Deviation / Moments(data.HeldOutNoise, c).Deviation;
            if (ratio is > 0.6 and < 1.5) alike++;
        }
        Assert.True(alike > 0.9 * channels, $"noise agrees in {alike} of {channels} channels");
        Assert.InRange(CorrelationDistance(data.HeldOutNoise, data.SyntheticNoise), 0, 0.25);

        // Power of the noise along the channels, by octaves from the finest structure: differences at distance 1, 2, 4, …
        double[] expected = Octaves(data.HeldOutNoise), actual = Octaves(data.SyntheticNoise);
        for (int octave = 0; octave < expected.Length; octave++) Assert.InRange(actual[octave] / expected[octave], 0.5, 1.8);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void New_target_combinations_stay_in_the_calibrated_range_and_keep_its_spread(string set)
    {
        Comparison data = Get(set);
        int targets = data.TargetCount;
        for (int t = 0; t < targets; t++)
        {
            double[] training = [.. data.TrainingTargets.Where((_, i) => i % targets == t).Select(v => (double)v)];
            double[] synthetic = [.. data.SyntheticTargets.Where((_, i) => i % targets == t).Select(v => (double)v)];
            Assert.True(synthetic.Min() >= training.Min() - 1e-6 && synthetic.Max() <= training.Max() + 1e-6);
            double Sd(double[] v) => Math.Sqrt(v.Average(x => x * x) - v.Average() * v.Average());
            Assert.InRange(Sd(synthetic) / Sd(training), 0.75, 1.15);
        }
        HashSet<string> known = [.. data.TrainingTargets.Chunk(targets).Select(row => string.Join(',', row))];
        Assert.True(data.SyntheticTargets.Chunk(targets)
            .Count(row => !known.Contains(string.Join(',', row))) > 0.9 * data.Synthetic.Length);
    }

    [Fact]
    public void Every_row_is_a_function_of_stream_and_number()
    {
        ForwardModel model = Libs.Value.Model;
        SyntheticSpectra few = model.Synthesize(5, Stream), many = model.Synthesize(9, Stream), other = model.Synthesize(
            5, StreamKeys.Of("test", "other"));
        Assert.Equal(few.Targets, many.Targets[..few.Targets.Length]);
        for (int row = 0; row < 5; row++)
        {
            Assert.Equal(few.Spectra.Row(row).ToArray(), many.Spectra.Row(row).ToArray());
            Assert.NotEqual(few.Spectra.Row(row).ToArray(), other.Spectra.Row(row).ToArray());
        }
    }

    [Fact]
    public void Mean_follows_smooth_functions_of_the_targets_and_ignores_targets_that_do_not_matter()
    {
        (Matrix spectra, float[] targets) = Polynomial(rows: 200, noise: 0.05);
        ForwardModel model = ForwardModel.Fit(RowSet.All(spectra), targets, null, new ForwardOptions());
        float[] mean = new float[5];
        foreach ((float a, float b) in new[] { (0.2f, 0.9f), (0.5f, 0.5f), (0.8f, 0.3f) })
        {
            model.MeanSpectrum([a, b], mean);
            double[] expected = Truth(a, b);
            for (int c = 0; c < 5; c++) Assert.Equal(expected[c], mean[c], 0.05);
        }
        model.MeanSpectrum([0.2f, 0.5f], mean);
        float low = mean[0];
        model.MeanSpectrum([0.8f, 0.5f], mean);
        Assert.Equal(low, mean[0], 0.03); // channel 0 is constant
    }

    [Fact]
    public void Channels_that_are_never_negative_stay_so()
    {
        (Matrix spectra, float[] targets) = Polynomial(rows: 60, noise: 0.3);
        for (int row = 0; row < 60; row++)
        {
            spectra.Row(row)[0] = Math.Max(0, spectra.Row(row)[0] - 1.8f); // noise cut at 0
            spectra.Row(row)[4] -= 100;
        }
        SyntheticSpectra synthetic = ForwardModel.Fit(RowSet.All(spectra), targets, null, new ForwardOptions()).Synthesize(500, Stream);
        for (int row = 0; row < 500; row++)
        {
            Assert.True(synthetic.Spectra.Row(row)[0] >= 0);
            Assert.True(synthetic.Spectra.Row(row)[4] < 0);
        }
    }

    [Fact]
    public void Linear_relations_of_the_targets_hold_in_new_combinations()
    {
        (Matrix spectra, float[] two) = Polynomial(rows: 80, noise: 0.1);
        float[] three = new float[240];
        for (int row = 0; row < 80; row++)
            (three[row * 3], three[row * 3 + 1], three[row * 3 + 2]) = (two[row * 2], two[row * 2 + 1],
                100 - two[row * 2] - 2 * two[row * 2 + 1]);
        SyntheticSpectra synthetic = ForwardModel.Fit(RowSet.All(spectra), three, null, new ForwardOptions()).Synthesize(200, Stream);
        foreach (float[] row in synthetic.Targets.Chunk(3)) Assert.Equal(100, row[0] + 2 * row[1] + row[2], 1e-4);
    }

    [Fact]
    public void Noise_of_replicates_is_told_from_what_samples_differ_by()
    {
        // Samples differ by SD 1 beyond their targets, replicates by SD 0.2.
        const int samples = 60, shots = 5, channels = 12;
        Matrix spectra = new(samples * shots, channels);
        float[] targets = new float[samples * shots], random = new float[samples * channels + samples * shots * channels];
        string[] ids = new string[samples * shots];
        NormalStream.Fill(Stream, 0, random);
        for (int row = 0; row < ids.Length; row++)
        {
            int sample = row / shots;
            ids[row] = $"s{sample}";
            targets[row] = sample / 10f;
            for (int c = 0; c < channels; c++)
                spectra.Row(row)[c] = targets[row] + random[sample * channels + c] + 0.2f * random[samples * channels + row * channels + c];
        }
        double Noise(ForwardNoise kind)
        {
            ForwardModel model = ForwardModel.Fit(RowSet.All(spectra), targets, ids, new ForwardOptions { Noise = kind });
            SyntheticSpectra synthetic = model.Synthesize(400, Stream);
            float[] mean = new float[channels];
            double squares = 0;
            for (int row = 0; row < 400; row++)
            {
                model.MeanSpectrum([synthetic.Targets[row]], mean);
                for (int c = 0; c < channels; c++) squares += Math.Pow(synthetic.Spectra.Row(row)[c] - mean[c], 2);
            }
            return Math.Sqrt(squares / (400 * channels));
        }
        Assert.InRange(Noise(ForwardNoise.Replicates), 0.17, 0.23);
        Assert.InRange(Noise(ForwardNoise.Total), 0.85, 1.2);
        Assert.Equal(0, Noise(ForwardNoise.None));
    }

    [Fact]
    public void Noise_grows_with_the_signal_where_it_does_in_the_rows()
    {
        const int rows = 600;
        Matrix spectra = new(rows, 4);
        float[] targets = new float[rows], random = new float[rows * 4];
        NormalStream.Fill(Stream, 0, random);
        for (int row = 0; row < rows; row++)
        {
            targets[row] = 1 + 9f * row / rows;
            for (int c = 0; c < 4; c++) spectra.Row(row)[c] = targets[row] * (1 + 0.05f * random[row * 4 + c]);
        }
        ForwardModel model = ForwardModel.Fit(RowSet.All(spectra), targets, null, new ForwardOptions());
        SyntheticSpectra synthetic = model.Synthesize(3000, Stream);
        foreach ((double from, double to) in new[] { (1.5, 2.5), (5.0, 6.0), (9.0, 10.0) })
        {
            double squares = 0;
            int count = 0;
            for (int row = 0; row < 3000; row++)
            {
                float target = synthetic.Targets[row];
                if (target < from || target > to) continue;
                for (int c = 0; c < 4; c++) squares += Math.Pow(synthetic.Spectra.Row(row)[c] / target - 1, 2);
                count += 4;
            }
            Assert.InRange(Math.Sqrt(squares / count), 0.035, 0.065);
        }
    }

    [Fact]
    public void Rows_that_allow_no_forward_model_are_refused_with_the_reason()
    {
        (Matrix spectra, float[] targets) = Polynomial(rows: 20, noise: 0.1);
        string Message(RowSet rows, float[] values, ForwardOptions options) =>
            Assert.Throws<ForwardFitException>(() => ForwardModel.Fit(rows, values, null, options)).Message;
        Assert.Contains("there are 5", Message(RowSet.Of(spectra, [0, 1, 2, 3, 4]), targets[..10], new ForwardOptions()));
        Assert.Contains("targets that vary", Message(RowSet.All(spectra), new float[40], new ForwardOptions()));
        Assert.Contains("replicates", Message(RowSet.All(spectra), targets, new ForwardOptions { Noise = ForwardNoise.Replicates }));
    }

    private static Comparison Get(string set) => (set == "libs" ? Libs : Absorption).Value;

    private static double[] Truth(double a, double b) => [2, 1 + 2 * a, 3 - a + 2 * b * b, 4 * a * b, 1 + a * a * b];

    private static (Matrix Spectra, float[] Targets) Polynomial(int rows, double noise)
    {
        Matrix spectra = new(rows, 5);
        float[] targets = new float[rows * 2], random = new float[rows * 5];
        NormalStream.Fill(StreamKeys.Of("test", "polynomial-noise"), 0, random);
        UniformStream.Fill(StreamKeys.Of("test", "polynomial"), 0, targets);
        for (int row = 0; row < rows; row++)
        {
            double[] truth = Truth(targets[row * 2], targets[row * 2 + 1]);
            for (int c = 0; c < 5; c++) spectra.Row(row)[c] = (float)(truth[c] + noise * random[row * 5 + c]);
        }
        return (spectra, targets);
    }

    private static (double Mean, double Deviation) Moments(float[][] rows, int channel)
    {
        double sum = 0, squares = 0;
        foreach (float[] row in rows) sum += row[channel];
        double mean = sum / rows.Length;
        foreach (float[] row in rows) squares += (row[channel] - mean) * (row[channel] - mean);
        return (mean, Math.Sqrt(squares / (rows.Length - 1)));
    }

    /// <summary>Root mean square difference of the correlation matrices over 30 channels.</summary>
    private static double CorrelationDistance(float[][] a, float[][] b)
    {
        int[] channels = [.. Enumerable.Range(0, 30).Select(i => i * (a[0].Length - 1) / 29)];
        double[,] x = Correlations(a, channels), y = Correlations(b, channels);
        double squares = 0;
        for (int i = 0; i < 30; i++)
            for (int j = 0; j < i; j++) squares += Math.Pow(x[i, j] - y[i, j], 2);
        return Math.Sqrt(squares / (30 * 29 / 2));
    }

    private static double[,] Correlations(float[][] rows, int[] channels)
    {
        (double Mean, double Deviation)[] moments = [.. channels.Select(c => Moments(rows, c))];
        double[,] result = new double[channels.Length, channels.Length];
        for (int i = 0; i < channels.Length; i++)
            for (int j = 0; j < i; j++)
            {
                double sum = 0;
                foreach (float[] row in rows) sum += (row[channels[i]] - moments[i].Mean) * (row[channels[j]] - moments[j].Mean);
                result[i, j] = sum / ((rows.Length - 1) * moments[i].Deviation * moments[j].Deviation);
            }
        return result;
    }

    /// <summary>Mean squared differences between channels 1, 2, 4, … 32 apart.</summary>
    private static double[] Octaves(float[][] noise)
    {
        int channels = noise[0].Length;
        double[] deviations = [.. Enumerable.Range(0, channels).Select(c => Moments(noise, c).Deviation)];
        return [.. Enumerable.Range(0, 6).Select(octave =>
        {
            int step = 1 << octave;
            double squares = 0;
            foreach (float[] row in noise)
                for (int c = step; c < channels; c++) squares += Math.Pow(row[c] / deviations[c] - row[c - step] / deviations[c - step], 2);
            return squares / noise.Length / (channels - step);
        })];
    }

    /// <summary>A model of some rows, spectra drawn from it, and rows that it has not seen.</summary>
    private sealed record Comparison(
        ForwardModel Model, int TargetCount, float[] TrainingTargets, float[][] HeldOut, float[][] HeldOutNoise,
        float[][] Synthetic, float[][] SyntheticNoise, float[] SyntheticTargets)
    {
        public static Comparison Of(SpectralDataset data, Func<int, bool> isTraining)
        {
            int[] training = [.. Enumerable.Range(0, data.RowCount).Where(isTraining)],
                others = [.. Enumerable.Range(0, data.RowCount).Except(training)];
            float[] targets = [.. training.SelectMany(row => data.TargetRow(row).ToArray())];
            Matrix all = Matrix.From(data.Spectra.Span, data.RowCount, data.ChannelCount);
            ForwardModel model = ForwardModel.Fit(
                RowSet.Of(all, training), targets, data.SampleIds is { } ids ? [.. training.Select(row => ids[row])] : null,
                new ForwardOptions());
            SyntheticSpectra synthetic = model.Synthesize(500, Stream);
            float[][] drawn = [.. Enumerable.Range(0, 500).Select(row => synthetic.Spectra.Row(row).ToArray())];
            float[][] heldOut = [.. others.Select(row => data.Spectrum(row).ToArray())];
            return new Comparison(
                model, data.Targets.Count, targets,
                heldOut, Noise(model, heldOut, [.. others.SelectMany(row => data.TargetRow(row).ToArray())]),
                drawn, Noise(model, drawn, synthetic.Targets), synthetic.Targets);
        }

        private static float[][] Noise(ForwardModel model, float[][] spectra, float[] targets)
        {
            int count = targets.Length / spectra.Length;
            float[] mean = new float[model.ChannelCount];
            return [.. spectra.Select((spectrum, row) =>
            {
                model.MeanSpectrum(targets.AsSpan(row * count, count), mean);
                return spectrum.Zip(mean, (x, m) => x - m).ToArray();
            })];
        }
    }
}
