using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Storage;
using IonSweep.Sweeps.Tests.Service;

namespace IonSweep.Cluster.Tests.InProcess;

public sealed class DatasetTests
{
    [Fact]
    public async Task Datasets_of_a_cluster_are_listed_with_their_sweeps_and_deleted_when_none_uses_them()
    {
        WatchedStore store = new();
        await using SweepCluster cluster = await SweepCluster.StartAsync(store, silos: 1);
        string sha256 = await cluster.Service.StoreDatasetAsync(SweepFixture.Dataset);
        Assert.Empty(Assert.Single(await cluster.Service.ListDatasetsAsync()).Sweeps);
        await cluster.Service.DeleteDatasetAsync(sha256);
        Assert.Empty(await cluster.Service.ListDatasetsAsync());

        await cluster.SubmitAsync(SweepFixture.Spec with { Folds = 1, Models = ["pls"], Strategies = [] });
        await cluster.EndAsync();
        DatasetSummary used = Assert.Single(await cluster.Service.ListDatasetsAsync());
        Assert.Equal((sha256, SweepFixture.Dataset.RowCount), (used.Sha256, used.Rows));
        Assert.Contains(SweepFixture.Id,
            (await Assert.ThrowsAsync<DatasetInUseException>(() => cluster.Service.DeleteDatasetAsync(sha256))).Message);
        await cluster.Service.DeleteAsync(SweepFixture.Id);
        await cluster.Service.DeleteDatasetAsync(sha256);
        Assert.DoesNotContain(store.Artifacts.Keys, path => path.Contains(sha256, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_dataset_that_is_deleted_while_a_sweep_on_it_is_submitted_is_stored_again()
    {
        WatchedStore store = new();
        await using SweepCluster cluster = await SweepCluster.StartAsync(store, silos: 1);
        string sha256 = DatasetArtifact.Of(SweepFixture.Dataset).Sha256;
        store.BeforeWrite = path =>
        {
            if (path == SweepPaths.Definition(SweepFixture.Id)) store.Artifacts.TryRemove(SweepPaths.Dataset(sha256), out _);
        };
        await cluster.SubmitAsync(SweepFixture.Spec with { Folds = 1, Models = ["pls"], Strategies = [] });
        Assert.Contains(SweepPaths.Dataset(sha256), store.Artifacts.Keys);
    }
}
