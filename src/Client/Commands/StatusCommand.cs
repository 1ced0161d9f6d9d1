using System.CommandLine;
using System.Globalization;
using IonSweep.Client.Errors;
using IonSweep.Client.Output;
using IonSweep.Client.Progress;
using IonSweep.Client.Running;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.State;
using Spectre.Console;

namespace IonSweep.Client.Commands;

/// <summary><c>ionsweep status DIR</c>: where a sweep stands.</summary>
internal static class StatusCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> folder = FolderArgument.Create();
        Command command = new("status", "Say where a sweep stands.") { folder };
        command.SetAction(async line =>
        {
            StoredSweep sweep = await StoredSweep.FindAsync(line.GetValue(folder)!);
            SweepSnapshot snapshot = await sweep.Sweeps.GetAsync(sweep.Id) ?? throw new SweepNotFoundException(sweep.Id);
            Write(Terminal.Out, snapshot, sweep);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(IAnsiConsole console, SweepSnapshot snapshot, StoredSweep folder)
    {
        SweepSummary summary = snapshot.Summary;
        console.WriteLine(
            $"Sweep {summary.Id} on {summary.Dataset.Name}, preset {summary.Preset}: "
                + $"{summary.Status.Words()}{(summary.Reason.Length > 0 ? $" ({summary.Reason})" : "")}");
        ResultsView.WriteLabels(console, summary);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{summary.Finished} of {summary.WorkItems} work items finished, {summary.Failed} failed or blocked"
                + $"{(summary.Reused > 0 ? $", {summary.Reused} reused" : "")}; created "
                + $"{summary.CreatedUtc:yyyy-MM-dd HH:mm} UTC"));

        List<IReadOnlyList<string>> rows = [];
        foreach (IGrouping<string, WorkItemSnapshot> kind in snapshot.Items.GroupBy(i => WorkItemName.Kind(i.Id)))
            rows.Add([kind.Key,
                .. Enum.GetValues<WorkStatus>().Select(s => kind.Count(i => i.Status == s).ToString(CultureInfo.InvariantCulture))]);
        ConsoleTable.Write(console, new("Work items", ["Kind", .. Enum.GetNames<WorkStatus>()], rows));

        foreach (WorkItemSnapshot item in snapshot.Items.Where(i => i.Status == WorkStatus.Running && i.Progress is not null))
            console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Running: {WorkItemName.Of(item.Id)}, epoch {item.Progress!.Epoch}, best validation loss "
                    + $"{item.Progress.BestValidationLoss:G4} at {item.Progress.BestEpoch}"));
        foreach (WorkItemSnapshot item in snapshot.Items.Where(i => i.Status is WorkStatus.Failed or WorkStatus.Blocked))
            console.WriteLine($"{item.Status}: {WorkItemName.Of(item.Id)}: {item.Failure}");
        if (summary.Status is SweepStatus.Cancelled or SweepStatus.Interrupted) console.WriteLine($"To go on: {folder.ResumeCommand}");
    }
}
