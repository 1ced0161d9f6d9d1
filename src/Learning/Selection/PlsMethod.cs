using System.Globalization;
using IonSweep.Learning.Multivariate;
using IonSweep.Spectra.Numerics;

namespace IonSweep.Learning.Selection;

/// <summary>
/// PLS1 on inner products (R. Rosipal, L. J. Trejo, J. Mach. Learn. Res. 2 (2001) 97): the scores t and residuals y of NIPALS obey
/// t ∝ (1 − T Tᵀ) K y, y ← y − t tᵀy, so that a component costs one product with K. Channels are centred, not scaled: put
/// <c>autoscale</c> before where they should be.
/// </summary>
internal sealed class PlsMethod : IRegressionMethod
{
    public const int MaximumComponents = 20;

    public string Slug => "pls";

    public string Name => "PLS";

    public bool IsCheap => true;

    public int MaximumRows => int.MaxValue;

    public IReadOnlyList<string> Settings { get; } =
        [.. Enumerable.Range(1, MaximumComponents).Select(k => string.Create(CultureInfo.InvariantCulture, $"{k} components"))];

    public double[][] Predict(SplitGram split, double[] targets)
    {
        double mean = RegressionMethods.Mean(targets);
        return Predictions(split, RegressionMethods.Centred(targets, mean), mean);
    }

    /// <summary>Predictions for the held-out spectra with 1, 2, … components: components × M.</summary>
    /// <param name="split">Training and held-out spectra.</param>
    /// <param name="y">N centred targets; become the residuals.</param>
    /// <param name="mean">Of the targets.</param>
    internal static double[][] Predictions(SplitGram split, double[] y, double mean)
    {
        double[][] predictions = new double[MaximumComponents][];
        double[] last = new double[split.HeldCount];
        Array.Fill(last, mean);
        int k = 0;
        foreach ((_, double[] held, double loading) in Components(split, y, null))
        {
            last = [.. last];
            FixedOrder.AddScaled(last, loading, held);
            predictions[k++] = last;
        }
        for (; k < predictions.Length; k++) predictions[k] = last;
        return predictions;
    }

    public DualRegression Fit(SplitGram split, double[] targets, int setting)
    {
        double mean = RegressionMethods.Mean(targets);
        double[] linear = new double[split.TrainingCount];
        List<double[]> duals = [];
        foreach ((_, _, double loading) in Components(split, RegressionMethods.Centred(targets, mean), duals).Take(setting + 1))
            FixedOrder.AddScaled(linear, loading, duals[^1]);
        return new DualRegression(mean, linear);
    }

    /// <param name="split">Training and held-out spectra.</param>
    /// <param name="y">N centred targets; become the residuals.</param>
    /// <param name="duals">Receives, for each component, the weights d with t = K d; null to go without.</param>
    private static IEnumerable<(double[] Scores, double[] Held, double Loading)> Components(
        SplitGram split, double[] y, List<double[]>? duals)
    {
        int n = split.TrainingCount, m = split.HeldCount;
        List<double[]> scores = [], held = [];
        double first = 0;
        for (int k = 0; k < Math.Min(MaximumComponents, n - 1); k++)
        {
            double[] t = new double[n], h = new double[m];
            double[]? dual = duals is null ? null : [.. y];
            FixedOrder.Multiply(split.Training, n, y, t);
            FixedOrder.Multiply(split.Held, m, y, h);
            double before = Math.Sqrt(FixedOrder.Dot(t, t));
            for (int pass = 0; pass < 2; pass++)
                for (int j = 0; j < k; j++)
                {
                    double overlap = FixedOrder.Dot(scores[j], t);
                    FixedOrder.AddScaled(t, -overlap, scores[j]);
                    FixedOrder.AddScaled(h, -overlap, held[j]);
                    if (dual is not null) FixedOrder.AddScaled(dual, -overlap, duals![j]);
                }
            double norm = Math.Sqrt(FixedOrder.Dot(t, t));
            if (k == 0) first = norm;
            if (!(norm > 1e-12 * first) || !(norm > 1e-10 * before)) yield break; // nothing is left but rounding
            for (int i = 0; i < n; i++) t[i] /= norm;
            for (int i = 0; i < m; i++) h[i] /= norm;
            if (dual is not null)
            {
                for (int i = 0; i < n; i++) dual[i] /= norm;
                duals!.Add(dual);
            }
            double loading = FixedOrder.Dot(t, y);
            FixedOrder.AddScaled(y, -loading, t);
            scores.Add(t);
            held.Add(h);
            yield return (t, h, loading);
        }
    }
}
