using IonSweep.Spectra.Preprocessing;

namespace IonSweep.Learning.Selection;

/// <summary>
/// Ranks preprocessings with regression methods for one target by repeated inner cross-validation over the rows that may be learned
/// from. Cheap methods are tried with every preprocessing, the others only with those that rank first under cheap ones.
/// </summary>
public static class PipelineSearch
{
    /// <summary>All candidates that could be computed, best first; ties in the order of the lists.</summary>
    /// <param name="spectra">R rows under each preprocessing.</param>
    /// <param name="targets">R values.</param>
    /// <param name="splits">Inner splits of these rows.</param>
    /// <param name="options">What is tried.</param>
    /// <param name="cancellation">Ends it.</param>
    public static IReadOnlyList<SearchCandidate> Run(
        SearchSpectra spectra, double[] targets, IReadOnlyList<InnerSplit> splits, SearchOptions options,
        CancellationToken cancellation = default)
    {
        IRegressionMethod[] cheap = [.. options.Methods.Where(method => method.IsCheap)];
        IRegressionMethod[] costly = [.. options.Methods.Where(method => !method.IsCheap)];
        int[] pipelines = [.. Enumerable.Range(0, spectra.Pipelines.Count)];
        List<SearchCandidate> candidates = [];
        foreach (int pipeline in pipelines)
            candidates.AddRange(Try(spectra, pipeline, targets, splits, cheap, options.OneStandardError, cancellation));
        IEnumerable<int> best = cheap.Length == 0 ? pipelines
            : candidates.OrderBy(candidate => candidate.Rmse).Select(candidate => candidate.Pipeline).Distinct().Take(options.Race);
        if (costly.Length > 0)
            foreach (int pipeline in best.ToArray())
                candidates.AddRange(Try(spectra, pipeline, targets, splits, costly, options.OneStandardError, cancellation));
        return [.. candidates.OrderBy(candidate => candidate.Rmse)];
    }

    private static List<SearchCandidate> Try(
        SearchSpectra spectra, int pipeline, double[] targets, IReadOnlyList<InnerSplit> splits, IRegressionMethod[] methods,
        bool oneStandardError, CancellationToken cancellation)
    {
        HeldOutErrors[] errors = [.. methods.Select(method => new HeldOutErrors(method.Settings.Count, targets))];
        try
        {
            int number = 0;
            foreach (SplitGram gram in spectra.Of(pipeline, splits))
            {
                InnerSplit split = splits[number++];
                double[] known = [.. split.Training.Select(row => targets[row])];
                for (int m = 0; m < methods.Length; m++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    errors[m].Add(split.Held, Predicted(methods[m], gram, known));
                }
            }
        }
        catch (InvalidPreprocessingException)
        {
            return []; // a preprocessing that these rows do not allow is no candidate
        }
        List<SearchCandidate> candidates = [];
        for (int m = 0; m < methods.Length; m++)
        {
            int setting = errors[m].Choose(oneStandardError);
            double rmse = errors[m].Rmse(setting);
            if (double.IsFinite(rmse))
                candidates.Add(new SearchCandidate(pipeline, methods[m], setting, rmse, errors[m].HeldOut(setting)));
        }
        return candidates;
    }

    private static double[][] Predicted(IRegressionMethod method, SplitGram gram, double[] targets)
    {
        (SplitGram split, int[] rows) = gram.Thinned(method.MaximumRows);
        double[] known = [.. rows.Select(row => targets[row])];
        if (Array.TrueForAll(known, value => value == known[0]) || !(split.Spread > 0))
        {
            double[] mean = new double[split.HeldCount];
            Array.Fill(mean, RegressionMethods.Mean(known));
            return [.. method.Settings.Select(_ => mean)];
        }
        return method.Predict(split, known);
    }
}
