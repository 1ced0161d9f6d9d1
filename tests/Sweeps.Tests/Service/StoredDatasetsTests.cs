using IonSweep.Spectra;
using IonSweep.Spectra.Axes;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Tests.Service;

public class StoredDatasetsTests
{
    private static readonly SpectralDataset Other = new("corn", new DatasetOrigin(false, "corn.csv"), [1100, 1102, 1104],
        [new Target("Moisture", "%")], [1, 2, 3, 4, 5, 6, 7, 8, 9], [10, 11, 12], ["a", "a", "b"], AxisUnit.Nanometre, Ordinate.Absorbance);

    [Fact]
    public async Task Datasets_are_listed_with_what_they_hold_and_which_sweeps_use_them_without_reading_their_spectra()
    {
        WatchedStore store = await SweepFixture.CompletedAsync();
        await using InProcessSweepService service = new(store, SweepFixture.Options());
        string corn = await service.StoreDatasetAsync(Other);
        store.OnRead = (path, bytes) => path.StartsWith(SweepPaths.Datasets, StringComparison.Ordinal)
            ? throw new InvalidOperationException($"{path} was read") : bytes;
        IReadOnlyList<DatasetSummary> list = await service.ListDatasetsAsync();
        Assert.Equal(2, list.Count);
        DatasetSummary one = Assert.Single(list, dataset => dataset.Sha256 == corn);
        Assert.Equal(("corn", false, "corn.csv", 3, 2, 3), (one.Name, one.IsSimulated, one.Origin, one.Rows, one.Samples, one.Channels));
        Assert.Equal((new DatasetAxis(AxisUnit.Nanometre, 1100, 1104), Ordinate.Absorbance, "Moisture (%)"),
            (one.Axis, one.Ordinate, one.Targets.Single().Header));
        Assert.Empty(one.Sweeps);
        Assert.Equal([SweepFixture.Id], list.Single(dataset => dataset.Sha256 != corn).Sweeps);
    }

    [Fact]
    public async Task A_store_of_an_older_program_is_listed_too_and_its_spectra_are_read_once()
    {
        WatchedStore store = new();
        DatasetArtifact artifact = DatasetArtifact.Of(Other);
        store.Artifacts[SweepPaths.Dataset(artifact.Sha256)] = artifact.Bytes.ToArray();
        DatasetSummary first = Assert.Single(await new StoredDatasets(store).ListAsync([]));
        store.OnRead = (path, bytes) => path.StartsWith(SweepPaths.Datasets, StringComparison.Ordinal)
            ? throw new InvalidOperationException($"{path} was read") : bytes;
        DatasetSummary again = Assert.Single(await new StoredDatasets(store).ListAsync([]));
        Assert.Equal((first.Name, first.Axis, first.Targets.Single()), (again.Name, again.Axis, again.Targets.Single()));
        store.Artifacts[SweepPaths.DatasetSummary(artifact.Sha256)][20] ^= 1; // damaged: made again
        store.OnRead = null;
        Assert.Equal("corn", Assert.Single(await new StoredDatasets(store).ListAsync([])).Name);
    }

    [Fact]
    public async Task A_dataset_is_deleted_when_the_last_sweep_that_uses_it_is_and_a_damaged_sweep_still_uses_it()
    {
        WatchedStore store = await SweepFixture.CompletedAsync();
        await using InProcessSweepService service = new(store, SweepFixture.Options());
        string sha256 = (await service.ListDatasetsAsync()).Single().Sha256, corn = await service.StoreDatasetAsync(Other);
        Assert.Contains($"used by sweep {SweepFixture.Id}",
            (await Assert.ThrowsAsync<DatasetInUseException>(() => service.DeleteDatasetAsync(sha256))).Message);
        await service.DeleteDatasetAsync(corn);
        Assert.DoesNotContain(store.Artifacts.Keys, path => path.Contains(corn));
        await Assert.ThrowsAsync<DatasetNotFoundException>(() => service.DeleteDatasetAsync(corn));
        await Assert.ThrowsAsync<DatasetNotFoundException>(() => service.DeleteDatasetAsync("../secret"));

        store.Artifacts[SweepPaths.Definition(SweepFixture.Id)] = [1, 2, 3];
        await Assert.ThrowsAsync<DatasetInUseException>(() => service.DeleteDatasetAsync(sha256));
        store.Artifacts.TryRemove(SweepPaths.Use(sha256, SweepFixture.Id), out _); // as programs before 0.2.0 left it
        Assert.Contains("does not say which dataset",
            (await Assert.ThrowsAsync<DatasetInUseException>(() => service.DeleteDatasetAsync(sha256))).Message);
        await service.DeleteAsync(SweepFixture.Id);
        await service.DeleteDatasetAsync(sha256);
        Assert.Empty(await service.ListDatasetsAsync());
        Assert.Empty(store.Artifacts);
    }

    [Fact]
    public async Task A_damaged_dataset_is_listed_as_such_and_keeps_no_other_from_being_listed()
    {
        WatchedStore store = new();
        await using InProcessSweepService service = new(store, SweepFixture.Options());
        string whole = await service.StoreDatasetAsync(Other);
        store.Artifacts[SweepPaths.Dataset(new string('a', 64))] = [1, 2, 3];
        IReadOnlyList<DatasetSummary> list = await service.ListDatasetsAsync();
        Assert.Contains("is damaged", list.Single(dataset => dataset.Sha256 != whole).Damage);
        Assert.Null(list.Single(dataset => dataset.Sha256 == whole).Damage);
        await service.DeleteDatasetAsync(new string('a', 64));
        Assert.Single(await service.ListDatasetsAsync());
    }

    [Fact]
    public async Task A_sweep_that_begins_while_its_dataset_is_deleted_keeps_it()
    {
        WatchedStore store = new();
        StoredDatasets datasets = new(store);
        DatasetArtifact artifact = DatasetArtifact.Of(Other);
        await new DatasetLoader(store).StoreAsync(artifact);
        store.BeforeWrite = path =>
        {
            if (path != SweepPaths.Dataset(artifact.Sha256)) return;
            store.Artifacts[SweepPaths.Definition("new")] = [0];
            store.Artifacts[SweepPaths.Use(artifact.Sha256, "new")] = [];
        };
        await Assert.ThrowsAsync<DatasetInUseException>(() => datasets.DeleteAsync(artifact.Sha256, []));
        Assert.True(store.Artifacts[SweepPaths.Dataset(artifact.Sha256)].AsSpan().SequenceEqual(artifact.Bytes.Span));
    }
}
