using System.CommandLine;
using System.Globalization;
using IonSweep.Client.Errors;
using IonSweep.Client.Output;
using IonSweep.Sweeps.Reporting;
using IonSweep.Sweeps.Results;
using IonSweep.Web.Remote;

namespace IonSweep.Client.Commands;

/// <summary><c>ionsweep machines --server URL</c>: what trains, and what each trains now.</summary>
internal static class MachinesCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        RemoteArguments server = new();
        Command command = new(
            "machines", "List what trains for a server, its process or the silos of its cluster, and what each does now.");
        server.AddTo(command);
        command.SetAction(async line =>
        {
            using HttpSweepService service = server.Open(line);
            IReadOnlyList<Machine> machines = await service.MachinesAsync();
            ConsoleTable.Write(Terminal.Out, new(
                "Machines", ["Machine", "Slots", "Busy", "Waiting", "Trainer", "Accelerator"], [.. machines.Select(Row)]));
            if (machines.Any(machine => machine.Work.Count > 0))
                ConsoleTable.Write(Terminal.Out, new(
                    "Now", ["Machine", "Sweep", "Work item", "Epoch", "For"],
                    [.. machines.SelectMany(machine => machine.Work.Select(work => Row(machine, work)))]));
            return ExitCode.Done;
        });
        return command;
    }

    private static IReadOnlyList<string> Row(Machine machine) =>
    [
        machine.Name, Number(machine.Slots), machine.Silent ? "does not answer" : Number(machine.Work.Count),
        machine.Silent ? "–" : Number(machine.Waiting), string.Join(", ", machine.Trainers) + (machine.Stopping ? " (stopping)" : ""),
        machine.Accelerator,
    ];

    private static IReadOnlyList<string> Row(Machine machine, MachineWork work) =>
    [
        machine.Name, work.Sweep, work.Item, work.Progress is { } progress ? Number(progress.Epoch) : "–",
        NumberText.Duration(work.Seconds),
    ];

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
