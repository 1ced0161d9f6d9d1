using IonSweep.Sweeps.Reporting;
using IonSweep.Sweeps.Results;
using Spectre.Console;

namespace IonSweep.Client.Output;

/// <summary>Results on the console: labels, errors with verdicts, differences, generated spectra, warnings.</summary>
internal static class ResultsView
{
    /// <summary>Failed cells beyond this number are counted, not listed.</summary>
    private const int MostWarnings = 20;

    /// <summary>Writes everything that a reader of the numbers needs.</summary>
    public static void Write(IAnsiConsole console, SweepResults results)
    {
        WriteLabels(console, results.Summary);
        ConsoleTable.Write(console, ErrorTable.Of(results));
        ConsoleTable.Write(console, DifferenceTable.Of(results));
        ConsoleTable.Write(console, DifferenceTable.OfModels(results));
        ConsoleTable.Write(console, ChoiceTable.Of(results));
        ConsoleTable.Write(console, TrustTable.Intervals(results));
        ConsoleTable.Write(console, TrustTable.Warnings(results));
        ConsoleTable.Write(console, SyntheticSetTable.Of(results));
        IReadOnlyList<string> warnings = ReportWarnings.Of(results);
        if (warnings.Count > 0) console.WriteLine();
        foreach (string warning in warnings.Take(MostWarnings)) console.MarkupLine($"[yellow]Warning:[/] {Markup.Escape(warning)}");
        if (warnings.Count > MostWarnings)
            console.MarkupLine($"[yellow]{warnings.Count - MostWarnings} more warnings stand in the report.[/]");
    }

    /// <summary>Writes what must stand beside the numbers of this sweep.</summary>
    public static void WriteLabels(IAnsiConsole console, SweepSummary summary)
    {
        foreach (string label in OutputLabels.Of(summary)) console.MarkupLine($"[bold yellow]{Markup.Escape(label)}[/]");
    }
}
