using IonSweep.Learning.Selection;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Tests.Selection;

/// <summary>What is fitted without some rows does not change with them.</summary>
public sealed class LeakTests
{
    private static readonly int[] Samples = [.. Enumerable.Range(0, SelectionData.Rows).Select(row => row / 2)];

    /// <summary>The usual ones, and every step that there is by itself.</summary>
    private static readonly IReadOnlyList<IReadOnlyList<PreprocessingStep>> Pipelines =
        [.. UsualPipelines.For(SelectionData.Channels), .. PreprocessingCatalog.All.Select(step => (PreprocessingStep[])[step])];

    [Fact]
    public void What_is_fitted_without_a_held_out_part_does_not_change_with_it()
    {
        InnerSplit split = InnerSplits.Of(Samples, 5, 1, StreamKeys.Of("test"))[0];
        double[] spectra = [.. SelectionData.Spectra], targets = [.. SelectionData.Targets];
        foreach (int row in split.Held)
        {
            targets[row] = -7 * targets[row];
            for (int c = 0; c < SelectionData.Channels; c++)
                spectra[(row * SelectionData.Channels) + c] = 2 + (0.5 * Math.Cos((row * 1.7) + (c * (0.2 + (row * 0.01)))));
        }
        SearchSpectra one = new(SelectionData.Spectra, SelectionData.Channels, Samples, Pipelines),
            other = new(spectra, SelectionData.Channels, Samples, Pipelines);
        double[] known = [.. split.Training.Select(row => targets[row])];
        Assert.Equal(split.Training.Select(row => SelectionData.Targets[row]), known);
        for (int p = 0; p < Pipelines.Count; p++)
        {
            Assert.Equal(
                one.Fit(p, split.Training, SelectionData.Targets).Pipeline.Learned, other.Fit(p, split.Training, targets).Pipeline.Learned);
            SplitGram first = one.Of(p, [split], SelectionData.Targets).Single(), second = other.Of(p, [split], targets).Single();
            Assert.NotEqual(first.Held[0], second.Held[0], 1e-3 * first.Spread); // the held-out spectra did change
            // Products are taken from one common mean, so that the last digits differ.
            Assert.All(first.Training.Zip(second.Training), pair => Assert.Equal(pair.First, pair.Second, 1e-11 * first.Spread));
            foreach (IRegressionMethod method in RegressionMethods.All)
            {
                int setting = method.Settings.Count / 4;
                DualRegression mine = method.Fit(first, known, setting), theirs = method.Fit(second, known, setting);
                Assert.Equal(mine.Mean, theirs.Mean);
                Same(mine.Linear, theirs.Linear);
                Same(mine.Radial?.Weights, theirs.Radial?.Weights);
                Assert.Equal(mine.Radial is null, theirs.Radial is null);
            }
        }
    }

    [Fact]
    public void Held_out_predictions_of_a_row_do_not_change_with_its_target()
    {
        IReadOnlyList<InnerSplit> splits = InnerSplits.Of(Samples, 5, 2, StreamKeys.Of("test"));
        SearchSpectra spectra = new(SelectionData.Spectra, SelectionData.Channels, Samples, [[], [new MultiplicativeScatterCorrection()]]);
        const int Row = 11;
        double[] targets = [.. SelectionData.Targets];
        targets[Row] += 50;
        foreach (IRegressionMethod method in RegressionMethods.All)
        {
            // One setting, so that there is nothing to choose: a choice may look at the errors of held-out rows.
            SearchOptions options = new() { Methods = [new OneSetting(method)] };
            IReadOnlyList<SearchCandidate> one = new PipelineSearch(spectra, SelectionData.Targets, splits, options).Run(),
                other = new PipelineSearch(spectra, targets, splits, options).Run();
            foreach (SearchCandidate candidate in one)
            {
                SearchCandidate same = other.Single(two => two.Pipeline == candidate.Pipeline);
                Assert.Equal(candidate.HeldOut[Row], same.HeldOut[Row]);
                Assert.NotEqual(candidate.HeldOut[Row + 1], same.HeldOut[Row + 1]);
            }
        }
    }

    private static void Same(double[]? one, double[]? other)
    {
        Assert.Equal(one?.Length, other?.Length);
        if (one is null) return;
        double largest = one.Max(Math.Abs);
        Assert.All(one.Zip(other!), pair => Assert.Equal(pair.First, pair.Second, 1e-5 * largest));
    }

    private sealed class OneSetting(IRegressionMethod method) : IRegressionMethod
    {
        public string Slug => method.Slug;

        public string Name => method.Name;

        public bool IsCheap => true;

        public IReadOnlyList<string> Settings => [method.Settings[Setting]];

        private int Setting => method.Settings.Count / 4;

        public double[][] Predict(SplitGram split, double[] targets) => [method.Predict(split, targets)[Setting]];

        public DualRegression Fit(SplitGram split, double[] targets, int setting) => method.Fit(split, targets, Setting);
    }
}
