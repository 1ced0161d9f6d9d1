using IonSweep.Spectra.Preprocessing;

namespace IonSweep.Learning.Selection;

/// <summary>
/// Ranks preprocessings with regression methods for one target by repeated inner cross-validation over the rows that may be learned
/// from. Cheap methods are tried with every preprocessing, the others only with those that rank first under cheap ones.
/// </summary>
/// <param name="spectra">R rows under each preprocessing.</param>
/// <param name="targets">R values.</param>
/// <param name="splits">Inner splits of these rows.</param>
/// <param name="options">What is tried.</param>
public sealed class PipelineSearch(
    SearchSpectra spectra, double[] targets, IReadOnlyList<InnerSplit> splits, SearchOptions options)
{
    private readonly IRegressionMethod[] _cheap = [.. options.Methods.Where(method => method.IsCheap)];
    private readonly IRegressionMethod[] _costly = [.. options.Methods.Where(method => !method.IsCheap)];

    /// <summary>R rows under each preprocessing.</summary>
    public SearchSpectra Spectra => spectra;

    /// <summary>R values.</summary>
    public double[] Targets => targets;

    /// <summary>Candidates of one preprocessing with the cheap methods; different threads may try different ones at once.</summary>
    public IReadOnlyList<SearchCandidate> TryCheap(int pipeline, CancellationToken cancellation) => Try(pipeline, _cheap, cancellation);

    /// <summary>Likewise with the costly methods.</summary>
    public IReadOnlyList<SearchCandidate> TryCostly(int pipeline, CancellationToken cancellation) => Try(pipeline, _costly, cancellation);

    /// <summary>Preprocessings that costly methods are tried with, given all candidates of cheap ones.</summary>
    public IReadOnlyList<int> Finalists(IEnumerable<SearchCandidate> candidates) => _costly.Length == 0 ? []
        : _cheap.Length == 0 ? [.. Enumerable.Range(0, spectra.Pipelines.Count)]
        : [.. Ranked(candidates).Select(candidate => candidate.Pipeline).Distinct().Take(options.Race)];

    /// <summary>Best first; ties in the order of the lists.</summary>
    public static IReadOnlyList<SearchCandidate> Ranked(IEnumerable<SearchCandidate> candidates) =>
        [.. candidates.OrderBy(candidate => candidate.Rmse)];

    /// <summary>All candidates that could be computed, best first.</summary>
    public IReadOnlyList<SearchCandidate> Run(CancellationToken cancellation = default)
    {
        SearchCandidate[] cheap = [.. Enumerable.Range(0, spectra.Pipelines.Count).SelectMany(one => TryCheap(one, cancellation))];
        return Ranked(cheap.Concat(Finalists(cheap).SelectMany(one => TryCostly(one, cancellation))));
    }

    private List<SearchCandidate> Try(int pipeline, IRegressionMethod[] methods, CancellationToken cancellation)
    {
        if (methods.Length == 0) return [];
        HeldOutErrors[] errors = [.. methods.Select(method => new HeldOutErrors(method.Settings.Count, targets))];
        try
        {
            int number = 0;
            foreach (SplitGram gram in spectra.Of(pipeline, splits, targets))
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
            int setting = errors[m].Choose(options.OneStandardError);
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
