using System.CommandLine;
using IonSweep.Client.Errors;
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
        RemoteArguments server = new();
        Command command = new("results", "Print the results so far with their statistics.") { folder, format };
        server.AddTo(command);
        command.SetAction(async line =>
        {
            using SweepSource sweep = await SweepSource.OpenAsync(line, line.GetValue(folder)!, server);
            switch (line.GetValue(format))
            {
                case "csv":
                    ResultsCsv.Write(Console.Out, await sweep.ResultsAsync());
                    break;
                case "json":
                    Console.Out.Write(SummaryJson.Write(await sweep.ReportAsync()));
                    break;
                default:
                    ResultsView.Write(Terminal.Out, await sweep.ResultsAsync());
                    break;
            }
            return ExitCode.Done;
        });
        return command;
    }
}
