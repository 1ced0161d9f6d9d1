using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Tests.Service;

public class SweepEstimatorTests
{
    [Fact]
    public async Task A_spec_comes_to_the_work_that_its_sweep_then_has_and_nothing_is_stored()
    {
        WatchedStore store = await SweepFixture.CompletedAsync();
        await using InProcessSweepService service = new(store, SweepFixture.Options());
        SweepSummary done = (await service.ListAsync()).Single();
        string[] before = [.. store.Artifacts.Keys.Order(StringComparer.Ordinal)];
        SweepSpec spec = SweepFixture.Spec with { Data = new DataSpec { Source = DataSources.Stored, Sha256 = done.Dataset.Sha256 } };
        SweepEstimate estimate = await service.EstimateAsync(spec);
        Assert.Equal((done.WorkItems, (await service.ResultsAsync(done.Id)).Cells.Count), (estimate.WorkItems, estimate.Cells));
        Assert.True(estimate.ExpectedSeconds > 0);
        Assert.StartsWith("from the times of a finished sweep", estimate.Basis);
        Assert.Equal(before, store.Artifacts.Keys.Order(StringComparer.Ordinal));

        SweepEstimate demanded = await service.EstimateAsync(spec with { Folds = 64, FirstFolds = 8 });
        Assert.Equal((4 * estimate.WorkItems, true), (demanded.WorkItems, demanded.Basis.Contains("first 8 folds of at most 64")));
        Assert.InRange(demanded.ExpectedSeconds, 3.5 * estimate.ExpectedSeconds, 4.5 * estimate.ExpectedSeconds);
        Assert.Equal("targets", (await Assert.ThrowsAsync<InvalidSpecException>(
            () => service.EstimateAsync(spec with { Targets = ["gold"] }))).Field);
    }

    [Fact]
    public async Task Without_finished_sweeps_the_speed_of_the_machine_tells_and_more_epochs_take_longer()
    {
        await using InProcessSweepService service = new(new WatchedStore(), SweepFixture.Options());
        string sha256 = await service.StoreDatasetAsync(SweepFixture.Dataset);
        SweepSpec spec = SweepFixture.Spec with { Data = new DataSpec { Source = DataSources.Stored, Sha256 = sha256 } };
        SweepEstimate brief = await service.EstimateAsync(spec), full = await service.EstimateAsync(
            spec with { Regression = new RegressionSpec(), Generator = spec.Generator with { Patience = 250, EpochCap = 10_000 } });
        Assert.StartsWith("from the speed of this machine", brief.Basis);
        Assert.True(full.ExpectedSeconds > 5 * brief.ExpectedSeconds, $"{full.ExpectedSeconds} s, {brief.ExpectedSeconds} s");
        SweepEstimate pls = await service.EstimateAsync(spec with { Models = ["pls"], Strategies = [] });
        Assert.True(pls.ExpectedSeconds < brief.ExpectedSeconds);
    }
}
