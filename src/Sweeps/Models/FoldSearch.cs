using IonSweep.Learning;
using IonSweep.Learning.Calibration;
using IonSweep.Learning.Selection;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Spectra.Streams;

namespace IonSweep.Sweeps.Models;

/// <summary>
/// The search of one fold and target over its training and validation rows, computed once for <c>selected</c> and <c>ensemble</c>.
/// </summary>
internal sealed class FoldSearch
{
    private const int MaximumRows = 1_500; // of more rows as many evenly spaced ones: inner products grow with their square

    private readonly ModelTask _task;

    private FoldSearch(ModelTask task, SearchSpectra spectra, double[] targets, IReadOnlyList<SearchCandidate> candidates)
    {
        _task = task;
        Spectra = spectra;
        Targets = targets;
        Candidates = candidates;
    }

    /// <summary>R rows: training, generated, validation.</summary>
    public SearchSpectra Spectra { get; }

    /// <summary>R values.</summary>
    public double[] Targets { get; }

    /// <summary>Best first; never empty.</summary>
    public IReadOnlyList<SearchCandidate> Candidates { get; }

    /// <summary>The search of a task; threads that need the same one work on it together.</summary>
    /// <exception cref="CalibrationException">The rows allow none.</exception>
    public static FoldSearch Of(ModelTask task, CancellationToken cancellation)
    {
        PipelineSearch search = task.Shared.Get($"search/{task.Output}", () => Prepared(task));
        SearchCandidate[] cheap =
        [
            .. task.Shared.Get($"cheap/{task.Output}", () => new JoinedWork<IReadOnlyList<SearchCandidate>>(
                search.Spectra.Pipelines.Count, search.TryCheap)).Complete(cancellation).SelectMany(found => found),
        ];
        IReadOnlyList<int> finalists = search.Finalists(cheap);
        IEnumerable<SearchCandidate> costly = task.Shared.Get($"costly/{task.Output}", () =>
            new JoinedWork<IReadOnlyList<SearchCandidate>>(finalists.Count, (i, token) => search.TryCostly(finalists[i], token)))
            .Complete(cancellation).SelectMany(found => found);
        IReadOnlyList<SearchCandidate> candidates = PipelineSearch.Ranked(cheap.Concat(costly));
        return candidates.Count > 0 ? new FoldSearch(task, search.Spectra, search.Targets, candidates)
            : throw new CalibrationException("None of the preprocessings of the search can be done on these spectra.");
    }

    /// <summary>A model of weighed candidates, each trained on all rows.</summary>
    public PipelineCalibration Fit(IReadOnlyList<(SearchCandidate Candidate, double Weight)> chosen) => new(
        [
            .. chosen.Where(one => one.Weight > 0).Select(one => new PipelineMember(
                FittedCalibration.Fit(Spectra, Targets, one.Candidate), one.Weight, one.Candidate.Method.Slug,
                one.Candidate.Method.Settings[one.Candidate.Setting], one.Candidate.Rmse)),
        ],
        _task.Channels, Residuals(chosen));

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

    private static PipelineSearch Prepared(ModelTask task)
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
            return new SearchSpectra(values, channels, samples, Pipelines(spec, channels));
        });
        IReadOnlyList<InnerSplit> splits;
        try
        {
            splits = InnerSplits.Of(
                samples, spec.InnerFolds, spec.Repeats, StreamKeys.Of("inner-splits", task.Spec.Seed, task.Fold));
        }
        catch (ArgumentException e)
        {
            throw new CalibrationException(e.Message);
        }
        return new PipelineSearch(spectra, targets, splits, spec.Options);
    }

    private static IReadOnlyList<IReadOnlyList<PreprocessingStep>> Pipelines(SearchSpec spec, int channels)
    {
        if (spec.Pipelines.Count == 0) return UsualPipelines.For(channels);
        foreach (PreprocessingStep step in spec.Pipelines.SelectMany(steps => steps))
            if (step.Problem(channels) is { } problem) throw new CalibrationException($"search.pipelines: {step.Kind} {problem}.");
        return spec.Pipelines;
    }
}
