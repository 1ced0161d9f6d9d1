using System.Text;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Storage;

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
    public async Task A_tiny_sweep_does_not_tell_how_long_a_large_one_takes()
    {
        WatchedStore store = await SweepFixture.CompletedAsync();
        string path = SweepPaths.TimingsCsv(SweepFixture.Id);
        string[] lines = Encoding.UTF8.GetString(store.Artifacts[path]).Split('\n');
        for (int i = 1; i < lines.Length; i++)
            if (lines[i].Split(',') is { Length: > 3 } fields) lines[i] = string.Join(',', [.. fields[..2], "0.3", .. fields[3..]]);
        store.Artifacts[path] = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        SweepSpec large = new()
        {
            Data = new DataSpec { EveryNth = 16 },
            Folds = 2,
            Strategies = ["e"],
            Regression = new RegressionSpec { Patience = 100 },
        };
        await using InProcessSweepService told = new(store, SweepFixture.Options()), untold = new(
            new WatchedStore(), SweepFixture.Options());
        Assert.Equal(await untold.EstimateAsync(large), await told.EstimateAsync(large));
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
