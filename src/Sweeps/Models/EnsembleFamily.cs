using IonSweep.Learning.Selection;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Models;

/// <summary>
/// Ensemble: a weighed mean of the best pipelines of the search, its weights by non-negative stacking of their held-out predictions
/// (<see cref="Stacking"/>), each refitted on training and validation rows.
/// </summary>
internal sealed class EnsembleFamily : IModelFamily
{
    public string Slug => "ensemble";

    public string Name => "Ensemble";

    public string Summary => "a weighed mean of the best pipelines of the search";

    public bool IsMultiTarget => false;

    public bool Searches => true;

    public SpecSection Section => SearchSpec.Section;

    public string ArtifactKind => PipelineCalibration.KindName;

    public TargetScalingKind? TargetScaling => TargetScalingKind.Raw;

    public void Check(SweepSpec spec) => SearchSpec.Of(spec).Check();

    public void Check(SweepSpec spec, int channels) => SearchSpec.Of(spec).CheckPipelines(channels);

    public double Cost(SweepSpec spec, int channels, int targets) => SearchSpec.Of(spec).EnsembleSize * (double)channels;

    public ITrainedModel Read(SafetensorsFile file) => PipelineCalibration.Read(file);

    public TrainedModel Train(ModelTask task, ITrainer trainer, TrainingRun run)
    {
        FoldSearch search = FoldSearch.Of(task);
        SearchCandidate[] best = [.. task.Candidates!.Take(SearchSpec.Of(task.Spec).EnsembleSize)];
        double[] weights = Stacking.Weights([.. best.Select(candidate => candidate.HeldOut)], search.Targets);
        PipelineCalibration model = search.Fit([.. best.Zip(weights)]);
        return new TrainedModel(
            model, History: null, Search: (_, _) => new SearchRanking(SelectedFamily.Chosen(model), [], [], [], []));
    }
}
