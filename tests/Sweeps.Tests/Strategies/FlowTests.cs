using IonSweep.Learning.Forward;
using IonSweep.Spectra;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Strategies;
using static IonSweep.Sweeps.Tests.Strategies.KnownSpectra;

namespace IonSweep.Sweeps.Tests.Strategies;

public class FlowTests
{
    /// <summary>Two bands whose concentrations lie on a curve, one the target, and the other the square of its distance from ½.</summary>
    private static double OnCurve(double y, int c) => y * Band(0.3, c) + 3 * (y - 0.5) * (y - 0.5) * Band(0.6, c);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Where_spectra_are_a_function_of_the_target_generated_ones_are_that_of_their_label(double novelty)
    {
        SpectralDataset data = Of(80, 1, (row, _) => Uniform("target", row), (row, c) => OnCurve(Uniform("target", row), c));
        SyntheticSet set = Generate("flow", data, $"flow: {{perMeasured: 3, novelty: [{novelty}]}}");
        double error = Rms(i => set.Labels[i]), other = Rms(i => set.Labels[(i + 1) % set.Labels.Length]);
        Assert.True(error < 0.01 * other, $"spectra are off by {error}; with the labels of others by {other}");

        double Rms(Func<int, double> label) => Math.Sqrt(Enumerable.Range(0, set.Spectra.Rows).Average(
            i => Enumerable.Range(0, Channels).Average(c => Math.Pow(set.Spectra.Row(i)[c] - OnCurve(label(i), c), 2))));
    }

    [Fact]
    public void That_spectra_lie_on_a_curve_is_found_out()
    {
        SpectralDataset data = Of(60, 1, (row, _) => Uniform("target", row), (row, c) => OnCurve(Uniform("target", row), c));
        Assert.Equal(Spectra("products"), Spectra("found"));
        Assert.NotEqual(Spectra("linear"), Spectra("found"));

        float[] Spectra(string terms) => Generate("flow", data, $"flow: {{novelty: [1], terms: {terms}}}").Spectra.ToDense();
    }

    /// <summary>Gaussian spectra around a mean that is linear in two targets.</summary>
    private static SpectralDataset Gaussian(int rows = 300) => Of(
        rows, 2, (row, t) => Normal("target", row, t), (row, c) => MeanAt(Normal("target", row, 0), Normal("target", row, 1), c)
            + 0.3 * Normal("first", row) * Band(0.5, c) + 0.1 * Normal("second", row));

    private static double MeanAt(double a, double b, int c) => a * Band(0.3, c) + b * Band(0.7, c);

    [Fact]
    public void Of_gaussian_spectra_mean_and_covariance_are_recovered_given_the_targets_and_without()
    {
        SyntheticSet set = Generate("flow", Gaussian(), "flow: {perMeasured: 10, novelty: [1]}");
        double[][] spectra = [.. Enumerable.Range(0, set.Spectra.Rows).Select(i => Values(set.Spectra.Row(i)))];
        double[][] deviations =
        [
            .. spectra.Select((spectrum, i) =>
                spectrum.Select((value, c) => value - MeanAt(set.Labels[2 * i], set.Labels[2 * i + 1], c)).ToArray()),
        ];
        foreach ((int a, int b) in new[] { (20, 20), (20, 24), (20, 2), (2, 38) })
        {
            double conditional = 0.09 * Band(0.5, a) * Band(0.5, b) + 0.01;
            Assert.Equal(conditional, deviations.Average(one => one[a] * one[b]), 0.2 * conditional);
        }
        Assert.All(Enumerable.Range(0, Channels), c => Assert.Equal(0, deviations.Average(one => one[c]), 0.06));
        double[] first = [.. Enumerable.Range(0, spectra.Length).Select(i => (double)set.Labels[2 * i])];
        Assert.InRange(Sd(first), 0.8, 1.1); // between neighbours: a little narrower than the measured ones
        Assert.Equal(Sd(first), Sd([.. spectra.Select(one => one[12])]), 0.1);
    }

    [Fact]
    public void Spread_that_depends_on_the_target_and_two_states_that_no_target_tells_stay_what_they_are()
    {
        // One band's height is 2 or 4 at random; another scatters by 0.02 for small targets and by 0.2 for large ones.
        SpectralDataset data = Of(
            400, 1, (row, _) => Uniform("target", row), (row, c) => (Uniform("state", row) < 0.5 ? 2 : 4) * Band(0.8, c, 3)
                + Uniform("target", row) * Band(0.2, c, 3)
                + 0.02 * Math.Pow(10, Uniform("target", row)) * Normal("scatter", row) * Band(0.5, c, 3));
        SyntheticSet set = Generate("flow", data, "flow: {perMeasured: 5, novelty: [1], components: 3}");
        double[] heights = [.. Enumerable.Range(0, set.Spectra.Rows).Select(i => (double)set.Spectra.Row(i)[32])];
        Assert.InRange(heights.Count(height => height < 3) / (double)heights.Length, 0.4, 0.6);
        Assert.InRange(heights.Count(height => height is > 2.3 and < 3.7) / (double)heights.Length, 0, 0.05);
        double[] small = [.. Scatter(label => label < 0.3)], large = [.. Scatter(label => label > 0.7)];
        Assert.InRange(Sd(small), 0.015, 0.06);
        Assert.InRange(Sd(large), 0.09, 0.2);

        IEnumerable<double> Scatter(Func<float, bool> wanted) => Enumerable.Range(0, set.Spectra.Rows)
            .Where(i => wanted(set.Labels[i])).Select(i => (double)set.Spectra.Row(i)[20]);
    }

