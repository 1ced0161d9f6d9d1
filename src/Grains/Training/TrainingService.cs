using IonSweep.Grains.Interfaces;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Runtime.Services;

namespace IonSweep.Grains.Training;

/// <inheritdoc cref="ITrainingService"/>
[Reentrant]
public sealed class TrainingService(GrainId id, Silo silo, ILoggerFactory log, SiloTrainingQueue queue)
    : GrainService(id, silo, log), ITrainingService
{
    /// <inheritdoc/>
    public Task<SiloReport> ReportAsync(string sweep) => Task.FromResult(new SiloReport(
        queue.Load, [.. queue.HeldOf(sweep).Select(work => new HeldWork(work.Order.Item.Id, work.Begun, work.Progress))]));

    /// <inheritdoc/>
    public Task<SiloWork> WorkAsync() => Task.FromResult(new SiloWork(queue.Load, queue.Work()));

    /// <inheritdoc/>
    public Task CancelAsync(string sweep)
    {
        queue.Cancel(sweep);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task RecallAsync(string sweep, string[] items)
    {
        queue.Recall(sweep, items);
        return Task.CompletedTask;
    }
}

/// <summary>Reaches the <see cref="ITrainingService"/> of any silo.</summary>
public sealed class TrainingServiceClient(IServiceProvider services) : GrainServiceClient<ITrainingService>(services)
{
    /// <summary>The service of one silo.</summary>
    public ITrainingService Of(SiloAddress silo) => GetGrainService(silo);
}
