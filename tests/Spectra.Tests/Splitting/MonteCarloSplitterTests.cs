using FsCheck;
using FsCheck.Fluent;
using IonSweep.Spectra.Splitting;

namespace IonSweep.Spectra.Tests.Splitting;

public class MonteCarloSplitterTests
{
    [Theory]
    [InlineData(3744, 2620, 749, 375)] // source A
    [InlineData(80, 56, 16, 8)]
    [InlineData(3, 1, 1, 1)]
    [InlineData(10, 7, 2, 1)]
    [InlineData(11, 7, 2, 2)]
    public void Sizes_follow_the_paper(int rows, int training, int validation, int test)
    {
        FoldSplit split = MonteCarloSplitter.Split(SampleData.Random(rows, channels: 1, targets: 1), 1, 0);
        Assert.Equal((training, validation, test), (split.Training.Length, split.Validation.Length, split.Test.Length));
        Assert.Equal((training, test), (split.TrainingSamples, split.TestSamples));
    }

    [Fact]
    public void Parts_are_disjoint_ascending_and_cover_the_dataset() => Prop.ForAll<PositiveInt, int, NonNegativeInt>((extra, seed, fold) =>
    {
        SpectralDataset data = SampleData.Random(2 + Math.Min(extra.Get, 300), 1, 1);
        FoldSplit split = MonteCarloSplitter.Split(data, seed, fold.Get);
        return IsPartition(split, data.RowCount);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Rows_of_one_sample_stay_together_and_samples_are_counted() => Prop.ForAll<int[], int>((drawn, seed) =>
    {
        string[] samples = ["a", "b", "c", "d", .. drawn.Select(i => "s" + (uint)i % 20)];
        FoldSplit split = MonteCarloSplitter.Split(SampleData.Random(samples.Length, 1, 1, samples: samples), seed, 0);
        HashSet<string> training = [.. split.Training.Select(row => samples[row])];
        HashSet<string> validation = [.. split.Validation.Select(row => samples[row])];
        HashSet<string> test = [.. split.Test.Select(row => samples[row])];
        int n = samples.Distinct().Count();
        return IsPartition(split, samples.Length)
            && !training.Overlaps(validation) && !training.Overlaps(test) && !validation.Overlaps(test)
            && test.Count == (int)Math.Ceiling(n / 10.0) && validation.Count == (int)Math.Ceiling(2 * (n - test.Count) / 9.0)
            && split.TrainingSamples == training.Count && split.TestSamples == test.Count;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Only_seed_fold_and_sample_structure_matter()
    {
        string[] samples = [.. Enumerable.Range(0, 60).Select(i => $"s{i / 3}")], renamed = [.. samples.Select(id => "other " + id)];
        FoldSplit split = MonteCarloSplitter.Split(SampleData.Random(60, 4, 2, seed: 1, samples), 7, 3);
        FoldSplit again = MonteCarloSplitter.Split(SampleData.Random(60, 9, 5, seed: 2, renamed), 7, 3);
        Assert.Equal(split.Training, again.Training);
        Assert.Equal(split.Validation, again.Validation);
        Assert.Equal(split.Test, again.Test);
        Assert.NotEqual(split.Test, MonteCarloSplitter.Split(SampleData.Random(60, 4, 2, seed: 1, samples), 7, 4).Test);
        Assert.NotEqual(split.Test, MonteCarloSplitter.Split(SampleData.Random(60, 4, 2, seed: 1, samples), 8, 3).Test);
    }

    /// <summary>Over many folds every row must be a test row about one time in ten.</summary>
    [Fact]
    public void Every_row_is_tested_equally_often()
    {
        SpectralDataset data = SampleData.Random(50, 1, 1);
        int[] tested = new int[50];
        for (int fold = 0; fold < 2000; fold++)
            foreach (int row in MonteCarloSplitter.Split(data, 1, fold).Test) tested[row]++;
        Assert.All(tested, count => Assert.InRange(count, 200 - 67, 200 + 67)); // 5 SD of the binomial
    }

    [Fact]
    public void Too_few_samples_say_how_many_are_needed()
    {
        Assert.Equal(
            "Dataset 'random' has 2 row(s); a split into training, validation and test rows needs at least 3.",
            Assert.Throws<InvalidDatasetException>(() => MonteCarloSplitter.Split(SampleData.Random(2), 1, 0)).Message);
        Assert.Contains(
            "2 sample(s)",
            Assert.Throws<InvalidDatasetException>(
                () => MonteCarloSplitter.Split(SampleData.Random(4, samples: ["a", "a", "b", "b"]), 1, 0)).Message,
            StringComparison.Ordinal);
    }

    private static bool IsPartition(FoldSplit split, int rows) =>
        new[] { split.Training, split.Validation, split.Test }.All(part => part.Zip(part.Skip(1)).All(pair => pair.First < pair.Second))
        && split.Training.Concat(split.Validation).Concat(split.Test).Order().SequenceEqual(Enumerable.Range(0, rows));
}
