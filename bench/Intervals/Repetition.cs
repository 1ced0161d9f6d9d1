using IonSweep.Learning.Selection;
using IonSweep.Learning.Trust;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Spectra.Streams;

namespace IonSweep.Intervals;

/// <summary>
/// One simulated lab: samples of three overlapping bands with a bent calibration, scatter and noise. Eight resamplings with a tenth of the
/// samples for testing, each with a search of its own, give test residuals and from these the interval; a search over all samples gives the
/// model, and new samples tell the coverage. Data are drawn anew each time; constants were fixed before anything was measured.
/// </summary>
internal static class Repetition
{
    private const int Channels = 60, NewSamples = 500, Folds = 8;
    private const double Coverage = 0.9;

    private static readonly PreprocessingStep[][] Pipelines =
        [[], [new StandardNormalVariate()], [new MultiplicativeScatterCorrection()], [new SavitzkyGolay { Derivative = 1 }]];

    private static readonly IRegressionMethod[] Methods = [RegressionMethods.Find("pls")!, RegressionMethods.Find("ridge")!];

    public static Outcome Run(int samples, int number)
    {
        (double[] spectra, double[] targets) = Draw(StreamKeys.Of("intervals-training", samples, number), samples);
        (double[] newSpectra, double[] newTargets) = Draw(StreamKeys.Of("intervals-new", samples, number), NewSamples);
        List<double>[] residuals = [[], [], []];
        List<double> spreads = []; // of the ensemble's members, one a residual
        int[] order = new int[samples];
        int test = (samples + 9) / 10;
        for (int fold = 0; fold < Folds; fold++)
        {
            Permutation.Fill(StreamKeys.Of("intervals-folds", samples, number), (ulong)fold, order);
            Func<int, (double Mean, double Spread)>[] models = Models(order[test..].Order().ToArray(), fold);
            foreach (int row in order[..test])
            {
                for (int m = 0; m < models.Length; m++) residuals[m].Add(models[m](row).Mean - targets[row]);
                spreads.Add(models[^1](row).Spread);
            }
        }
        Func<int, (double Mean, double Spread)>[] final = Models([.. Enumerable.Range(0, samples)], Folds, newSpectra);
        (double, double)[] measured =
        [
            .. final.Select((model, m) =>
            {
                double half = CrossConformal.HalfWidth([.. residuals[m]], Coverage);
                int inside = Enumerable.Range(0, NewSamples).Count(i => Math.Abs(model(i).Mean - newTargets[i]) <= half);
                return ((double)inside / NewSamples, half);
            }),
        ];
        return new Outcome(measured[0], measured[1], measured[2], Normalised());

        // Each half width in proportion to the spread of the ensemble's members there, and a floor, the mean spread, against zeros.
        (double Coverage, double HalfWidth) Normalised()
        {
            double floor = spreads.Average();
            double factor = CrossConformal.HalfWidth([.. residuals[2].Zip(spreads, (r, spread) => r / (spread + floor))], Coverage);
            int inside = 0;
            double width = 0;
            for (int i = 0; i < NewSamples; i++)
            {
                (double mean, double spread) = final[2](i);
                width += factor * (spread + floor);
                if (Math.Abs(mean - newTargets[i]) <= factor * (spread + floor)) inside++;
            }
            return ((double)inside / NewSamples, width / NewSamples);
        }

        // PLS, Selected and Ensemble of some rows, for rows of other spectra.
        Func<int, (double Mean, double Spread)>[] Models(int[] rows, int fold, double[]? others = null)
        {
            int[] ids = [.. Enumerable.Range(0, rows.Length)];
            double[] known = [.. rows.Select(row => targets[row])];
            SearchSpectra search = new(
                [.. rows.SelectMany(row => spectra[(row * Channels)..((row + 1) * Channels)])], Channels, ids, Pipelines);
            IReadOnlyList<InnerSplit> splits = InnerSplits.Of(ids, 5, 1, StreamKeys.Of("intervals-splits", samples, number, fold));
            IReadOnlyList<SearchCandidate> found = new PipelineSearch(search, known, splits, new SearchOptions { Methods = Methods }).Run();
            SearchCandidate pls = found.First(one => one.Pipeline == 0 && one.Method.Slug == "pls");
            double[] weights = Stacking.Weights([.. found.Select(one => one.HeldOut)], known);
            return [Of([(pls, 1)]), Of([(found[0], 1)]), Of([.. found.Zip(weights)])];

            Func<int, (double, double)> Of(IReadOnlyList<(SearchCandidate Candidate, double Weight)> model)
            {
                (FittedCalibration Fitted, double Weight)[] fitted =
                [
                    .. model.Where(one => one.Weight > 0).Select(one => (FittedCalibration.Fit(search, known, one.Candidate), one.Weight)),
                ];
                return row =>
                {
                    float[] spectrum =
                        [.. (others ?? spectra)[(row * Channels)..((row + 1) * Channels)].Select(value => (float)value)];
                    (double Value, double Weight)[] values = [.. fitted.Select(one => (one.Fitted.Predict(spectrum), one.Weight))];
                    double mean = values.Sum(one => one.Weight * one.Value);
                    return (mean, Math.Sqrt(values.Sum(one => one.Weight * (one.Value - mean) * (one.Value - mean))));
                };
            }
        }
    }

    private static (double[] Spectra, double[] Targets) Draw(StreamKey stream, int rows)
    {
        double[] spectra = new double[rows * Channels], targets = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            ulong at = (ulong)row * 1_000;
            double a = UniformStream.At(stream, at), b = UniformStream.At(stream, at + 1), c = UniformStream.At(stream, at + 2);
            double scatter = 0.9 + 0.2 * UniformStream.At(stream, at + 3), offset = 0.1 * UniformStream.At(stream, at + 4);
            targets[row] = a + 0.3 * a * a + 0.05 * Normal(at + 10);
            for (int k = 0; k < Channels; k++)
                spectra[row * Channels + k] = offset + scatter * (a * Band(k - 20) + b * Band(k - 28) + c * Band(k - 40))
                    + 0.004 * Normal(at + 100 + (ulong)(12 * k));
        }
        return (spectra, targets);

        // Twelve uniform numbers: normal enough.
        double Normal(ulong at) => Enumerable.Range(0, 12).Sum(i => UniformStream.At(stream, at + (ulong)i)) - 6;
    }

    private static double Band(int distance) => 1 / (1 + distance * distance / 36.0);

    /// <summary>
    /// Coverage on new samples and mean half width of each model; <c>Normalised</c>: the ensemble's interval in proportion to the spread of
    /// its members at each spectrum.
    /// </summary>
    public sealed record Outcome(
        (double Coverage, double HalfWidth) Pls, (double Coverage, double HalfWidth) Selected,
        (double Coverage, double HalfWidth) Ensemble, (double Coverage, double HalfWidth) Normalised);
}
