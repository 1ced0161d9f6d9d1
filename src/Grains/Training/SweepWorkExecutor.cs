using System.Diagnostics;
using IonSweep.Grains.Interfaces;
using IonSweep.Learning.Training;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Results;
using Microsoft.Extensions.Logging;

namespace IonSweep.Grains.Training;

/// <summary>
/// Does work items with the core's <see cref="WorkRunner"/> and sorts what can go wrong: own failures, stops, trouble around it.
/// </summary>
public sealed class SweepWorkExecutor(
    SweepCache sweeps, ProcessorShare processors, SweepMetrics metrics, TimeProvider clock, ILogger<SweepWorkExecutor> log) : IWorkExecutor
{
    /// <inheritdoc/>
    public Task<WorkResult?> FindAsync(WorkOrder order) => Task.Run(async () =>
        await (await sweeps.RunnerOfAsync(order.Sweep, order.Submitted)).FindAsync(order.Item));

    /// <inheritdoc/>
    public async Task<WorkEnd> ExecuteAsync(QueuedWork work)
    {
        (string sweep, WorkItem item) = (work.Order.Sweep, work.Order.Item);
        using IDisposable? scope = log.BeginScope(new Dictionary<string, object> { ["Sweep"] = sweep, ["Item"] = item.Id });
        using Activity? activity = SweepMetrics.StartWork(sweep, item);
        metrics.Waited(item.Kind, clock.GetElapsedTime(work.Accepted));
        long start = clock.GetTimestamp();
        DateTime begun = clock.GetUtcNow().UtcDateTime;
        try
        {
            Task<WorkOutcome> storing;
            WorkRunner runner = await sweeps.RunnerOfAsync(sweep, work.Order.Submitted);
            using (await processors.EnterAsync(item, work.Cancellation))
                storing = await runner.StartAsync(
                    item,
                    progress =>
                    {
                        work.Progress = progress;
                        metrics.EpochTrained(item.Kind);
                    },
                    work.Cancellation,
                    work.Found);
            work.FreeSlot();
            WorkOutcome outcome = await storing.ConfigureAwait(false);
            metrics.Worked(item.Kind, clock.GetElapsedTime(start));
            bool found = outcome.Result is not null && (outcome.Timing is null || outcome.Timing.StartedUtc < begun);
            if (found) log.LogDebug("Work item {Item} of sweep {Sweep} was found done", item.Id, sweep);
            else if (outcome.Result is not null)
                log.LogDebug("Work item {Item} of sweep {Sweep} was done in {Seconds:F2} s", item.Id, sweep,
                    clock.GetElapsedTime(start).TotalSeconds);
            return WorkEnd.Of(item.Id, outcome);
        }
        catch (OperationCanceledException) when (work.Cancellation.IsCancellationRequested)
        {
            activity?.SetStatus(ActivityStatusCode.Error, "stopped");
            return WorkEnd.Stopped(item.Id);
        }
        catch (TrainingDeviceException e)
        {
            log.LogWarning(e, "Work item {Item} of sweep {Sweep} lost the device that trained it", item.Id, sweep);
            activity?.SetStatus(ActivityStatusCode.Error, e.Message);
            return WorkEnd.Unstored(item.Id, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            log.LogWarning(e, "Work item {Item} of sweep {Sweep} could not read or write its artifacts", item.Id, sweep);
            activity?.SetStatus(ActivityStatusCode.Error, e.Message);
            return WorkEnd.Unstored(item.Id, e.Message);
        }
    }
}
