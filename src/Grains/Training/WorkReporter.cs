using IonSweep.Grains.Interfaces;
using Microsoft.Extensions.Logging;

namespace IonSweep.Grains.Training;

/// <summary>
/// Tells a sweep's coordinator how work ended, then lets go of it. Stands outside the training grains, since theirs may be
/// deactivated (their directory's silo died) while the work goes on.
/// </summary>
public sealed class WorkReporter(SiloTrainingQueue queue, IGrainFactory grains, ILocalSiloDetails silo, TimeProvider clock,
    ILogger<WorkReporter> log)
{
    private static readonly TimeSpan[] Pauses = [.. new[] { 0.1, 0.5, 1, 2, 4, 8, 8, 8 }.Select(TimeSpan.FromSeconds)];

    /// <summary>Reports the end of newly accepted work when it comes.</summary>
    public void Follow(QueuedWork work) => _ = Task.Run(() => ReportAsync(work));

    private async Task ReportAsync(QueuedWork work)
    {
        WorkEnd end = await work.Ended.ConfigureAwait(false);
        ISweepGrain sweep = grains.GetGrain<ISweepGrain>(work.Order.Sweep);
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                await sweep.WorkEndedAsync(silo.SiloAddress, end, queue.Load).ConfigureAwait(false);
                break;
            }
            catch (Exception e) when (attempt < Pauses.Length)
            {
                log.LogDebug(e, "Could not report work item {Item} of sweep {Sweep} yet", end.Item, work.Order.Sweep);
                await Task.Delay(Pauses[attempt], clock).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // The result is stored: the coordinator notices that this silo no longer holds the work and asks for it again.
                log.LogWarning(e, "Gave up reporting work item {Item} of sweep {Sweep}", end.Item, work.Order.Sweep);
                break;
            }
        }
        queue.Release(work);
    }
}
