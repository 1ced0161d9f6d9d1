using IonSweep.Grains.Interfaces;
using IonSweep.Grains.Placement;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;
using Microsoft.Extensions.Logging;

namespace IonSweep.Grains.Coordination;

/// <summary>
/// The list of sweeps, read from the store once and kept up by the coordinators. Its hourly reminder removes what retention and
/// use no longer need, and wakes sweeps that nobody coordinates.
/// </summary>
public sealed class SweepDirectoryGrain(
    IArtifactStore store, IGrainFactory grains, TrainingSilos silos, CoordinationOptions options, TimeProvider clock,
    ILogger<SweepDirectoryGrain> log)
    : Grain, ISweepDirectoryGrain, IRemindable
{
    private const string ReminderName = "upkeep";
    private static readonly TimeSpan Upkeep = TimeSpan.FromHours(1);

    private readonly Dictionary<string, SweepSummary> _sweeps = [];
    private readonly Dictionary<string, DateTimeOffset> _used = []; // datasets, by hash

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        foreach (SweepSummary stored in await new StoredSweeps(store).ListAsync(cancellationToken)) _sweeps[stored.Id] = stored;
        await this.RegisterOrUpdateReminder(ReminderName, Upkeep, Upkeep);
        // Those that were not ended have a coordinator that knows better, or get one now.
        foreach (SweepSummary open in _sweeps.Values.Where(sweep => sweep.Status is SweepStatus.Running or SweepStatus.Interrupted)
            .ToList())
            _ = grains.GetGrain<ISweepGrain>(open.Id).SummaryAsync().ContinueWith(
                failed => log.LogWarning(failed.Exception, "Sweep {Sweep} could not be woken", open.Id),
                TaskContinuationOptions.OnlyOnFaulted);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SweepSummary>> ListAsync() => Task.FromResult<IReadOnlyList<SweepSummary>>(
        [.. _sweeps.Values.OrderByDescending(sweep => sweep.CreatedUtc).ThenBy(sweep => sweep.Id, StringComparer.Ordinal)]);

    /// <inheritdoc/>
    public Task<int> SlotsAsync() => Task.FromResult(silos.Training().Sum(silo => silo.Offer.Slots));

    /// <inheritdoc/>
    public Task UpdateAsync(SweepSummary summary)
    {
        _sweeps[summary.Id] = summary;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task RemovedAsync(string sweep)
    {
        if (_sweeps.Remove(sweep, out SweepSummary? removed)) await RemoveDatasetAsync(removed.Dataset.Sha256);
    }

    /// <inheritdoc/>
    public Task DatasetUsedAsync(string sha256)
    {
        _used[sha256] = clock.GetUtcNow();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (options.Retention is { } retention)
            foreach (SweepSummary old in _sweeps.Values.Where(sweep => IsEnded(sweep) && clock.GetUtcNow() - sweep.CreatedUtc > retention)
                .ToList())
            {
                // The removal reports back to this grain, so it must not be waited for in this turn.
                log.LogInformation("Sweep {Sweep} is removed: it is older than {Retention}", old.Id, retention);
                _ = grains.GetGrain<ISweepGrain>(old.Id).DeleteAsync();
            }
        await foreach (string path in store.ListAsync(SweepPaths.Datasets))
        {
            string sha256 = path[SweepPaths.Datasets.Length..];
            if (_used.TryAdd(sha256, clock.GetUtcNow())) continue; // first seen now; its time begins
            await RemoveDatasetAsync(sha256);
        }
    }

    /// <summary>Removes a dataset that no sweep uses and nobody named for a while. Which one a damaged sweep uses is not known.</summary>
    private async Task RemoveDatasetAsync(string sha256)
    {
        if (sha256.Length == 0 || _sweeps.Values.Any(sweep => sweep.Status == SweepStatus.Damaged || sweep.Dataset.Sha256 == sha256))
            return;
        if (_used.TryGetValue(sha256, out DateTimeOffset used) && clock.GetUtcNow() - used < options.UnusedDatasets) return;
        _used.Remove(sha256);
        log.LogInformation("Dataset {Dataset} is removed: no sweep uses it", sha256);
        await new StoredDatasets(store).RemoveAsync(sha256);
    }

    // A damaged one stays until somebody deletes it: its spec may be restored.
    private static bool IsEnded(SweepSummary sweep) => sweep.Status is not (SweepStatus.Running or SweepStatus.Damaged);
}
