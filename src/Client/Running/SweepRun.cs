using System.Globalization;
using IonSweep.Client.Errors;
using IonSweep.Client.Output;
using IonSweep.Client.Progress;
using IonSweep.Sweeps.Reporting;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using Spectre.Console;

namespace IonSweep.Client.Running;

/// <summary>
/// One <c>run</c>: starts the sweep of a folder or goes on with it, shows it until it ends or is stopped, then shows what came out.
/// </summary>
internal static class SweepRun
{
    /// <summary>Runs to the end, or until a signal.</summary>
    /// <param name="folder">Where the sweep stands or will stand.</param>
    /// <param name="spec">What to train; null to go on with what stands there.</param>
    /// <param name="id">Id of a new sweep.</param>
    /// <param name="threads">Trainings at once.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string folder, SweepSpec? spec, string id, int threads)
    {
        // Said before anything heavy is loaded, so that it comes at once.
        Console.Out.WriteLine(spec is null ? $"ionsweep: going on in {folder}" : $"ionsweep: preset {spec.Preset}, folder {folder}");
        using StopSignals signals = new();
        bool isNew = !Directory.Exists(folder);
        await using InProcessSweepService service = InProcessSweepService.OpenFolder(folder, new InProcessOptions { Threads = threads });
        if (!isNew && await StoredSweep.TryFindAsync(folder) is { } stored) id = stored.Id;
        SweepSummary started;
        try
        {
            started = spec is null ? await service.ResumeAsync(id, signals.Stop) : await service.SubmitAsync(spec, id, signals.Stop);
        }
        catch when (isNew)
        {
            // A spec that was refused leaves nothing behind.
            await service.DisposeAsync();
            if (await StoredSweep.TryFindAsync(folder) is null) Directory.Delete(folder, recursive: true);
            throw;
        }
        return await ToItsEndAsync(service, started, folder, signals.Stop);
    }

    /// <summary>Extends the sweep of a folder and runs it to the end, or until a signal.</summary>
    /// <param name="folder">Where the sweep stands.</param>
    /// <param name="extension">What is added.</param>
    /// <param name="threads">Trainings at once.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> ExtendAsync(string folder, SweepExtension extension, int threads)
    {
        string id = (await StoredSweep.FindAsync(folder)).Id;
        Console.Out.WriteLine($"ionsweep: extending the sweep in {folder}");
        using StopSignals signals = new();
        await using InProcessSweepService service = InProcessSweepService.OpenFolder(folder, new InProcessOptions { Threads = threads });
        SweepSummary started = await service.ExtendAsync(id, extension, signals.Stop);
        return await ToItsEndAsync(service, started, folder, signals.Stop);
    }

    private static async Task<int> ToItsEndAsync(
        InProcessSweepService service, SweepSummary started, string folder, CancellationToken stop)
    {
        string id = started.Id;
        foreach (string label in OutputLabels.Of(started)) Console.Out.WriteLine(label);
        SweepSummary ended = await WatchAsync(service, id, stop);
        if (ended.Reused > 0)
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{ended.Reused} of {ended.Finished} work items were reused, {ended.Finished - ended.Reused} done anew."));
        return ended.Status is SweepStatus.Completed or SweepStatus.CompletedWithFailures
            ? await ShowResultsAsync(service, id, folder)
            : await ShowHowToGoOnAsync(ended, folder);
    }

    private static async Task<SweepSummary> WatchAsync(ISweepService service, string id, CancellationToken stop)
    {
        SweepProgress progress = new();
        IProgressDisplay display = Terminal.IsLive ? new LiveProgress(Terminal.Out) : new PlainProgress(Console.Out);
        Task watching = Task.Run(async () =>
        {
            await foreach (SweepUpdate update in service.WatchAsync(id, 0, CancellationToken.None)) progress.Apply(update);
        }, CancellationToken.None);
        Task cancelling = CancelWhenStoppedAsync(service, id, display, watching, stop);
        await display.ShowAsync(progress, watching);
        await watching;
        await cancelling;
        return progress.Now!.Summary;
    }

    private static async Task CancelWhenStoppedAsync(
        ISweepService service, string id, IProgressDisplay display, Task watching, CancellationToken stop)
    {
        TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = stop.Register(stopped.SetResult);
        if (await Task.WhenAny(stopped.Task, watching) == watching) return;
        display.Note("Stopping: saving checkpoints. Once more ends at once.");
        await service.CancelAsync(id, CancellationToken.None);
    }

    private static async Task<int> ShowResultsAsync(ISweepService service, string id, string folder)
    {
        SweepReport report = await service.ReportAsync(id, CancellationToken.None);
        IReadOnlyList<string> files = [.. ResultFiles.Write(folder, report),
            await ReportFile.WriteAsync(Path.Combine(folder, ReportFile.Name), report)];
        IAnsiConsole console = Terminal.Out;
        ResultsView.Write(console, report.Results);
        console.WriteLine();
        foreach (string file in files) console.WriteLine($"Written: {file}");
        return report.Results.Summary.Status == SweepStatus.CompletedWithFailures ? ExitCode.FailedCells : ExitCode.Done;
    }

    private static async Task<int> ShowHowToGoOnAsync(SweepSummary ended, string folder)
    {
        if (ended.Status == SweepStatus.Interrupted) await Console.Error.WriteLineAsync($"ionsweep: {ended.Reason}");
        Console.Out.WriteLine($"Stopped with {ended.Finished} of {ended.WorkItems} work items finished; checkpoints are saved.");
        Console.Out.WriteLine($"To go on: ionsweep run --out {Shell.Quoted(folder)}");
        return ExitCode.Interrupted;
    }
}
