using IonSweep.Sweeps.Reporting;
using Spectre.Console;

namespace IonSweep.Client.Output;

/// <summary>Draws report tables: framed and coloured on a terminal, plain text elsewhere.</summary>
internal static class ConsoleTable
{
    /// <summary>Writes the table under its title; nothing when it has no rows.</summary>
    public static void Write(IAnsiConsole console, ReportTable table)
    {
        if (table.Rows.Count == 0) return;
        Table drawn = new() { Border = Terminal.IsLive ? TableBorder.Rounded : TableBorder.Ascii2 };
        for (int c = 0; c < table.Columns.Count; c++)
        {
            TableColumn column = new(Markup.Escape(table.Columns[c]));
            drawn.AddColumn(table.IsNumeric(c) ? column.RightAligned() : column);
        }
        foreach (IReadOnlyList<string> row in table.Rows) drawn.AddRow([.. row.Select(Coloured)]);
        console.WriteLine();
        console.MarkupLine($"[bold]{Markup.Escape(table.Title)}[/]");
        console.Write(drawn);
    }

    private static string Coloured(string cell)
    {
        string text = Markup.Escape(cell);
        if (cell.EndsWith(NumberText.Verdict(Sweeps.Results.Verdict.Better), StringComparison.Ordinal)) return $"[green]{text}[/]";
        if (cell.EndsWith(NumberText.Verdict(Sweeps.Results.Verdict.Worse), StringComparison.Ordinal)) return $"[red]{text}[/]";
        return text;
    }
}
