using IonSweep.Spectra;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Spectra.Streams;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Strategies;
using IonSweep.Sweeps.Tests.Service;
using static IonSweep.Sweeps.Tests.Strategies.KnownSpectra;

namespace IonSweep.Sweeps.Tests.Strategies;

public class AugmentationTests
{
    /// <summary>Slugs of all strategies that a new one is beside, each with the section of its options.</summary>
    public static TheoryData<string, string> Fitted => new()
    {
        { "noise", "noise" }, { "emsa", "emsa" }, { "shift", "shift" }, { "mixup", "mixup" }, { "c-mixup", "cMixup" },
        { "sim-scatter", "simScatter" }, { "flow", "flow" },
    };

    /// <summary>Two targets, each with a band, and noise of two correlated factors and a white part.</summary>
    private static SpectralDataset Noisy(int rows = 240) => Of(
        rows, 2, (row, t) => Uniform("target", row, t),
        (row, c) => Uniform("target", row, 0) * Band(0.3, c) + Uniform("target", row, 1) * Band(0.7, c)
            + 0.05 * Normal("first", row) * Band(0.5, c) + 0.03 * Normal("second", row) + 0.005 * Normal("white", row, c));

    [Fact]
    public void Noise_has_the_covariance_of_what_spectra_differ_by_from_the_mean_of_their_targets()
    {
        SpectralDataset data = Noisy();
        SyntheticSet set = Generate("noise", data, "noise: {perMeasured: 10, strength: 0.5, from: residuals}");
        double[][] added = Added(data, set);
        foreach ((int a, int b) in new[] { (20, 20), (20, 24), (20, 2), (2, 38) })
        {
            double expected = 0.25 * (0.0025 * Band(0.5, a) * Band(0.5, b) + 0.0009 + (a == b ? 0.000025 : 0));
            double found = added.Average(one => one[a] * one[b]);
            Assert.Equal(expected, found, 0.25 * expected);
        }
    }

    [Fact]
    public void Noise_of_replicates_leaves_out_what_samples_differ_by()
    {
        // Samples differ by an offset of 0.3 that no target explains, replicates by 0.02.
        SpectralDataset data = Of(
            120, 1, (row, _) => Uniform("target", row / 3) + row * 1e-6,
            (row, c) => Uniform("target", row / 3) * Band(0.3, c) + 0.3 * Normal("sample", row / 3) + 0.02 * Normal("replicate", row),
            replicates: 3);
        double[][] found = Added(data, Generate("noise", data, "noise: {perMeasured: 5, strength: 1}")),
            residuals = Added(data, Generate("noise", data, "noise: {perMeasured: 5, strength: 1, from: residuals}"));
        Assert.Equal(0.02, Sd([.. found.Select(one => one[30])]), 0.004);
        Assert.InRange(Sd([.. residuals.Select(one => one[30])]), 0.2, 0.45);
        Assert.All(found, one => Assert.Equal(one[0], one[39], 1e-5)); // an offset of all channels
    }

    [Fact]
    public void Emsa_changes_offset_slope_and_multiplication_with_their_spread_and_nothing_else()
    {
        SpectralDataset data = Scattered(row => 1 + 0.2 * Normal("b", row));
        SyntheticSet set = Generate("emsa", data, "emsa: {perMeasured: 5}");
        (ScatterModel model, double[] terms) = ScatterTerms.Of(TaskOf(data).TrainingSpectra(), 1);
        List<double>[] changes = [[], [], []];
        for (int i = 0; i < set.Spectra.Rows; i++)
        {
            int row = BaseOf(data, set, i);
            double[] before = Values(data.Spectrum(row)), after = Values(set.Spectra.Row(i)), changed = model.TermsOf(after),
                found = terms[(row * 3)..(row * 3 + 3)];
            for (int k = 0; k < 3; k++) changes[k].Add(changed[k] - found[k]);
            model.Replace(before, found, model.Corrected);
            model.Replace(after, changed, model.Corrected);
            for (int c = 0; c < Channels; c++) Assert.Equal(before[c], after[c], 1e-5);
        }
        for (int k = 0; k < 3; k++)
            Assert.Equal(1, Sd(changes[k]) / Sd([.. Enumerable.Range(0, data.RowCount).Select(row => terms[row * 3 + k])]), 0.15);
    }

