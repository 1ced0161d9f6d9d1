using System.CommandLine;
using System.Globalization;
using IonSweep.Client.Errors;
using IonSweep.Client.Output;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.State;
using IonSweep.Web.Remote;

namespace IonSweep.Client.Commands;

/// <summary><c>ionsweep list --server URL</c>: the sweeps of a server.</summary>
internal static class ListCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        RemoteArguments server = new();
        Command command = new("list", "List the sweeps of a server, newest first.");
        server.AddTo(command);
        command.SetAction(async line =>
        {
            using HttpSweepService service = server.Open(line);
            IReadOnlyList<SweepSummary> sweeps = await service.ListAsync();
            ConsoleTable.Write(Terminal.Out, new(
                "Sweeps",
                ["Id", "Status", "Dataset", "Preset", "Finished", "Failed", "Created (UTC)"],
                [.. sweeps.Select(Row)]));
            foreach (SweepSummary damaged in sweeps.Where(sweep => sweep.Status == SweepStatus.Damaged))
                Console.Out.WriteLine($"{damaged.Id} is damaged: {damaged.Reason}");
            return ExitCode.Done;
        });
        return command;
    }

    private static IReadOnlyList<string> Row(SweepSummary sweep) => sweep.Status == SweepStatus.Damaged
        ? [sweep.Id, "Damaged", "–", "–", "–", "–", "–"] // nothing else is known of it
        :
        [
            sweep.Id, sweep.Status.ToString(), sweep.Dataset.Name + (sweep.Dataset.IsSimulated ? " (simulated)" : ""),
            sweep.Preset + (sweep.Shortened.Length > 0 ? " (shortened)" : ""),
            string.Create(CultureInfo.InvariantCulture, $"{sweep.Finished}/{sweep.WorkItems}"),
            sweep.Failed.ToString(CultureInfo.InvariantCulture),
            sweep.CreatedUtc.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        ];
}
