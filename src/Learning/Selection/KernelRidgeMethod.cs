using System.Globalization;
using IonSweep.Learning.Multivariate;
using IonSweep.Spectra.Numerics;

namespace IonSweep.Learning.Selection;

/// <summary>
/// Kernel ridge regression with a radial kernel, which least-squares support vector regression also is (J. A. K. Suykens et al., 2002),
/// with the targets' mean as its offset. Inner cross-validation chooses length and penalty.
/// </summary>
internal sealed class KernelRidgeMethod : IRegressionMethod
{
    private static readonly double[] Lengths = [4, 2, 1, 0.5];
    private static readonly double[] Penalties = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8];

    public string Slug => "kernel-ridge";

    public string Name => "Kernel ridge";

    public bool IsCheap => false;

    public IReadOnlyList<string> Settings { get; } =
    [
        .. Lengths.SelectMany(length => Penalties.Select(
            penalty => string.Create(CultureInfo.InvariantCulture, $"length {length}, penalty {penalty:0.#e0}"))),
    ];

    public double[][] Predict(SplitGram split, double[] targets)
    {
        double mean = RegressionMethods.Mean(targets);
        double[] y = RegressionMethods.Centred(targets, mean);
        RadialKernel kernel = new(split);
        List<double[]> predictions = [];
        foreach (double length in Lengths)
        {
            TridiagonalForm form = new(kernel.Training(length), split.TrainingCount);
            double[] rotated = form.Rotated(y), held = kernel.Held(length);
            foreach (double penalty in Penalties)
            {
                double[] one = new double[split.HeldCount];
                FixedOrder.Multiply(held, split.HeldCount, form.Solve(rotated, penalty), one);
                for (int i = 0; i < one.Length; i++) one[i] += mean;
                predictions.Add(one);
            }
        }
        return [.. predictions];
    }

    public DualRegression Fit(SplitGram split, double[] targets, int setting)
    {
        double mean = RegressionMethods.Mean(targets), length = Lengths[setting / Penalties.Length];
        RadialKernel kernel = new(split);
        TridiagonalForm form = new(kernel.Training(length), split.TrainingCount);
        double[] weights = form.Solve(
            form.Rotated(RegressionMethods.Centred(targets, mean)), Penalties[setting % Penalties.Length]);
        return new DualRegression(mean, null, new RadialPart(weights, kernel.Precision(length), null));
    }
}
