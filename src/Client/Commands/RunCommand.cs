using System.CommandLine;
using IonSweep.Client.Running;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Client.Commands;

/// <summary><c>ionsweep run</c>: trains a sweep in this process, or goes on with one.</summary>
internal static class RunCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        SpecArguments what = new();
        Option<string?> folder = new("--out", "-o")
        {
            HelpName = "DIR",
            Description = "Folder of the sweep. Default ./ionsweep-out/NAME. A sweep that stands there goes on.",
        };
        Option<int?> threads = NumberOption.Create<int>(
            "--threads", "Trainings at once; results do not depend on it. Default: the number of processors.", 1);

        Command command = new("run", "Train a sweep, or go on with the one in the folder. Ctrl-C stops it and saves where it is.");
        what.AddTo(command);
        command.Add(folder);
        command.Add(threads);
        command.SetAction(async line =>
        {
            string path = line.GetValue(folder) ?? Path.Combine("ionsweep-out", what.Name(line));
            // "run --out DIR" alone goes on with whatever stands in DIR.
            SweepSpec? spec = line.GetValue(folder) is not null && !what.AnyGiven(line) && await StoredSweep.TryFindAsync(path) is not null
                ? null : what.Read(line);
            return await SweepRun.RunAsync(path, spec, NewSweepId.Of(what.Name(line)),
                line.GetValue(threads) ?? Environment.ProcessorCount);
        });
        return command;
    }
}
