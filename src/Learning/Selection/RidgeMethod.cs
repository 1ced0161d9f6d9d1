using System.Globalization;
using IonSweep.Learning.Multivariate;
using IonSweep.Spectra.Numerics;

namespace IonSweep.Learning.Selection;

/// <summary>Ridge regression, its penalty a share of the spectra's mean squared distance from their mean.</summary>
internal sealed class RidgeMethod : IRegressionMethod
{
    /// <summary>From strong to weak: simplest first.</summary>
    private static readonly double[] Penalties =
        [1, 0.3, 0.1, 0.03, 1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 3e-6, 1e-6, 3e-7, 1e-7, 1e-8, 1e-9];

    public string Slug => "ridge";

    public string Name => "Ridge";

    public bool IsCheap => true;

    public IReadOnlyList<string> Settings { get; } =
        [.. Penalties.Select(penalty => string.Create(CultureInfo.InvariantCulture, $"penalty {penalty:0.#e0}"))];

    public double[][] Predict(SplitGram split, double[] targets)
    {
        double mean = RegressionMethods.Mean(targets);
        PrincipalScores scores = split.Scores;
        double[] rotated = new double[split.TrainingCount];
        FixedOrder.Multiply(scores.Vectors, rotated.Length, RegressionMethods.Centred(targets, mean), rotated);
        return [.. Penalties.Select(penalty =>
        {
            double[] predictions = new double[split.HeldCount];
            Array.Fill(predictions, mean);
            for (int k = 0; k < rotated.Length; k++)
                FixedOrder.AddScaled(predictions, rotated[k] / (scores.Values[k] + penalty * split.Spread), scores.Held(k));
            return predictions;
        })];
    }

    public DualRegression Fit(SplitGram split, double[] targets, int setting)
    {
        double mean = RegressionMethods.Mean(targets);
        TridiagonalForm form = new([.. split.Training], split.TrainingCount);
        return new DualRegression(
            mean, form.Solve(form.Rotated(RegressionMethods.Centred(targets, mean)), Penalties[setting] * split.Spread));
    }
}
