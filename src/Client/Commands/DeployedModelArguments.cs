using System.CommandLine;
using IonSweep.Client.Running;
using IonSweep.Learning.Cpu;
using IonSweep.Sweeps.Deployment;
using IonSweep.Sweeps.Storage;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Client.Commands;

/// <summary>Which model of a sweep: family, strategy and fold; shared by <c>export</c> and <c>predict</c>.</summary>
internal sealed class DeployedModelArguments
{
    private readonly Option<string?> _family = new("--family")
    {
        HelpName = "NAME",
        Description = "Model family. Default: the only one of the sweep."
    };

    private readonly Option<string> _strategy = new("--strategy")
    {
        HelpName = "NAME",
        Description = "Strategy it was trained with. Default e, measured spectra alone.",
        DefaultValueFactory = _ => StrategyCatalog.Reference.Slug,
    };

    private readonly Option<int?> _fold = NumberOption.Create<int>(
        "--fold", "One fold's model, from 0. Default: the ensemble of all folds.", 0);

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_family);
        command.Add(_strategy);
        command.Add(_fold);
    }

    /// <summary>True when an option is given.</summary>
    public bool AnyGiven(ParseResult line) =>
        line.GetResult(_family) is not null || line.GetResult(_fold) is not null || line.GetResult(_strategy) is { Implicit: false };

    /// <summary>The model of the sweep in a folder.</summary>
    public async Task<DeployedModel> FromSweepAsync(ParseResult line, string folder)
    {
        StoredSweep sweep = await StoredSweep.FindAsync(folder);
        return await new ModelExporter(new FileArtifactStore(sweep.Folder), new NetworkEvaluator())
            .ExportAsync(sweep.Id, line.GetValue(_family), line.GetValue(_strategy)!, line.GetValue(_fold));
    }
}