    [Theory]
    [InlineData("unexplained", 0.0)]
    [InlineData("whole", 1.0)]
    public void Emsa_takes_what_the_targets_explain_for_no_scatter_unless_told_to(string spread, double expected)
    {
        SpectralDataset data = Scattered(row => Math.Exp(Uniform("target", row))); // ln b is the target itself
        SyntheticSet set = Generate("emsa", data, $"emsa: {{degree: 0, perMeasured: 10, spread: {spread}}}");
        (ScatterModel model, double[] terms) = ScatterTerms.Of(TaskOf(data).TrainingSpectra(), 0);
        double found = Sd([.. Enumerable.Range(0, set.Spectra.Rows).Select(i =>
            model.TermsOf(Values(set.Spectra.Row(i)))[^1] - terms[2 * BaseOf(data, set, i) + 1])]);
        Assert.Equal(expected, found / Sd([.. Enumerable.Range(0, data.RowCount).Select(row => terms[2 * row + 1])]), 0.1);
    }

    [Fact]
    public void Terms_that_are_taken_out_leave_what_emsc_gives()
    {
        SpectralDataset data = Scattered(row => 1 + 0.2 * Normal("b", row));
        double[] spectra = Values(data.Spectra.Span);
        IPreprocessor emsc = new ExtendedScatterCorrection { Degree = 1 }.Fit(new PreprocessingRows(spectra, data.RowCount, Channels));
        (ScatterModel model, double[] terms) = ScatterTerms.Of(TaskOf(data).TrainingSpectra(), 1);
        for (int row = 0; row < data.RowCount; row++)
        {
            double[] expected = Values(data.Spectrum(row)), found = [.. expected];
            emsc.Apply(expected);
            model.Replace(found, terms.AsSpan(row * 3, 3), model.Corrected);
            for (int c = 0; c < Channels; c++) Assert.Equal(expected[c], found[c], 1e-9);
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.4)]
    [InlineData(-2.7)]
    public void A_shift_is_exact_for_polynomials_of_third_degree(double distance)
    {
        static double Cubic(double c) => 1 + 0.3 * c - 0.02 * c * c + 0.0007 * c * c * c;
        double[] spectrum = [.. Enumerable.Range(0, Channels).Select(c => Cubic(c))];
        ShiftStrategy.Move(spectrum, distance);
        for (int c = 3; c < Channels - 3; c++) Assert.Equal(Cubic(c - distance), spectrum[c], 1e-9);
    }

    [Fact]
    public void Shifts_have_the_spread_that_the_spec_says()
    {
        SpectralDataset data = Of(200, 1, (row, _) => row, (_, c) => 0.1 * c);
        SyntheticSet set = Generate("shift", data, "shift: {perMeasured: 5, channels: 0.7}");
        double[] shifts = [.. Enumerable.Range(0, set.Spectra.Rows).Select(i => (set.Spectra.Row(i)[20] - 2.0) / -0.1)];
        Assert.Equal(0.7, Sd(shifts), 0.05);
        Assert.Equal(0, shifts.Average(), 0.07);
        for (int i = 0; i < set.Spectra.Rows; i++) Assert.InRange(set.Spectra.Row(i)[0], -1e-6f, 0.5f); // beyond an end its value stays
    }

