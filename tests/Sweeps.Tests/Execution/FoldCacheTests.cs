using IonSweep.Spectra;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Tests.Execution;

public class FoldCacheTests
{
    private static readonly SpectralDataset Dataset = SampleDatasets.Linear();

    [Fact]
    public void Work_of_one_fold_shares_its_data_and_a_fold_that_work_has_left_is_let_go()
    {
        FoldCache cache = new(Dataset, new SweepSpec());
        FoldData first = cache.Enter(0);
        Assert.Same(first, cache.Enter(0));
        cache.Leave(0);
        FoldData second = cache.Enter(1);
        cache.Leave(1);
        Assert.Same(first, cache.Enter(0)); // still in use
        cache.Leave(0);
        cache.Leave(0);
        Assert.Same(first, cache.Enter(0)); // the fold left last is kept
        cache.Leave(0);
        Assert.NotSame(second, cache.Enter(1)); // the one before it is not
    }

    [Fact]
    public void Scaling_is_fitted_on_the_training_rows_or_on_all()
    {
        FoldData training = new(Dataset, new SweepSpec(), 0), all = new(
            Dataset, new SweepSpec { Scaling = ChannelScalingRows.Dataset, TargetScaling = TargetScalingKind.Raw }, 0);
        foreach (FoldData fold in (FoldData[])[training, all])
            for (int c = 0; c < Dataset.ChannelCount; c++)
            {
                IEnumerable<int> rows = fold == training ? fold.Split.Training : Enumerable.Range(0, Dataset.RowCount);
                Assert.Equal((0f, 1f), (rows.Min(row => fold.Scaled.Row(row)[c]), rows.Max(row => fold.Scaled.Row(row)[c])));
            }
        Assert.Equal(all.TrainingTargets, all.ScaledTrainingTargets);
        Assert.NotEqual(training.TrainingTargets, training.ScaledTrainingTargets);
    }
}
