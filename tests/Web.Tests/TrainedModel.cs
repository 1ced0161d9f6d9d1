using System.Text;
using IonSweep.Formats;
using IonSweep.Formats.Blocks;
using IonSweep.Spectra;
using IonSweep.Sweeps.Deployment;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Web.Tests;

/// <summary>A small search on <see cref="TrainingServer.SmallCsv"/>, run once for all tests, and the model that it recommends.</summary>
public static class TrainedModel
{
    /// <summary>Id of the sweep.</summary>
    public const string Sweep = "search";

    /// <summary>The spec but for its data.</summary>
    public const string Spec = """
        folds: 5
        models: [pls, selected]
        strategies: [e]
        search: {pipelines: [[], [{kind: snv}]], methods: [pls, ridge], innerFolds: 3, repeats: 1}
        """;

    private static readonly Lazy<Task<MemoryArtifactStore>> Completed = new(async () =>
    {
        MemoryArtifactStore store = new();
        await RunAsync(store);
        return store;
    });

    private static readonly Lazy<Task<DeployedModel>> Model = new(
        async () => await new SweepModels(await Completed.Value).TrainAsync(Sweep));

    /// <summary>The spectra with their targets.</summary>
    public static SpectralDataset Data { get; } =
        DatasetFile.Read(new FileContent("small.csv", Encoding.UTF8.GetBytes(TrainingServer.SmallCsv())));

    /// <summary>The store with the sweep that has ended; do not write to it.</summary>
    public static Task<MemoryArtifactStore> StoreAsync() => Completed.Value;

    /// <summary>What the sweep recommends, trained on all rows.</summary>
    public static Task<DeployedModel> GetAsync() => Model.Value;

    /// <summary>The spectra as a file without targets.</summary>
    public static string SpectraCsv(int rows = int.MaxValue) => string.Join('\n', TrainingServer.SmallCsv().TrimEnd('\n').Split('\n')
        .Take(rows == int.MaxValue ? rows : rows + 1).Select(line => string.Join(',', line.Split(',')[2..]))) + "\n";

    /// <summary>Runs the sweep on a store.</summary>
    public static async Task RunAsync(MemoryArtifactStore store)
    {
        await using InProcessSweepService service = new(store, new InProcessOptions { Threads = 2, AllowFiles = false });
        string sha256 = await service.StoreDatasetAsync(Data);
        await service.SubmitAsync(
            SpecReader.Read(Spec) with { Data = new DataSpec { Source = DataSources.Stored, Sha256 = sha256 } }, Sweep);
        await foreach (SweepUpdate update in service.WatchAsync(Sweep))
            if (update.Summary.Status is not Sweeps.State.SweepStatus.Running) break;
    }
}
