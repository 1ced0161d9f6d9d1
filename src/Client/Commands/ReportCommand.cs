using System.CommandLine;
using IonSweep.Client.Errors;
using IonSweep.Client.Output;
using IonSweep.Client.Running;

namespace IonSweep.Client.Commands;

/// <summary><c>ionsweep report DIR</c>: writes the report of a sweep.</summary>
internal static class ReportCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> folder = FolderArgument.Create();
        Option<string?> output = new("--out", "-o")
        {
            HelpName = "FILE",
            Description = "File to write; a name ending in .md gives Markdown. Default DIR/report.html."
        };
        RemoteArguments server = new();
        Command command = new("report", "Write a report: what was run, figures, differences with p-values, acceptance rates, warnings.") {
            folder, output };
        server.AddTo(command);
        command.SetAction(async line =>
        {
            using SweepSource sweep = await SweepSource.OpenAsync(line, line.GetValue(folder)!, server);
            string name = server.IsGiven(line) ? $"{sweep.Id}-{ReportFile.Name}" : ReportFile.Name;
            string path = await ReportFile.WriteAsync(line.GetValue(output) ?? Path.Combine(sweep.Folder, name), await sweep.ReportAsync());
            Console.Out.WriteLine($"Written: {path}");
            return ExitCode.Done;
        });
        return command;
    }
}
