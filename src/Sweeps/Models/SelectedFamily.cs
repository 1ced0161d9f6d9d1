using IonSweep.Learning;
using IonSweep.Learning.Selection;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Models;

/// <summary>
/// Selected: the preprocessing and regression with the smallest error in an inner cross-validation over training and validation rows,
/// refitted on both. Test rows have no part in the choice, so that their error is that of the whole procedure.
/// </summary>
internal sealed class SelectedFamily : IModelFamily
{
    public string Slug => "selected";

    public string Name => "Selected";

    public string Summary => "the best preprocessing and regression of a search by inner cross-validation";

    public bool IsMultiTarget => false;

    public SpecSection Section => SearchSpec.Section;

    public string ArtifactKind => PipelineCalibration.KindName;

    public TargetScalingKind? TargetScaling => TargetScalingKind.Raw;

    public void Check(SweepSpec spec) => SearchSpec.Of(spec).Check();

    public double Cost(SweepSpec spec, int channels, int targets) => SearchSpec.Of(spec).Cost(channels);

    public ITrainedModel Read(SafetensorsFile file) => PipelineCalibration.Read(file);

    public TrainedModel Train(ModelTask task, ITrainer trainer, TrainingRun run)
    {
        FoldSearch search = FoldSearch.Of(task, run.Cancellation);
        PipelineCalibration model = search.Fit([(search.Candidates[0], 1)]);
        return new TrainedModel(model, History: null, Search: (test, truth) => Ranking(search, model, test, truth));
    }

    /// <summary>The model's members in words.</summary>
    internal static IReadOnlyList<ChosenPipeline> Chosen(PipelineCalibration model) =>
    [
        .. model.Members.OrderByDescending(member => member.Weight).Select(member => new ChosenPipeline(
            PreprocessingText.Of(member.Calibration.Preprocessing.Steps), RegressionMethods.Find(member.Method)!.Name, member.Setting,
            member.Weight, member.InnerRmse)),
    ];

    /// <summary>Every candidate, refitted, on the test rows: only now, when all choices have been made.</summary>
    private static SearchRanking Ranking(FoldSearch search, PipelineCalibration model, RowSet test, float[] truth)
    {
        string[] methods = [.. search.Candidates.Select(candidate => candidate.Method.Slug).Distinct()
            .OrderBy(slug => RegressionMethods.All.TakeWhile(method => method.Slug != slug).Count())];
        double[] inner = new double[search.Spectra.Pipelines.Count * methods.Length], outer = new double[inner.Length];
        Array.Fill(inner, double.NaN);
        Array.Fill(outer, double.NaN);
        foreach (SearchCandidate candidate in search.Candidates)
        {
            int place = candidate.Pipeline * methods.Length + Array.IndexOf(methods, candidate.Method.Slug);
            inner[place] = Rounded(candidate.Rmse);
            float[] predicted = search.Fit([(candidate, 1)]).Predict(test);
            outer[place] = Rounded(predicted.Zip(truth, (a, b) => Math.Abs((double)a - b)).Average());
        }
        return new SearchRanking(
            Chosen(model), [.. search.Spectra.Pipelines.Select(PreprocessingText.Of)],
            [.. methods.Select(slug => RegressionMethods.Find(slug)!.Name)], inner, outer);
    }

    /// <summary>To five digits: a ranking is read, not computed with.</summary>
    private static double Rounded(double value)
    {
        if (value == 0 || !double.IsFinite(value)) return value;
        return double.Parse(value.ToString("E4", System.Globalization.CultureInfo.InvariantCulture),
            System.Globalization.CultureInfo.InvariantCulture);
    }
}