    [Theory]
    [InlineData("mixup")]
    [InlineData("c-mixup")]
    public void A_mixture_of_spectra_that_add_up_is_the_spectrum_of_its_labels(string strategy)
    {
        SpectralDataset data = Of(
            60, 2, (row, t) => Uniform("target", row, t),
            (row, c) => Uniform("target", row, 0) * Band(0.3, c) + Uniform("target", row, 1) * Band(0.7, c));
        SyntheticSet set = Generate(strategy, data, "mixup: {perMeasured: 3}\ncMixup: {perMeasured: 3}");
        Assert.Equal(180, set.Spectra.Rows);
        for (int i = 0; i < set.Spectra.Rows; i++)
            for (int c = 0; c < Channels; c++)
                Assert.Equal(set.Labels[2 * i] * Band(0.3, c) + set.Labels[2 * i + 1] * Band(0.7, c), set.Spectra.Row(i)[c], 1e-5f);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(2)]
    public void Shares_are_drawn_from_a_beta_distribution(double alpha)
    {
        StreamKey key = StreamKeys.Of("shares");
        double[] shares = [.. Enumerable.Range(0, 20_000).Select(i => Mixtures.Share(alpha, key, (ulong)i << 20))];
        Assert.Equal(0.5, shares.Average(), 0.01);
        Assert.Equal(1 / (4 * (2 * alpha + 1)), Sd(shares) * Sd(shares), 0.005);
        Assert.All(shares, share => Assert.InRange(share, 0, 1));
    }

    [Fact]
    public void Mixup_takes_any_partner_and_c_mixup_those_with_near_labels()
    {
        // Row r has label r; a spectrum is its own label, so that λ, and with it the partner, can be read off two channels.
        SpectralDataset data = Of(100, 1, (row, _) => row, (row, c) => c == 0 ? row : c == 1 ? row * row : 0);
        double far = Partners("mixup"), near = Partners("c-mixup");
        Assert.Equal(33.3, far, 4.0); // mean distance of two uniform numbers
        Assert.Equal(5.77 * 0.798, near, 1.0); // bandwidth 0.2 of SD 28.9; the mean of |N(0, 1)| is 0.798

        double Partners(string strategy)
        {
            SyntheticSet set = Generate(strategy, data, "mixup: {perMeasured: 10}\ncMixup: {perMeasured: 10, bandwidth: 0.2}");
            int[] bases = TaskOf(data).Bases(10);
            List<double> distances = [];
            for (int i = 0; i < set.Spectra.Rows; i++)
            {
                // λ a + (1−λ) b = p and λ a² + (1−λ) b² = q give b = (q − a p)/(p − a).
                double a = bases[i], p = set.Spectra.Row(i)[0], q = set.Spectra.Row(i)[1];
                if (Math.Abs(p - a) > 0.05) distances.Add(Math.Abs((q - a * p) / (p - a) - a));
            }
            return distances.Average();
        }
    }

    [Fact]
    public void Sim_scatter_keeps_labels_right_where_scatter_multiplies_spectra()
    {
        SpectralDataset data = Multiplied();
        (double error, double spread) = ReadMultiplied(Generate("sim-scatter", data));
        (double additive, _) = ReadMultiplied(Generate("sim", data));
        Assert.Equal(0.3, spread, 0.08);
        Assert.True(error < 0.05 && error < 0.5 * additive, $"labels of sim-scatter are wrong by {error}, those of sim by {additive}");
    }

    [Theory]
    [MemberData(nameof(Fitted))]
    public void The_amount_is_an_option_and_every_row_is_used_as_often(string strategy, string section)
    {
        SpectralDataset data = Noisy(60);
        Assert.Equal(60, Generate(strategy, data).Spectra.Rows);
        Assert.Equal(30, Generate(strategy, data, $"{section}: {{perMeasured: 0.5}}").Spectra.Rows);
        Assert.Equal(150, Generate(strategy, data, $"{section}: {{perMeasured: 2.5}}").Spectra.Rows);
        int[] bases = TaskOf(data).Bases(2.5);
        Assert.All(bases.GroupBy(row => row), row => Assert.InRange(row.Count(), 2, 3));
        Assert.Equal(60, bases.Distinct().Count());
        Assert.Contains(
            $"{section}.perMeasured: expected 0.5 to 10, found 11",
            Assert.Throws<InvalidSpecException>(() => SpecReader.Read($"{section}: {{perMeasured: 11}}")).Message);
    }

