using System.ComponentModel;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Models;

/// <summary>
/// MLP raced: the regression network of <c>mlp</c> on preprocessed spectra. The preprocessings that rank first under the regressions of the
/// search start a race (<see cref="NetworkRace"/>), which the validation rows decide; test rows have no part in it.
/// </summary>
internal sealed class MlpRacedFamily : IModelFamily
{
    private static readonly SpecSection Options = new(
        "mlpRaced", "model mlp-raced: the network of mlp on the preprocessing that wins a race over the best of the search",
        new MlpRacedSpec());

    public string Slug => "mlp-raced";

    public string Name => "MLP raced";

    public string Summary => "the network of mlp on the preprocessing that wins a race over the best of the search";

    public bool IsMultiTarget => false;

    public bool Searches => true;

    public IReadOnlyCollection<string> Networks => [MlpTask.Kind];

    public TargetScalingKind? TargetScaling => null;

    public SpecSection Section => Options;

    public string ArtifactKind => PreprocessedNetwork.KindName;

    public void Check(SweepSpec spec)
    {
        SearchSpec.Of(spec).Check();
        MlpRacedSpec options = Of(spec);
        SpecChecks.Between("mlpRaced.starters", options.Starters, 1, 1_000);
        SpecChecks.Between("mlpRaced.firstEpochs", options.FirstEpochs, 1, 1_000_000);
    }

    public void Check(SweepSpec spec, int channels) => SearchSpec.Of(spec).CheckPipelines(channels);

    public IEnumerable<string> Shortcuts(SweepSpec spec) => ModelCatalog.Mlp.Shortcuts(spec);

    public double Cost(SweepSpec spec, int channels, int targets) => 2 * MlpFamily.Multiplications(spec, channels, 1);

    public ITrainedModel Read(SafetensorsFile file) => PreprocessedNetwork.Read(file);

    public TrainedModel Train(ModelTask task, ITrainer trainer, TrainingRun run)
    {
        IReadOnlyList<IReadOnlyList<PreprocessingStep>> pipelines = SearchSpec.Of(task.Spec).PipelinesFor(task.Training.Columns);
        MlpRacedSpec options = Of(task.Spec);
        NetworkRace race = new(
            task, [.. task.Candidates!.Select(candidate => candidate.Pipeline).Distinct().Select(pipeline => pipelines[pipeline])],
            options.Starters, options.FirstEpochs);
        (PreprocessedNetwork model, TrainingHistory history) = race.Run(trainer, run);
        return new TrainedModel(model, history, Search: (_, _) => new SearchRanking(
            [
                new ChosenPipeline(PreprocessingText.Of(model.Preprocessing.Steps), ModelCatalog.Mlp.Name,
                    FormattableString.Invariant($"{history.BestEpoch} epochs"), 1, double.NaN),
            ], [], [], [], []));
    }

    private static MlpRacedSpec Of(SweepSpec spec) => (MlpRacedSpec)spec.Options(Options);
}

/// <summary>Options of the model <c>mlp-raced</c>.</summary>
public sealed record MlpRacedSpec
{
    /// <summary>Preprocessings that start. Default 6.</summary>
    [Description("preprocessings of the search, the best, that start")]
    public int Starters { get; init; } = 6;

    /// <summary>Epochs of the first round; each round has twice those of the one before, and half the preprocessings. Default 50.</summary>
    [Description("epochs of the first round; each has twice as many for half the preprocessings")]
    public int FirstEpochs { get; init; } = 50;
}
