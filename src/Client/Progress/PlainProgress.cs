using System.Globalization;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Reporting;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;

namespace IonSweep.Client.Progress;

/// <summary>Progress without a terminal: whole lines, no escape codes, few enough for a log.</summary>
/// <param name="output">Where lines go.</param>
internal sealed class PlainProgress(TextWriter output) : IProgressDisplay
{
    private static readonly TimeSpan BetweenFinished = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenEpochs = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    public async Task ShowAsync(SweepProgress progress, Task watching)
    {
        long began = Environment.TickCount64, last = long.MinValue / 2;
        int finished = -1;
        string shown = "";
        while (true)
        {
            bool ended = watching.IsCompleted;
            if (progress.Now is { } now)
            {
                long time = Environment.TickCount64;
                TimeSpan pause = now.Summary.Finished != finished ? BetweenFinished : BetweenEpochs;
                string text = Text(now);
                if (text != shown && (ended || time - last >= pause.TotalMilliseconds))
                {
                    TimeSpan elapsed = TimeSpan.FromMilliseconds(time - began);
                    output.WriteLine(string.Create(
                        CultureInfo.InvariantCulture, $"{(int)elapsed.TotalHours:00}:{elapsed:mm\\:ss}  {text}"));
                    output.Flush();
                    (last, finished, shown) = (time, now.Summary.Finished, text);
                }
            }
            if (ended) return;
            await Task.WhenAny(watching, Task.Delay(Look));
        }
    }

    /// <inheritdoc/>
    public void Note(string text)
    {
        output.WriteLine(text);
        output.Flush();
    }

    private static string Text(ProgressState now)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{now.CellsFinished} of {now.Cells} cells");
        if (now.Summary.Failed > 0)
            text += string.Create(CultureInfo.InvariantCulture, $", {now.Summary.Failed} work items failed or blocked");
        if (now.Running.Count > 0) text += "; " + string.Join("; ", now.Running.Select(Running));
        if (now.SecondsLeft is { } left && now.Running.Count > 0) text += $"; about {NumberText.Duration(left)} left";
        return text;
    }

    private static string Running(WorkItemSnapshot item) => item.Progress is { } p
        ? string.Create(CultureInfo.InvariantCulture,
            $"{WorkItemText.Of(item.Id)}: epoch {p.Epoch}, best {p.BestValidationLoss:G4} at {p.BestEpoch}")
        : WorkItemText.Of(item.Id);
}
