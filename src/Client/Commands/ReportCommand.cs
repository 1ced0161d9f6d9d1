using System.CommandLine;
using IonSweep.Client.Output;
using IonSweep.Client.Running;
using IonSweep.Sweeps.Reporting;

namespace IonSweep.Client.Commands;

/// <summary><c>ionsweep report DIR</c>: writes the report of a sweep.</summary>
internal static class ReportCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> folder = FolderArgument.Create();
        Option<string?> output = new("--out", "-o") { HelpName = "FILE", Description = "File to write. Default DIR/report.md." };
        Command command = new("report", "Write a report: what was run, errors, differences with p-values, acceptance rates, warnings.") { folder, output };
        command.SetAction(async line =>
        {
            StoredSweep sweep = await StoredSweep.FindAsync(line.GetValue(folder)!);
            string path = line.GetValue(output) ?? Path.Combine(sweep.Folder, "report.md");
            WholeFile.Write(path, MarkdownReport.Write(await sweep.Sweeps.ReportAsync(sweep.Id)));
            Console.Out.WriteLine($"Written: {path}");
            return ExitCode.Done;
        });
        return command;
    }
}
