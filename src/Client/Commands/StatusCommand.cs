using System.CommandLine;
using System.Globalization;
using IonSweep.Client.Errors;
using IonSweep.Client.Output;
using IonSweep.Client.Running;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.State;
using Spectre.Console;

namespace IonSweep.Client.Commands;

/// <summary><c>ionsweep status DIR</c>: where a sweep stands, and what happened to it.</summary>
internal static class StatusCommand
{
    private const int MostShown = 10;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> folder = FolderArgument.Create();
        Command command = new("status", "Say where a sweep stands, and what happened to it.") { folder };
        command.SetAction(async line =>
        {
            StoredSweep sweep = await StoredSweep.FindAsync(line.GetValue(folder)!);
            SweepSnapshot snapshot = await sweep.Sweeps.GetAsync(sweep.Id) ?? throw new SweepNotFoundException(sweep.Id);
            Write(Terminal.Out, snapshot);
            WriteHistory(Terminal.Out, await sweep.Sweeps.HistoryAsync(sweep.Id));
            if (snapshot.Summary.Status is SweepStatus.Cancelled or SweepStatus.Interrupted)
                Terminal.Out.WriteLine($"To go on: {sweep.ResumeCommand}");
            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(IAnsiConsole console, SweepSnapshot snapshot)
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
        foreach (IGrouping<string, WorkItemSnapshot> kind in snapshot.Items.GroupBy(i => WorkItemText.KindOf(i.Id)))
            rows.Add([kind.Key,
                .. Enum.GetValues<WorkStatus>().Select(s => kind.Count(i => i.Status == s).ToString(CultureInfo.InvariantCulture))]);
        ConsoleTable.Write(console, new("Work items", ["Kind", .. Enum.GetNames<WorkStatus>()], rows));

        foreach (WorkItemSnapshot item in snapshot.Items.Where(i => i.Status == WorkStatus.Running && i.Progress is not null))
            console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Running: {WorkItemText.Of(item.Id)}, epoch {item.Progress!.Epoch}, best validation loss "
                    + $"{item.Progress.BestValidationLoss:G4} at {item.Progress.BestEpoch}"));
        foreach (WorkItemSnapshot item in snapshot.Items.Where(i => i.Status is WorkStatus.Failed or WorkStatus.Blocked))
            console.WriteLine($"{item.Status}: {WorkItemText.Of(item.Id)}: {item.Failure}");
    }

    private static void WriteHistory(IAnsiConsole console, IReadOnlyList<HistoryEntry> history)
    {
        string title = history.Count > MostShown ? $"What happened, the latest {MostShown} of {history.Count}" : "What happened";
        ConsoleTable.Write(console, new(title, ["Time (UTC)", "What"], [.. history.TakeLast(MostShown).Select(Row)]));

        static IReadOnlyList<string> Row(HistoryEntry entry)
        {
            string by = entry.By.Length > 0 ? $" by {entry.By}" : "", more = entry.Details() is { Length: > 0 } text ? $": {text}" : "";
            return [entry.TimeUtc.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), $"{entry.Kind.Words()}{by}{more}"];
        }
    }
}
