using IonSweep.Client.Errors;
using IonSweep.Client.Output;
using IonSweep.Client.Progress;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.State;

namespace IonSweep.Client.Running;

/// <summary>Shows a sweep that runs elsewhere.</summary>
internal static class RemoteWatch
{
    /// <summary>Shows it until it ends, then its results; a signal ends the showing only.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ISweepService service, string id)
    {
        using StopSignals signals = new();
        SweepProgress progress = new();
        IProgressDisplay display = Terminal.IsLive ? new LiveProgress(Terminal.Out) : new PlainProgress(Console.Out);
        Task watching = Task.Run(async () =>
        {
            try
            {
                await foreach (SweepUpdate update in service.WatchAsync(id, 0, signals.Stop)) progress.Apply(update);
            }
            catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
            {
                // the person has seen enough
            }
        }, CancellationToken.None);
        await display.ShowAsync(progress, watching);
        await watching;

        SweepStatus? status = progress.Now?.Summary.Status;
        if (status is SweepStatus.Completed or SweepStatus.CompletedWithFailures)
        {
            ResultsView.Write(Terminal.Out, await service.ResultsAsync(id));
            return status == SweepStatus.Completed ? ExitCode.Done : ExitCode.FailedCells;
        }
        Console.Out.WriteLine(status == SweepStatus.Running ? $"The sweep runs on. To watch it again: ionsweep watch {id}"
            : $"The sweep is {status?.ToString().ToLowerInvariant()}.");
        return ExitCode.Interrupted;
    }
}
