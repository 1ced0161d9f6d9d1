using Spectre.Console;

namespace IonSweep.Client.Output;

/// <summary>Standard output as Spectre.Console sees it: a terminal with colours, or a file or pipe with plain text.</summary>
internal static class Terminal
{
    /// <summary>Columns of plain output: wide enough that nothing wraps.</summary>
    private const int PlainWidth = 4096;

    /// <summary>True when lines can be redrawn.</summary>
    public static bool IsLive => !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Standard output.</summary>
    public static IAnsiConsole Out { get; } = Create();

    private static IAnsiConsole Create()
    {
        if (IsLive) return AnsiConsole.Console;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(Console.Out),
            // Otherwise a CI system's environment variables switch escape codes on again.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = PlainWidth;
        return console;
    }
}
