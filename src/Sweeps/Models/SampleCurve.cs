using IonSweep.Learning.Selection;
using IonSweep.Spectra.Streams;

namespace IonSweep.Sweeps.Models;

/// <summary>Error of what a search selected, learned from a part of the samples.</summary>
/// <param name="Samples">Samples learned from.</param>
/// <param name="Mae">Mean absolute error on the fold's test rows, in the target's unit.</param>
public sealed record SampleCurvePoint(int Samples, double Mae);

/// <summary>
/// The samples of a search in parts that contain each other: a quarter, half, three quarters of them, drawn at random. Preprocessing and
/// regression stay what the search selected; the regression's setting is chosen anew by the inner cross-validation of the part.
/// </summary>
internal static class SampleCurve
{
    private static readonly double[] Shares = [0.25, 0.5, 0.75];

    /// <summary>
    /// Each part with a model of it, smallest first; none where rows were generated, whose number in a part would have to be chosen.
    /// </summary>
    /// <param name="spectra">R rows.</param>
    /// <param name="targets">R values.</param>
    /// <param name="selected">What the search of all rows selected.</param>
    /// <param name="options">How the search chose.</param>
    /// <param name="order">Draws the parts.</param>
    /// <param name="inner">Draws the inner cross-validations.</param>
    /// <param name="cancellation">Ends it.</param>
    public static IEnumerable<(int Samples, FittedCalibration Model, SearchCandidate Candidate)> Parts(
        SearchSpectra spectra, double[] targets, SearchCandidate selected, SearchOptions options, StreamKey order, StreamKey inner,
        CancellationToken cancellation)
    {
        int[] samples = [.. spectra.Samples.Distinct()];
        if (samples.Contains(InnerSplits.Generated)) yield break;
        int[] places = new int[samples.Length];
        Permutation.Fill(order, 0, places);
        Dictionary<int, int> placeOf = [];
        for (int i = 0; i < samples.Length; i++) placeOf[samples[i]] = places[i];
        foreach (double share in Shares)
        {
            int count = (int)Math.Round(share * samples.Length);
            int[] rows = [.. Enumerable.Range(0, targets.Length).Where(row => placeOf[spectra.Samples[row]] < count)];
            if (count < 2 * options.InnerFolds) continue; // two samples or more are held out at a time
            SearchSpectra part = spectra.Part(selected.Pipeline, rows);
            double[] values = [.. rows.Select(row => targets[row])];
            PipelineSearch search = new(part, values,
                InnerSplits.Of([.. part.Samples], options.InnerFolds, options.Repeats, inner),
                options with { Methods = [selected.Method] });
            if (search.Run(cancellation) is [{ } best, ..])
                yield return (count, FittedCalibration.Fit(part, values, best), best);
        }
    }
}
