using System.CommandLine;
using System.Text.Json;
using IonSweep.Client.Errors;
using IonSweep.Client.Output;
using IonSweep.Sweeps.Aggregation;
using IonSweep.Sweeps.Reporting;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Specification;
using Spectre.Console;

namespace IonSweep.Client.Commands;

/// <summary><c>ionsweep compare DIR DIR…</c>: sweeps of one dataset side by side on the folds that they share.</summary>
internal static class CompareCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string[]> folders = new("sweeps")
        {
            Description = "Folders of sweeps, or their ids on a server; the first is the reference. One alone compares its own columns.",
            Arity = new ArgumentArity(1, 8),
        };
        Option<string[]> columns = new("--columns")
        {
            HelpName = "SWEEP:STRATEGY/MODEL",
            Description = "Columns to compare, the reference first, e.g. one:e/pls two:sim/pls. Default: those that all sweeps have.",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string> format = new("--format") { Description = "How to print them. Default table.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "json");
        RemoteArguments server = new();
        Command command = new("compare", "Compare sweeps of one dataset and seed on the folds that they share, by the tests of results.")
        {
            folders, columns, format,
        };
        server.AddTo(command);
        command.SetAction(async line =>
        {
            List<(SweepSpec, SweepResults)> sweeps = [];
            foreach (string folder in line.GetValue(folders)!.Distinct())
            {
                using SweepSource sweep = await SweepSource.OpenAsync(line, folder, server);
                SweepResults results = await sweep.ResultsAsync();
                // Sweeps in folders often have one id, that of their preset.
                string name = server.IsGiven(line) ? sweep.Id
                    : Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
                if (sweeps.Any(other => other.Item2.Summary.Id == name)) name = folder;
                sweeps.Add(((await sweep.SnapshotAsync()).Spec, results with { Summary = results.Summary with { Id = name } }));
            }
            ComparedSweeps compared = SweepComparer.Compare(sweeps, line.GetValue(columns) ?? []);
            if (line.GetValue(format) == "json") Console.Out.WriteLine(JsonSerializer.Serialize(compared, SweepJson.Indented));
            else Write(compared);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(ComparedSweeps compared)
    {
        for (int i = 0; i < compared.Sweeps.Count; i++)
        {
            SweepSummary sweep = compared.Sweeps[i];
            Terminal.Out.WriteLine($"{ComparedTables.Letter(i)}: {sweep.Id}, {sweep.Finished} of {sweep.WorkItems} work items finished");
            ResultsView.WriteLabels(Terminal.Out, sweep);
        }
        foreach (string difference in compared.Differences) Terminal.Out.WriteLine(difference);
        ConsoleTable.Write(Terminal.Out, ComparedTables.Errors(compared));
        ConsoleTable.Write(Terminal.Out, ComparedTables.Differences(compared));
        ConsoleTable.Write(Terminal.Out, ComparedTables.Equivalence(compared));
    }
}
