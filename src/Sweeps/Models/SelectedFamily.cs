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
    /// <summary>Of a larger search as many preprocessings, those with the best candidates, are ranked in the result.</summary>
    private const int RankedPreprocessings = 64;

    public string Slug => "selected";

    public string Name => "Selected";

    public string Summary => "the best preprocessing and regression of a search by inner cross-validation";

    public bool IsMultiTarget => false;

    public bool Searches => true;

    public SpecSection Section => SearchSpec.Section;

    public string ArtifactKind => PipelineCalibration.KindName;

    public TargetScalingKind? TargetScaling => TargetScalingKind.Raw;

    public void Check(SweepSpec spec) => SearchSpec.Of(spec).Check();

    public void Check(SweepSpec spec, int channels) => SearchSpec.Of(spec).CheckPipelines(channels);

    public double Cost(SweepSpec spec, int channels, int targets) => RankedPreprocessings * (double)channels; // all of them refitted

    public ITrainedModel Read(SafetensorsFile file) => PipelineCalibration.Read(file);

    public TrainedModel Train(ModelTask task, ITrainer trainer, TrainingRun run)
    {
        FoldSearch search = FoldSearch.Of(task);
        PipelineCalibration model = search.Fit([(task.Candidates![0], 1)]);
        return new TrainedModel(
            model, History: null, Search: (test, truth) => Ranking(search, task.Candidates!, model, test, truth, run.Cancellation));
    }

    /// <summary>The model's members in words.</summary>
    internal static IReadOnlyList<ChosenPipeline> Chosen(PipelineCalibration model) =>
    [
        .. model.Members.OrderByDescending(member => member.Weight).Select(member => new ChosenPipeline(
            PreprocessingText.Of(member.Calibration.Preprocessing.Steps), RegressionMethods.Find(member.Method)!.Name, member.Setting,
            member.Weight, member.InnerRmse)),
    ];

    /// <summary>The candidates, refitted, on the test rows: only now, when all choices have been made.</summary>
    private static SearchRanking Ranking(
        FoldSearch search, IReadOnlyList<SearchCandidate> candidates, PipelineCalibration model, RowSet test, float[] truth,
        CancellationToken cancellation)
    {
        int[] pipelines = [.. candidates.Select(candidate => candidate.Pipeline).Distinct().Take(RankedPreprocessings).Order()];
        string[] methods = [.. candidates.Select(candidate => candidate.Method.Slug).Distinct()
            .OrderBy(slug => RegressionMethods.All.TakeWhile(method => method.Slug != slug).Count())];
        double[] inner = new double[pipelines.Length * methods.Length], outer = new double[inner.Length];
        Array.Fill(inner, double.NaN);
        Array.Fill(outer, double.NaN);
        foreach (SearchCandidate candidate in candidates)
        {
            int row = Array.BinarySearch(pipelines, candidate.Pipeline);
            if (row < 0) continue;
            cancellation.ThrowIfCancellationRequested();
            int place = row * methods.Length + Array.IndexOf(methods, candidate.Method.Slug);
            inner[place] = Rounded(candidate.Rmse);
            outer[place] = Rounded(MeanAbsoluteError(search.Fit(candidate), test, truth));
        }
        int samples = search.Spectra.Samples.Where(sample => sample != InnerSplits.Generated).Distinct().Count();
        SampleCurvePoint[] parts =
        [
            .. search.FitParts(candidates[0], cancellation)
                .Select(part => new SampleCurvePoint(part.Samples, Rounded(MeanAbsoluteError(part.Model, test, truth)))),
        ];
        return new SearchRanking(
            Chosen(model), [.. pipelines.Select(pipeline => PreprocessingText.Of(search.Spectra.Pipelines[pipeline]))],
            [.. methods.Select(slug => RegressionMethods.Find(slug)!.Name)], inner, outer)
        {
            SampleCurve = parts.Length == 0 ? null
                : [.. parts, new SampleCurvePoint(samples, Rounded(MeanAbsoluteError(model, test, truth)))],
        };
    }

    // Of the test rows whose value is known.
    private static double MeanAbsoluteError(PipelineCalibration model, RowSet test, float[] truth) =>
        model.Predict(test).Zip(truth).Where(pair => !float.IsNaN(pair.Second))
            .Average(pair => Math.Abs((double)pair.First - pair.Second));

    /// <summary>To five digits: a ranking is read, not computed with.</summary>
    private static double Rounded(double value)
    {
        if (value == 0 || !double.IsFinite(value)) return value;
        return double.Parse(value.ToString("E4", System.Globalization.CultureInfo.InvariantCulture),
            System.Globalization.CultureInfo.InvariantCulture);
    }
}
