using IonSweep.Sweeps.Deployment;
using Spectre.Console;

namespace IonSweep.Client.Output;

/// <summary>What must stand beside a model's predictions: simulated data and shortened protocols.</summary>
internal static class PredictionNotes
{
    /// <summary>Writes one line a note.</summary>
    public static void Write(IAnsiConsole console, ModelCard card)
    {
        if (card.Dataset.IsSimulated)
            console.MarkupLine($"[bold yellow]{Markup.Escape($"Trained on simulated data: {card.Dataset.Origin}.")}[/]");
        if (card.Shortened.Length > 0)
            console.MarkupLine($"[bold yellow]{Markup.Escape($"Shortened protocol: {card.Shortened.TrimEnd('.')}.")}[/]");
        if (card.Training is { } training) console.MarkupLine(Markup.Escape(training));
    }
}
