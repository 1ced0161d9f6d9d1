using System.Text;
using IonSweep.Learning.Training;
using IonSweep.Spectra;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Tests.Service;

/// <summary>A whole sweep of small networks: 2 folds, 3 targets, all strategies of source A; a second of work.</summary>
internal static class SweepFixture
{
    public const string Id = "small";

    public static readonly SpectralDataset Dataset = SampleDatasets.Linear();

    public static readonly SweepSpec Spec = new()
    {
        Folds = 2,
        AugmentedTargets = ["zn2", "cu2"],
        Regression = new RegressionSpec { Hidden = [8, 4], BatchSize = 16, LearningRate = 0.01, Patience = 10, EpochCap = 60 },
        Generator = new GeneratorSpec
        {
            Hidden = 8,
            Latents = 3,
            BatchSize = 16,
            LearningRate = 0.01,
            Patience = 10,
            EpochCap = 60,
            LabelRange = LabelRange.ZeroToMax
        },
    };

    private static readonly Lazy<Task<WatchedStore>> Completed = new(async () =>
    {
        WatchedStore store = new();
        await RunAsync(store);
        return store;
    });

    /// <summary>Artifacts of an undisturbed run; a fresh copy.</summary>
    public static async Task<WatchedStore> CompletedAsync() =>
        new() { Artifacts = new((await Completed.Value).Artifacts, StringComparer.Ordinal) };

    public static InProcessOptions Options(int threads = 2, ITrainer? trainer = null) => new()
    {
        Threads = threads,
        Trainers = [trainer ?? new WatchedTrainer()],
        UpdateInterval = TimeSpan.FromMilliseconds(1),
        Work = new WorkRunnerOptions { CheckpointInterval = TimeSpan.Zero, Host = "test-host" },
    };

    /// <summary>Runs the small sweep until it ends.</summary>
    public static async Task<SweepSummary> RunAsync(
        IArtifactStore store, int threads = 2, ITrainer? trainer = null, SweepSpec? spec = null, SpectralDataset? dataset = null)
    {
        await using InProcessSweepService service = new(store, Options(threads, trainer));
        await SubmitAsync(service, spec, dataset);
        return await EndAsync(service);
    }

    public static async Task<SweepSummary> SubmitAsync(
        InProcessSweepService service, SweepSpec? spec = null, SpectralDataset? dataset = null, string id = Id)
    {
        string sha256 = await service.StoreDatasetAsync(dataset ?? Dataset);
        return await service.SubmitAsync((spec ?? Spec) with { Data = new DataSpec { Source = "stored", Sha256 = sha256 } }, id);
    }

    public static async Task<SweepSummary> EndAsync(InProcessSweepService service, string id = Id)
    {
        SweepSummary? last = null;
        await foreach (SweepUpdate update in service.WatchAsync(id)) last = update.Summary;
        Assert.NotEqual(SweepStatus.Running, last!.Status);
        return last;
    }

    public static string Csv(WatchedStore store, string id = Id) => Encoding.UTF8.GetString(store.Artifacts[SweepPaths.ResultsCsv(id)]);

    /// <summary>All artifacts that may not vary between runs.</summary>
    public static Dictionary<string, string> Fixed(WatchedStore store) => store.Artifacts
        .Where(pair => pair.Key.EndsWith("model.safetensors") || pair.Key.EndsWith("result.json") || pair.Key.EndsWith("results.csv")
            || pair.Key.EndsWith("summary.json"))
        .ToDictionary(pair => pair.Key, pair => pair.Key.EndsWith("summary.json")
            ? System.Text.RegularExpressions.Regex.Replace(Encoding.UTF8.GetString(pair.Value), "\"createdUtc\": \".*?\"", "")
            : Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(pair.Value)));
}
