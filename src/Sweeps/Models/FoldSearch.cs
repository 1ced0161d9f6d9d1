using IonSweep.Learning;
using IonSweep.Learning.Calibration;
using IonSweep.Learning.Selection;
using IonSweep.Spectra.Streams;

namespace IonSweep.Sweeps.Models;

/// <summary>
/// The search of one fold, target and strategy over its training and validation rows: what it tries, and models of what it found. Work
/// items of a fold share what preprocessings make of the spectra.
/// </summary>
internal sealed class FoldSearch
{
    private const int MaximumRows = 1_500; // of more rows as many evenly spaced ones: inner products grow with their square

    private readonly ModelTask _task;
    private readonly PipelineSearch _search;

    private FoldSearch(ModelTask task, PipelineSearch search) => (_task, _search) = (task, search);

    /// <summary>R rows, training, generated, validation, under each preprocessing.</summary>
    public SearchSpectra Spectra => _search.Spectra;

    /// <summary>R values.</summary>
    public double[] Targets => _search.Targets;

    /// <summary>The search of a task.</summary>
    /// <exception cref="CalibrationException">The rows allow none.</exception>
    public static FoldSearch Of(ModelTask task)
    {
        int count = task.Training.Count + task.Validation.Count, channels = task.Training.Columns;
        int[] rows = SplitGram.EvenlySpaced(count, Math.Min(count, MaximumRows));
        double[] targets = [.. rows.Select(row => (double)(row < task.Training.Count ? task.TrainingTargets[row]
            : task.ValidationTargets[row - task.Training.Count]))];
        int[] samples = [.. rows.Select(row => task.Samples[row])];
        SearchSpec spec = SearchSpec.Of(task.Spec);
        SearchSpectra spectra = task.Shared.Get("spectra", () =>
        {
            double[] values = new double[rows.Length * channels];
            float[] spectrum = new float[channels];
            for (int i = 0; i < rows.Length; i++)
            {
                task.Channels.Inverse(
                    rows[i] < task.Training.Count ? task.Training.Row(rows[i]) : task.Validation.Row(rows[i] - task.Training.Count),
                    spectrum);
                for (int c = 0; c < channels; c++) values[i * channels + c] = spectrum[c];
            }
            return new SearchSpectra(values, channels, samples, spec.PipelinesFor(channels));
        });
        try
        {
            IReadOnlyList<InnerSplit> splits = InnerSplits.Of(
                samples, spec.InnerFolds, spec.Repeats, InnerStream(task));
            return new FoldSearch(task, new PipelineSearch(spectra, targets, splits, spec.Options));
        }
        catch (ArgumentException e)
        {
            throw new CalibrationException(e.Message);
        }
    }

    /// <summary>Candidates of one batch of preprocessings with the cheap regressions, best first.</summary>
    public IReadOnlyList<SearchCandidate> TryCheap(int batch, CancellationToken cancellation) =>
        PipelineSearch.Ranked(Cheap(batch * SearchSpec.BatchSize, SearchSpec.BatchSize, cancellation));

    /// <summary>All candidates, best first: those of cheap regressions, tried here if no batches did, and of costly ones.</summary>
    /// <param name="batches">What the batches found; empty where there are none.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="CalibrationException">There is none.</exception>
    public IReadOnlyList<SearchCandidate> Finish(IReadOnlyList<SearchCandidate> batches, CancellationToken cancellation)
    {
        SearchCandidate[] cheap = batches.Count > 0 ? [.. batches.OrderBy(candidate => candidate.Pipeline)]
            : [.. Cheap(0, Spectra.Pipelines.Count, cancellation)];
        IReadOnlyList<SearchCandidate> candidates = PipelineSearch.Ranked(
            cheap.Concat(_search.Finalists(cheap).SelectMany(pipeline => _search.TryCostly(pipeline, cancellation))));
        return candidates.Count > 0 ? candidates
            : throw new CalibrationException("None of the preprocessings of the search can be done on these spectra.");
    }

    /// <summary>A model of weighed candidates, each trained on all rows.</summary>
    public PipelineCalibration Fit(IReadOnlyList<(SearchCandidate Candidate, double Weight)> chosen) => new(
        [.. chosen.Where(one => one.Weight > 0).Select(one => Member(one.Candidate, one.Weight))], _task.Channels, Residuals(chosen));

    /// <summary>A model of any one candidate, trained on all rows, to look at: it has no held-out residuals.</summary>
    public PipelineCalibration Fit(SearchCandidate candidate) => new([Member(candidate, 1)], _task.Channels, []);

    /// <summary>What was selected, learned from parts of the samples (<see cref="SampleCurve"/>): samples and model.</summary>
    public IEnumerable<(int Samples, PipelineCalibration Model)> FitParts(SearchCandidate selected, CancellationToken cancellation) =>
        SampleCurve.Parts(
                Spectra, Targets, selected, SearchSpec.Of(_task.Spec).Options,
                StreamKeys.Of("sample-curve", _task.Spec.Seed, _task.Fold), InnerStream(_task), cancellation)
            .Select(part => (part.Samples, new PipelineCalibration(
                [
                    new PipelineMember(part.Model, 1, part.Candidate.Method.Slug, part.Candidate.Method.Settings[part.Candidate.Setting],
                        part.Candidate.Rmse),
                ], _task.Channels, [])));

    private static StreamKey InnerStream(ModelTask task) => StreamKeys.Of("inner-splits", task.Spec.Seed, task.Fold);

    private PipelineMember Member(SearchCandidate candidate, double weight) => new(
        FittedCalibration.Fit(Spectra, Targets, candidate), weight, candidate.Method.Slug, candidate.Method.Settings[candidate.Setting],
        candidate.Rmse);

    private IEnumerable<SearchCandidate> Cheap(int first, int count, CancellationToken cancellation) =>
        Enumerable.Range(first, Math.Min(count, Spectra.Pipelines.Count - first))
            .SelectMany(pipeline => _search.TryCheap(pipeline, cancellation));

    /// <summary>Held-out predictions minus known values, one a measured sample (its first row).</summary>
    private double[] Residuals(IReadOnlyList<(SearchCandidate Candidate, double Weight)> chosen)
    {
        HashSet<int> seen = [];
        List<double> residuals = [];
        for (int row = 0; row < Targets.Length; row++)
            if (Spectra.Samples[row] != InnerSplits.Generated && seen.Add(Spectra.Samples[row]))
                residuals.Add(chosen.Where(one => one.Weight > 0).Sum(one => one.Weight * one.Candidate.HeldOut[row]) - Targets[row]);
        return [.. residuals];
    }
}
