using System.Globalization;
using IonSweep.Learning.Multivariate;
using IonSweep.Spectra.Numerics;

namespace IonSweep.Learning.Selection;

/// <summary>Principal component regression: least squares on the first scores of a PCA.</summary>
internal sealed class PcrMethod : IRegressionMethod
{
    private const int MaximumComponents = 30;

    public string Slug => "pcr";

    public string Name => "PCR";

    public bool IsCheap => true;

    public IReadOnlyList<string> Settings { get; } =
        [.. Enumerable.Range(1, MaximumComponents).Select(k => string.Create(CultureInfo.InvariantCulture, $"{k} components"))];

    public double[][] Predict(SplitGram split, double[] targets)
    {
        PrincipalScores scores = split.Scores;
        double mean = RegressionMethods.Mean(targets);
        double[] y = RegressionMethods.Centred(targets, mean), last = new double[split.HeldCount];
        Array.Fill(last, mean);
        double[][] predictions = new double[MaximumComponents][];
        for (int k = 0; k < predictions.Length; k++)
        {
            if (k < scores.Rank)
            {
                last = [.. last];
                FixedOrder.AddScaled(last, FixedOrder.Dot(scores.Vector(k), y) / scores.Values[k], scores.Held(k));
            }
            predictions[k] = last;
        }
        return predictions;
    }

    public DualRegression Fit(SplitGram split, double[] targets, int setting)
    {
        PrincipalScores scores = split.Scores;
        double mean = RegressionMethods.Mean(targets);
        double[] y = RegressionMethods.Centred(targets, mean), linear = new double[split.TrainingCount];
        for (int k = 0; k <= setting && k < scores.Rank; k++)
            FixedOrder.AddScaled(linear, FixedOrder.Dot(scores.Vector(k), y) / scores.Values[k], scores.Vector(k));
        return new DualRegression(mean, linear);
    }
}