    [Theory]
    [MemberData(nameof(Fitted))]
    public void Nothing_but_training_rows_is_looked_at(string strategy, string section)
    {
        SpectralDataset data = Noisy(80);
        int[] rows = [.. Enumerable.Range(0, 80).Where(row => row % 4 != 3)];
        SpectralDataset other = Of(
            80, 2, (row, t) => row % 4 == 3 ? 99 : data.TargetRow(row)[t], (row, c) => row % 4 == 3 ? -7 : data.Spectrum(row)[c]);
        IFittedStrategy fitted = (IFittedStrategy)StrategyCatalog.Get(strategy);
        Assert.NotNull(fitted.Section);
        Assert.Equal(section, fitted.Section!.Key);
        SyntheticSet one = fitted.Generate(TaskOf(data, rows: rows)), two = fitted.Generate(TaskOf(other, rows: rows));
        Assert.Equal(one.Spectra.ToDense(), two.Spectra.ToDense());
        Assert.Equal(one.Labels, two.Labels);
    }

    [Fact]
    public async Task Every_strategy_goes_the_whole_way_with_any_family_and_is_drawn_beside_measured_spectra()
    {
        SweepSpec spec = SweepFixture.Spec with
        {
            Folds = 1,
            Targets = [],
            AugmentedTargets = [],
            Models = ["pls", "mlp", "mlp-group"],
            Strategies = [.. SpecPresets.Get(SpecPresets.Augment).Strategies, "flow"],
        };
        Assert.Superset(
            new HashSet<string>(["e", "sim", "sim-scatter", "noise", "emsa", "shift", "mixup", "c-mixup"]), spec.Strategies.ToHashSet());
        WatchedStore one = new(), two = new();
        await SweepFixture.RunAsync(one, threads: 1, spec: spec);
        await SweepFixture.RunAsync(two, threads: 4, spec: spec);
        Assert.Equal(SweepFixture.Fixed(one), SweepFixture.Fixed(two));
        SweepReport report = await new StoredSweeps(one).ReportAsync(SweepFixture.Id);
        Assert.Equal(3 * 3 * spec.Strategies.Count, report.Results.Cells.Count);
        Assert.All(report.Results.Cells, cell => Assert.True(cell is { Failure: null, Mae: < 2 }, $"{cell}"));
        foreach (IFittedStrategy strategy in spec.Strategies.Select(StrategyCatalog.Get).OfType<IFittedStrategy>())
        {
            SpectraComparison drawn = report.Spectra.Single(one => one.Strategy == strategy.Slug);
            Assert.Equal(6, drawn.Kept.Count);
            foreach (IReadOnlyList<float> spectrum in drawn.Kept) // in the unit of the instrument, near what was measured
                for (int c = 0; c < spectrum.Count; c++)
                    Assert.InRange(spectrum[c], drawn.Lowest[c] - 0.5f, drawn.Highest[c] + 0.5f);
        }
    }

    /// <summary>Bands of two components that add up to 1, multiplied and with an offset and a slope.</summary>
    private static SpectralDataset Scattered(Func<int, double> factor) => Of(
        150, 1, (row, _) => Uniform("target", row),
        (row, c) => factor(row) * (1 + Band(0.3, c) + Band(0.6, c) + 0.02 * Normal("shape", row) * Band(0.8, c))
            + 0.1 * Normal("a", row) + 0.05 * Normal("d", row) * (2.0 * c / (Channels - 1) - 1));

    private static double[][] Added(SpectralDataset data, SyntheticSet set) =>
    [
        .. Enumerable.Range(0, set.Spectra.Rows).Select(i =>
        {
            double[] from = Values(data.Spectrum(BaseOf(data, set, i)));
            return Values(set.Spectra.Row(i)).Zip(from, (after, before) => after - before).ToArray();
        }),
    ];
}
