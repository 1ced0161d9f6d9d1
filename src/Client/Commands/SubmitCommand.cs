using System.CommandLine;
using IonSweep.Client.Errors;
using IonSweep.Client.Running;
using IonSweep.Sweeps.Reporting;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Web.Remote;

namespace IonSweep.Client.Commands;

/// <summary><c>ionsweep submit --server URL</c>: starts a sweep on a server, sending it the data of a local file.</summary>
internal static class SubmitCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        SpecArguments what = new();
        RemoteArguments server = new();
        Option<string?> id = new("--id")
        {
            HelpName = "ID",
            Description = "Id of the sweep; one that stands there goes on. Default: the server makes one."
        };
        Option<bool> watch = new("--watch") { Description = "Then show it until it ends. Ctrl-C ends the showing, not the sweep." };
        Command command = new("submit", "Start a sweep on a server.");
        what.AddTo(command);
        command.Add(id);
        command.Add(watch);
        server.AddTo(command);
        command.SetAction(async line =>
        {
            using HttpSweepService service = server.Open(line);
            SweepSpec spec = what.Read(line);
            if (spec.Data.Source == DataSources.File)
                spec = spec with
                {
                    Data = new DataSpec
                    {
                        Source = DataSources.Stored,
                        Sha256 = await service.StoreDatasetAsync(await SourceData.LoadAsync(spec.Data))
                    }
                };
            SweepSummary summary = await service.SubmitAsync(spec, line.GetValue(id));
            foreach (string label in OutputLabels.Of(summary)) Console.Out.WriteLine(label);
            Console.Out.WriteLine($"Submitted: {summary.Id} ({summary.WorkItems} work items)");
            return line.GetValue(watch) ? await RemoteWatch.RunAsync(service, summary.Id) : ExitCode.Done;
        });
        return command;
    }
}
