using System.Globalization;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Reporting;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace IonSweep.Client.Progress;

/// <summary>Progress on a terminal: a bar, the running trainings and the time left, drawn in place.</summary>
/// <param name="console">The terminal.</param>
internal sealed class LiveProgress(IAnsiConsole console) : IProgressDisplay
{
    private const int BarWidth = 40;
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(200);
    private volatile string _note = "";

    /// <inheritdoc/>
    public Task ShowAsync(SweepProgress progress, Task watching) =>
        console.Live(new Text("Preparing…")).AutoClear(true).StartAsync(async live =>
        {
            while (true)
            {
                if (progress.Now is { } now) live.UpdateTarget(Draw(now));
                if (watching.IsCompleted) return;
                await Task.WhenAny(watching, Task.Delay(Frame));
            }
        });

    /// <inheritdoc/>
    public void Note(string text) => _note = text;

    private Rows Draw(ProgressState now)
    {
        int full = now.Cells == 0 ? BarWidth : (int)((long)BarWidth * now.CellsFinished / now.Cells);
        string left = now.SecondsLeft is { } seconds ? $"about {NumberText.Duration(seconds)} left" : "time left not known yet";
        List<IRenderable> rows =
        [
            new Markup(string.Create(CultureInfo.InvariantCulture,
                $"[green]{new string('━', full)}[/][grey]{new string('━', BarWidth - full)}[/] {now.CellsFinished} of {now.Cells} "
                    + $"cells, {left}")),
        ];
        if (now.Summary.Failed > 0)
            rows.Add(new Markup(string.Create(CultureInfo.InvariantCulture, $"[red]{now.Summary.Failed} work items failed or blocked[/]")));
        if (now.Running.Count > 0)
        {
            Table table = new() { Border = TableBorder.Simple };
            table.AddColumn("Running");
            foreach (string header in (ReadOnlySpan<string>)["Epoch", "Validation loss", "Best", "At epoch"])
                table.AddColumn(new TableColumn(header).RightAligned());
            foreach (WorkItemSnapshot item in now.Running) table.AddRow(Row(item));
            rows.Add(table);
        }
        if (_note.Length > 0) rows.Add(new Markup($"[yellow]{Markup.Escape(_note)}[/]"));
        return new Rows(rows);
    }

    private static string[] Row(WorkItemSnapshot item)
    {
        string name = Markup.Escape(WorkItemText.Of(item.Id));
        if (item.Progress is not { } p) return [name, "", "", "", ""];
        return
        [
            name,
            p.Epoch.ToString(CultureInfo.InvariantCulture),
            p.ValidationLoss.ToString("G4", CultureInfo.InvariantCulture),
            p.BestValidationLoss.ToString("G4", CultureInfo.InvariantCulture),
            p.BestEpoch.ToString(CultureInfo.InvariantCulture),
        ];
    }
}
