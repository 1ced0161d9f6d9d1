using System.CommandLine;
using IonSweep.Client.Errors;
using IonSweep.Client.Running;
using IonSweep.Sweeps.Deployment;
using IonSweep.Sweeps.Service;
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

    /// <summary>A model file, an exported model's folder, or the model of the sweep in a folder.</summary>
    /// <exception cref="InvalidInputException">It is none, or options choose from what holds one model.</exception>
    public async Task<DeployedModel> OpenAsync(ParseResult line, string path)
    {
        bool isFile = File.Exists(path);
        if (!isFile && !DeployedModel.IsIn(path)) return await FromSweepAsync(line, path);
        if (AnyGiven(line))
            throw new InvalidInputException(
                $"'{path}' holds one exported model; --family, --strategy and --fold choose a model of a sweep. Leave them out.");
        return isFile ? ModelFile.Read(await File.ReadAllBytesAsync(path), path) : DeployedModel.Load(path);
    }

    private bool AnyGiven(ParseResult line) =>
        line.GetResult(_family) is not null || line.GetResult(_fold) is not null || line.GetResult(_strategy) is { Implicit: false };

    private async Task<DeployedModel> FromSweepAsync(ParseResult line, string folder)
    {
        StoredSweep sweep = await StoredSweep.FindAsync(folder);
        return await new SweepModels(new FileArtifactStore(sweep.Folder))
            .ExportAsync(sweep.Id, line.GetValue(_family), line.GetValue(_strategy)!, line.GetValue(_fold));
    }
}
