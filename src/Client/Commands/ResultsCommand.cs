using System.CommandLine;
using IonSweep.Client.Output;
using IonSweep.Client.Running;
using IonSweep.Sweeps.Reporting;

namespace IonSweep.Client.Commands;

/// <summary><c>ionsweep results DIR</c>: the results so far with their statistics.</summary>
internal static class ResultsCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> folder = FolderArgument.Create();
        Option<string> format = new("--format") { Description = "How to print them. Default table.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "csv", "json");
        Command command = new("results", "Print the results so far with their statistics.") { folder, format };
        command.SetAction(async line =>
        {
            StoredSweep sweep = await StoredSweep.FindAsync(line.GetValue(folder)!);
            switch (line.GetValue(format))
            {
                case "csv":
                    ResultsCsv.Write(Console.Out, await sweep.Sweeps.ResultsAsync(sweep.Id));
                    break;
                case "json":
                    Console.Out.Write(SummaryJson.Write(await sweep.Sweeps.ReportAsync(sweep.Id)));
                    break;
                default:
                    ResultsView.Write(Terminal.Out, await sweep.Sweeps.ResultsAsync(sweep.Id));
                    break;
            }
            return ExitCode.Done;
        });
        return command;
    }
}
