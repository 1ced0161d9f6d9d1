using System.CommandLine;
using IonSweep.Client.Errors;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Client.Commands;

/// <summary>The arguments that say what to train, shared by every command that takes a spec.</summary>
internal sealed class SpecArguments
{
    private readonly Argument<string?> _spec = new("spec")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "Sweep spec in YAML or JSON ('ionsweep spec show' prints one). Default: a preset.",
    };

    private readonly Option<string?> _preset = new("--preset")
    {
        HelpName = string.Join('|', SpecPresets.Names),
        Description = string.Join("; ", SpecPresets.All.Select(
            preset => $"{preset.Name}{(preset.Name == SpecPresets.Quick ? " (default)" : "")}: {preset.Summary}")) + ".",
    };

    private readonly Option<string?> _data = new("--data")
    {
        HelpName = $"FILE|{DataSources.Simulate}",
        Description = "File with spectra and targets in any known format, or a dataset of 'data import'; or simulated solutions.",
    };

    private readonly Option<int?> _folds = NumberOption.Create<int>("--folds", "Monte-Carlo resamplings.", 1);

    private readonly Option<string[]> _targets = new("--targets")
    {
        HelpName = "NAME,NAME",
        Description = "Targets (ions) to train. Default: all, or those of the preset.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string[]> _strategies = new("--strategies")
    {
        HelpName = "NAME,NAME",
        Description = Listed("Augmentation strategies", StrategyCatalog.All.Select(strategy => (strategy.Slug, strategy.Summary))),
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string[]> _models = new("--models")
    {
        HelpName = "NAME,NAME",
        Description = Listed("Model families", ModelCatalog.All.Select(family => (family.Slug, family.Summary))),
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<long?> _seed = NumberOption.Create<long>("--seed", "Seed of every random stream of the training.");

    /// <summary>Adds the arguments to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_spec);
        foreach (Option option in Options) command.Add(option);
    }

    /// <summary>True when the command line says anything about what to train.</summary>
    public bool AnyGiven(ParseResult line) => line.GetValue(_spec) is not null || Options.Any(o => line.GetResult(o) is not null);

    /// <summary>A short name made of data and preset or spec file, for a folder.</summary>
    public string Name(ParseResult line)
    {
        string name = Path.GetFileNameWithoutExtension(line.GetValue(_spec)) ?? line.GetValue(_preset) ?? SpecPresets.Quick;
        return line.GetValue(_data) is { } data and not DataSources.Simulate ? $"{Path.GetFileNameWithoutExtension(data)}-{name}" : name;
    }

    /// <summary>The spec that the command line describes.</summary>
    /// <exception cref="InvalidInputException">Arguments contradict each other or a file is missing.</exception>
    /// <exception cref="InvalidSpecException">The spec file is unusable or the preset unknown.</exception>
    public SweepSpec Read(ParseResult line)
    {
        string? file = line.GetValue(_spec), preset = line.GetValue(_preset), data = line.GetValue(_data);
        if (file is not null && preset is not null)
            throw new InvalidInputException(
                $"'{file}' and '--preset {preset}' exclude each other: a spec names its preset itself. Give one of them.");
        SweepSpec spec = file is null ? SpecPresets.Get(preset ?? SpecPresets.Quick) : ReadFile(ExistingFile(file, "spec"));
        if (data == DataSources.Simulate)
            spec = spec with { Data = spec.Data.Source == DataSources.Simulate ? spec.Data : new DataSpec() };
        else if (data is not null && file is null)
            spec = SpecPresets.OnFile(spec, ExistingFile(data, "--data"));
        else if (data is not null)
            spec = spec with { Data = new DataSpec { Source = DataSources.File, File = ExistingFile(data, "--data") } };

        if (line.GetValue(_folds) is { } folds)
            spec = spec with { Folds = folds, FirstFolds = spec.FirstFolds < folds ? spec.FirstFolds : null };
        // Whoever names targets wants their augmented cells, not those that the preset chose.
        if (line.GetResult(_targets) is not null) spec = spec with { Targets = Names(line.GetValue(_targets)), AugmentedTargets = [] };
        if (line.GetResult(_strategies) is not null) spec = spec with { Strategies = Names(line.GetValue(_strategies)) };
        if (line.GetResult(_models) is not null) spec = spec with { Models = Names(line.GetValue(_models)) };
        if (line.GetValue(_seed) is { } seed) spec = spec with { Seed = seed };
        return spec;
    }

    private static SweepSpec ReadFile(string file)
    {
        SweepSpec spec = SpecReader.Read(File.ReadAllText(file), file);
        // A spec that is moved together with its data goes on working.
        return spec.Data.Source == DataSources.File && spec.Data.File.Length > 0 && !Path.IsPathRooted(spec.Data.File)
            ? spec with { Data = spec.Data with { File = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, spec.Data.File) } }
            : spec;
    }

    private Option[] Options => [_preset, _data, _folds, _targets, _strategies, _models, _seed];

    private static string Listed(string what, IEnumerable<(string Slug, string Summary)> all) =>
        $"{what}: {string.Join("; ", all.Select(one => $"{one.Slug}: {one.Summary}"))}.";

    private static string[] Names(string[]? values) =>
        [.. (values ?? []).SelectMany(v => v.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    private static string ExistingFile(string path, string what) => File.Exists(path)
        ? path
        : throw new InvalidInputException($"{what}: there is no file '{path}' (looked in '{Directory.GetCurrentDirectory()}').");
}
