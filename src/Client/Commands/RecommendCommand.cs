using System.CommandLine;
using IonSweep.Client.Errors;
using IonSweep.Client.Output;
using IonSweep.Sweeps.Reporting;
using IonSweep.Sweeps.Results;

namespace IonSweep.Client.Commands;

/// <summary><c>ionsweep recommend DIR</c>: which calibration to use, in words, from a sweep that searched.</summary>
internal static class RecommendCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> folder = FolderArgument.Create();
        RemoteArguments server = new();
        Command command = new("recommend", "Say which calibration to use for each target, how good it is, and for what not to trust it.") {
            folder };
        server.AddTo(command);
        command.SetAction(async line =>
        {
            using SweepSource sweep = await SweepSource.OpenAsync(line, line.GetValue(folder)!, server);
            SweepReport report = await sweep.ReportAsync();
            if (report.Recommendations is not { } recommendations)
                throw new InvalidInputException(
                    $"sweep '{sweep.Id}' searched for nothing: it has models {string.Join(", ", report.Spec.Models)}. Run one with "
                        + "--preset search, or with the models selected or ensemble.");
            ResultsView.WriteLabels(Terminal.Out, report.Results.Summary);
            foreach (Recommendation one in recommendations)
            {
                Console.Out.WriteLine();
                Console.Out.WriteLine(RecommendationText.Of(one));
            }
            if (recommendations.Count == 0) Console.Out.WriteLine("No cell has finished yet.");
            ConsoleTable.Write(Terminal.Out, RecommendationText.Pipelines(recommendations));
            return ExitCode.Done;
        });
        return command;
    }
}
