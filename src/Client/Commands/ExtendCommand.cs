using System.CommandLine;
using IonSweep.Client.Errors;
using IonSweep.Client.Running;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Specification;
using IonSweep.Web.Remote;

namespace IonSweep.Client.Commands;

/// <summary><c>ionsweep extend DIR</c>: gives a sweep more folds, strategies or models; only what is new is trained.</summary>
internal static class ExtendCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> sweep = FolderArgument.Create();
        Option<int?> folds = NumberOption.Create<int>("--folds", "Folds in all, those there are included.", 1);
        Option<string[]> strategies = Names("--strategies", "Strategies to add."), models = Names("--models", "Model families to add.");
        Option<int?> threads = NumberOption.Create<int>(
            "--threads", "Trainings at once, in a folder. Default: the number of processors.", 1);
        RemoteArguments server = new();
        Option<bool> watch = new("--watch") { Description = "With --server: then show it until it ends." };
        Command command = new(
            "extend", "Give a sweep more folds, strategies or models, and train what is new. All that it has done is kept.")
        {
            sweep, folds, strategies, models, threads, watch,
        };
        server.AddTo(command);
        command.SetAction(async line =>
        {
            string name = line.GetValue(sweep)!;
            SweepExtension extension = new()
            {
                Folds = line.GetValue(folds),
                Strategies = Split(line.GetValue(strategies)),
                Models = Split(line.GetValue(models)),
            };
            if (extension is { Folds: null, Strategies.Count: 0, Models.Count: 0 })
                throw new InvalidInputException("nothing to add: give --folds, --strategies or --models.");
            if (!server.IsGiven(line))
                return await SweepRun.ExtendAsync(name, extension, line.GetValue(threads) ?? Environment.ProcessorCount);
            using HttpSweepService service = server.Open(line);
            SweepSummary summary = await service.ExtendAsync(name, extension);
            Console.Out.WriteLine($"Extended: {summary.Id} ({summary.WorkItems} work items, {summary.Finished} of them done already)");
            return line.GetValue(watch) ? await RemoteWatch.RunAsync(service, summary.Id) : ExitCode.Done;
        });
        return command;
    }

    private static Option<string[]> Names(string option, string description) => new(option)
    {
        HelpName = "NAME,NAME",
        Description = description,
        AllowMultipleArgumentsPerToken = true,
    };

    private static string[] Split(string[]? names) =>
        [.. (names ?? []).SelectMany(name => name.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
}
