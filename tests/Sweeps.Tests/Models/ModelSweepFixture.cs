using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Tests.Service;

namespace IonSweep.Sweeps.Tests.Models;

/// <summary>A whole sweep of every model family, each without and with simulated spectra; seconds of work.</summary>
internal static class ModelSweepFixture
{
    public static readonly SweepSpec Spec = SweepFixture.Spec with
    {
        Models = [.. ModelCatalog.All.Select(family => family.Slug)],
        Strategies = ["e", "sim"],
        Multitask = new MultitaskSpec { BatchSize = 16, LearningRate = 0.01, Patience = 3, EpochCap = 8 },
        Trust = new TrustSpec { Evaluate = true },
    };

    private static readonly Lazy<Task<WatchedStore>> Completed = new(async () =>
    {
        WatchedStore store = new();
        await SweepFixture.RunAsync(store, spec: Spec);
        return store;
    });

    /// <summary>Artifacts of an undisturbed run; a fresh copy.</summary>
    public static async Task<WatchedStore> CompletedAsync() =>
        new() { Artifacts = new((await Completed.Value).Artifacts, StringComparer.Ordinal) };
}