    [Fact]
    public void Labels_stay_right_where_scatter_multiplies_spectra()
    {
        (double error, double spread) = ReadMultiplied(Generate("flow", Multiplied(), "flow: {novelty: [1]}"));
        (double additive, _) = ReadMultiplied(Generate("sim", Multiplied()));
        Assert.Equal(0.3, spread, 0.08);
        Assert.True(error < 0.05 && error < 0.5 * additive, $"labels are wrong by {error}, those of sim by {additive}");
    }

    [Theory]
    [InlineData(0, 0.98, 1.0)]
    [InlineData(0.3, 0.5, 0.97)]
    [InlineData(1, -0.2, 0.2)]
    public void Novelty_says_how_much_of_what_targets_do_not_explain_is_that_of_a_measured_spectrum(
        double novelty, double least, double most)
    {
        SpectralDataset data = Gaussian(150);
        SyntheticSet set = Generate("flow", data, $"flow: {{perMeasured: 4, novelty: [{novelty}]}}");
        int[] bases = TaskOf(data).Bases(4);
        double[] before = [.. bases.Select(row => 0.3 * Normal("first", row) + 0.1 * Normal("second", row))],
            after = [.. bases.Select((_, i) => set.Spectra.Row(i)[20] - MeanAt(set.Labels[2 * i], set.Labels[2 * i + 1], 20))];
        double meanBefore = before.Average(), meanAfter = after.Average();
        double correlation = before.Zip(after, (a, b) => (a - meanBefore) * (b - meanAfter)).Average() / (Sd(before) * Sd(after));
        Assert.InRange(correlation, least, most);
    }

    [Fact]
    public void Labels_lie_between_those_of_training_rows_and_obey_what_these_obey()
    {
        // Two targets that add up to 1, replicates of each sample.
        SpectralDataset data = Of(
            120, 2, (row, t) => t == 0 ? Uniform("target", row / 3) : 1 - Uniform("target", row / 3),
            (row, c) => Uniform("target", row / 3) * Band(0.3, c) + 0.02 * Normal("noise", row) * Band(0.6, c), replicates: 3);
        SyntheticSet set = Generate("flow", data, "flow: {perMeasured: 4}");
        float[] first = [.. set.Labels.Where((_, i) => i % 2 == 0)],
            known = [.. Enumerable.Range(0, 120).Select(row => data.TargetRow(row)[0])];
        for (int i = 0; i < first.Length; i++) Assert.Equal(1, first[i] + set.Labels[2 * i + 1], 1e-6);
        Assert.All(first, label => Assert.InRange(label, known.Min(), known.Max()));
        Assert.Equal(known.Average(), first.Average(), 0.03);
        Assert.True(first.Except(known).Count() > 0.9 * first.Length, "labels are new ones");
    }

    [Fact]
    public void It_gives_the_same_bits_again_and_other_spectra_in_another_fold()
    {
        SpectralDataset data = Gaussian(60);
        IFittedStrategy flow = (IFittedStrategy)StrategyCatalog.Get("flow");
        SyntheticSet one = flow.Generate(TaskOf(data)), two = flow.Generate(TaskOf(data)),
            other = flow.Generate(TaskOf(data) with { Fold = 1 });
        Assert.Equal(one.Spectra.ToDense(), two.Spectra.ToDense());
        Assert.Equal(one.Labels, two.Labels);
        Assert.NotEqual(one.Spectra.ToDense(), other.Spectra.ToDense());
    }

    [Fact]
    public void What_it_cannot_be_fitted_to_is_refused_and_it_can_be_cancelled()
    {
        Assert.Contains("needs at least 8 training samples; there are 7", Assert.Throws<ForwardFitException>(
            () => Generate("flow", Gaussian(7))).Message);
        Assert.Contains("these are all the same", Assert.Throws<ForwardFitException>(
            () => Generate("flow", Of(20, 1, (row, _) => row, (_, c) => c))).Message);
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => ((IFittedStrategy)StrategyCatalog.Get("flow")).Generate(
            TaskOf(Gaussian(30)) with { Cancellation = cancelled.Token }));
        Assert.Contains("flow.novelty: expected 0 to 1, found 2",
            Assert.Throws<InvalidSpecException>(() => SpecReader.Read("flow: {novelty: [2]}")).Message);
        Assert.Contains("flow.novelty: expected one or more numbers, found none",
            Assert.Throws<InvalidSpecException>(() => SpecReader.Read("flow: {novelty: []}")).Message);
    }

    [Fact]
    public void Auto_and_the_preset_have_it_only_where_a_spec_names_it()
    {
        IChoosingStrategy auto = (IChoosingStrategy)StrategyCatalog.Get("auto");
        Assert.DoesNotContain(auto.Choices(new SweepSpec()), choice => choice.Slug == "flow");
        Assert.DoesNotContain("flow", SpecPresets.Get(SpecPresets.Augment).Strategies);
        SweepSpec spec = SpecReader.Read("auto: {strategies: [noise, flow]}");
        Assert.Equal(["noise", "flow"], auto.Choices(spec).Select(choice => choice.Slug));
        IFittedStrategy flow = auto.Choices(spec)[1];
        Assert.Equal("flow (novelty 0.5)", flow.Trial(spec).ToString());
        Assert.Equal(FlowShape.Linear, ((FlowSpec)flow.Trial(spec).Spec.Options(flow.Section!)).Terms);
        Assert.Equal(["flow (novelty 0)", "flow (novelty 1)", "flow (products)"], flow.Variants(spec).Select(choice => choice.ToString()));
    }
}
