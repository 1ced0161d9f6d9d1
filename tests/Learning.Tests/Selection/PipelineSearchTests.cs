using IonSweep.Learning.Selection;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Tests.Selection;

public sealed class PipelineSearchTests
{
    private static readonly PreprocessingStep[][] Pipelines =
        [[], [new StandardNormalVariate()], [new MultiplicativeScatterCorrection()], [new Autoscaling()]];

    private static readonly StreamKey Stream = StreamKeys.Of("test");

    [Fact]
    public void Rows_of_one_sample_are_held_out_together_and_generated_rows_never()
    {
        int[] samples = [0, 0, 1, 1, 2, 2, 3, 3, InnerSplits.Generated, 4, 4, 5, InnerSplits.Generated];
        IReadOnlyList<InnerSplit> splits = InnerSplits.Of(samples, 3, 2, Stream);
        Assert.Equal(6, splits.Count);
        Assert.All(splits, split =>
        {
            Assert.Empty(split.Held.Select(row => samples[row]).Intersect(split.Training.Select(row => samples[row])));
            Assert.Superset(new HashSet<int> { 8, 12 }, split.Training.ToHashSet());
            Assert.Equal(Enumerable.Range(0, samples.Length), split.Training.Concat(split.Held).Order());
        });
        foreach (IEnumerable<InnerSplit> repeat in splits.Chunk(3))
            Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11], repeat.SelectMany(split => split.Held).Order());
    }

    [Fact]
    public void Settings_and_candidates_are_ranked_by_errors_that_a_plain_cross_validation_gives()
    {
        SearchSpectra spectra = Spectra();
        IReadOnlyList<InnerSplit> splits = InnerSplits.Of(Samples(), 5, 2, Stream);
        IReadOnlyList<SearchCandidate> found = new PipelineSearch(spectra, SelectionData.Targets, splits, new SearchOptions()).Run();
        Assert.Equal(4 * RegressionMethods.Usual.Count, found.Count);
        Assert.Equal(found.OrderBy(one => one.Rmse), found);
        // The same with one calibration after the other, each of its own preprocessed rows.
        SearchCandidate pls = found.First(one => one.Method.Slug == "pls" && one.Pipeline == 3);
        double smallest = double.PositiveInfinity;
        int chosen = -1;
        for (int setting = 0; setting < 20; setting++)
        {
            double squares = 0;
            foreach (InnerSplit split in splits)
            {
                SearchSpectra training = new(
                    [.. split.Training.SelectMany(Row)], SelectionData.Channels, split.Training, [Pipelines[3]]);
                FittedCalibration fitted = FittedCalibration.Fit(
                    training, [.. split.Training.Select(row => SelectionData.Targets[row])],
                    new SearchCandidate(0, pls.Method, setting, 0, []));
                foreach (int row in split.Held)
                {
                    double error = fitted.Predict([.. Row(row).Select(value => (float)value)]) - SelectionData.Targets[row];
                    squares += error * error;
                }
            }
            double rmse = Math.Sqrt(squares / (2 * SelectionData.Rows));
            if (rmse < smallest) (smallest, chosen) = (rmse, setting);
        }
        Assert.Equal(chosen, pls.Setting);
        Assert.Equal(smallest, pls.Rmse, 1e-6);
    }

    [Fact]
    public void What_targets_share_of_the_spectra_changes_nothing_of_what_is_found()
    {
        IReadOnlyList<InnerSplit> splits = InnerSplits.Of(Samples(), 5, 2, Stream), again = InnerSplits.Of(Samples(), 5, 2, Stream),
            others = InnerSplits.Of(Samples(), 4, 1, Stream);
        double[] second = [.. SelectionData.Targets.Select((value, row) => value * value - 0.1 * (row % 7))];
        PreprocessingStep[][] pipelines = [.. Pipelines, [new VariableImportance()]];
        SearchSpectra shared = new(SelectionData.Spectra, SelectionData.Channels, Samples(), pipelines);
        new PipelineSearch(shared, SelectionData.Targets, splits, new SearchOptions()).Run();
        foreach (IReadOnlyList<InnerSplit> of in (IReadOnlyList<InnerSplit>[])[again, others])
        {
            SearchSpectra alone = new(SelectionData.Spectra, SelectionData.Channels, Samples(), pipelines);
            IReadOnlyList<SearchCandidate> one = new PipelineSearch(shared, second, of, new SearchOptions()).Run(),
                other = new PipelineSearch(alone, second, of, new SearchOptions()).Run();
            Assert.Equal(
                one.Select(found => (found.Pipeline, found.Method.Slug, found.Setting, found.Rmse)),
                other.Select(found => (found.Pipeline, found.Method.Slug, found.Setting, found.Rmse)));
        }
    }

    [Fact]
    public void One_standard_error_takes_a_simpler_setting()
    {
        IReadOnlyList<InnerSplit> splits = InnerSplits.Of(Samples(), 5, 2, Stream);
        SearchCandidate[] best = Linear(false), simpler = Linear(true);
        Assert.All(
            best.Zip(simpler), pair => Assert.True(pair.First.Setting >= pair.Second.Setting && pair.First.Rmse <= pair.Second.Rmse));
        Assert.Contains(best.Zip(simpler), pair => pair.First.Setting > pair.Second.Setting);

        SearchCandidate[] Linear(bool oneStandardError) =>
        [
            .. new PipelineSearch(
                Spectra(), SelectionData.Targets, splits, new SearchOptions { OneStandardError = oneStandardError }).Run()
                .Where(one => one.Method.IsCheap).OrderBy(one => one.Method.Slug).ThenBy(one => one.Pipeline),
        ];
    }

    [Fact]
    public void A_preprocessing_that_rows_do_not_allow_is_left_out_and_targets_without_spread_are_predicted()
    {
        double[] constant = [.. SelectionData.Targets.Select(_ => 4.5)];
        IReadOnlyList<InnerSplit> splits = InnerSplits.Of(Samples(), 5, 1, Stream);
        SearchSpectra zeros = new(new double[SelectionData.Spectra.Length], SelectionData.Channels, Samples(), Pipelines);
        IReadOnlyList<SearchCandidate> found = new PipelineSearch(zeros, constant, splits, new SearchOptions()).Run();
        Assert.NotEmpty(found);
        Assert.All(found, one => Assert.Equal(0, one.Rmse));
        Assert.Equal(4.5, FittedCalibration.Fit(zeros, constant, found[0]).Predict(new float[SelectionData.Channels]));
    }

    [Fact]
    public void Stacked_weights_are_not_negative_sum_to_one_and_are_no_worse_than_the_best()
    {
        double[] targets = SelectionData.Targets;
        double[][] heldOut = [.. Enumerable.Range(0, 5).Select(
            k => targets.Select((y, i) => i == 7 ? double.NaN : y + 0.1 * (k + 1) * Math.Sin(i * (k + 1.3)) + (k == 4 ? 1 : 0)).ToArray())];
        double[] weights = Stacking.Weights(heldOut, targets);
        Assert.All(weights, weight => Assert.InRange(weight, 0, 1));
        Assert.Equal(1, weights.Sum(), 1e-12);
        Assert.InRange(weights[4], 0, 0.01); // always 1 too high
        Assert.True(Error(weights) < Error([1, 0, 0, 0, 0]));
        // No move of weight between two candidates gains.
        for (int i = 0; i < 4; i++)
            for (int j = 0; j < 4; j++)
            {
                if (weights[j] < 0.01) continue;
                double[] moved = [.. weights];
                moved[i] += 0.005;
                moved[j] -= 0.005;
                Assert.True(Error(moved) >= Error(weights) - 1e-12);
            }

        double Error(double[] w) => targets.Select((y, i) => i == 7 ? 0 : Math.Pow(w.Select((one, k) => one * heldOut[k][i]).Sum() - y, 2))
            .Sum();
    }

    private static SearchSpectra Spectra() => new(SelectionData.Spectra, SelectionData.Channels, Samples(), Pipelines);

    private static int[] Samples() => [.. Enumerable.Range(0, SelectionData.Rows)];

    private static double[] Row(int row) =>
        SelectionData.Spectra[(row * SelectionData.Channels)..((row + 1) * SelectionData.Channels)];
}
