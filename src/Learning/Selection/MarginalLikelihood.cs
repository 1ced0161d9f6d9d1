using IonSweep.Learning.Multivariate;
using IonSweep.Spectra.Numerics;

namespace IonSweep.Learning.Selection;

/// <summary>
/// Gaussian process regression (C. E. Rasmussen, C. K. I. Williams, 2006, 5.4) with covariance a² (R + ρ L + λ 1): R radial, L linear of
/// mean diagonal 1. Length, ρ and λ maximise the marginal likelihood on a grid; a² has a closed form.
/// </summary>
internal static class MarginalLikelihood
{
    private const int LikelihoodRows = 200; // hyperparameters of more rows are those of as many, evenly spaced

    private static readonly double LogTwoPi = PortableMath.Log(2 * Math.PI);
    private static readonly double[] Lengths = [0.35, 0.7, 1.4, 2.8, 5.6];
    private static readonly double[] LinearShares = [0, 0.1, 1, 10];
    private static readonly double[] Noises = [.. Enumerable.Range(0, 25).Select(i => PortableMath.Pow(10, -7 + i / 3.0))];

    /// <summary>The best covariance of a choice of radial kernels.</summary>
    /// <param name="split">Training spectra.</param>
    /// <param name="kernels">Makes the radial kernels of a split; one of them is chosen as well.</param>
    /// <param name="y">N centred targets.</param>
    public static Covariance Maximise(SplitGram split, Func<SplitGram, IEnumerable<RadialKernel>> kernels, double[] y)
    {
        if (split.TrainingCount > LikelihoodRows)
        {
            (split, int[] rows) = split.Thinned(LikelihoodRows);
            y = [.. rows.Select(row => y[row])];
            double mean = RegressionMethods.Mean(y);
            y = RegressionMethods.Centred(y, mean);
        }
        RadialKernel[] choices = [.. kernels(split)];
        Covariance best = new(-1, 1, 1, 1e-3, double.NegativeInfinity);
        double most = double.NegativeInfinity, reached = double.NegativeInfinity;
        Try(Scaled(split), (noise, here) => new Covariance(-1, 1, 1, noise, here)); // linear alone
        // Lengths and shares of one radial kernel, then the kernels with the best of them, until neither gains.
        int kernel = choices.Length / 2, length = Lengths.Length / 2, share = LinearShares.Length / 2;
        HashSet<(int, int, int)> tried = [];
        Dictionary<(int, int), double[]> radials = []; // of kernel and length
        for (bool gained = choices.Length > 0; gained;)
        {
            gained = false;
            for (int l = 0; l < Lengths.Length; l++)
                for (int s = 0; s < LinearShares.Length; s++) gained |= Consider(kernel, l, s);
            for (int k = 0; k < choices.Length; k++) gained |= Consider(k, length, share);
        }
        return best;

        bool Consider(int k, int l, int s)
        {
            if (!tried.Add((k, l, s))) return false;
            if (!radials.TryGetValue((k, l), out double[]? radial)) radials.Add((k, l), radial = choices[k].Training(Lengths[l]));
            double[] sum = [.. radial];
            FixedOrder.AddScaled(sum, LinearShares[s] / split.Spread, split.Training);
            double likelihood = Try(sum, (noise, here) => new Covariance(k, Lengths[l], LinearShares[s], noise, here));
            if (!(likelihood > reached)) return false;
            (reached, kernel, length, share) = (likelihood, k, l, s);
            return true;
        }

        double Try(double[] covariance, Func<double, double, Covariance> of)
        {
            int n = split.TrainingCount;
            TridiagonalForm form = new(covariance, n);
            double[] rotated = form.Rotated(y);
            double here = double.NegativeInfinity;
            foreach (double noise in Noises)
            {
                (double quadratic, double logDeterminant) = form.Likelihood(rotated, noise);
                double likelihood = -0.5 * (n * PortableMath.Log(quadratic / n) + logDeterminant);
                if (!(likelihood > here)) continue;
                here = likelihood;
                if (!(likelihood > most)) continue;
                most = likelihood;
                best = of(noise, likelihood - 0.5 * n * (1 + LogTwoPi));
            }
            return here;
        }
    }

    /// <summary>Predictions for the held-out spectra.</summary>
    public static double[] Predict(SplitGram split, IReadOnlyList<RadialKernel> kernels, Covariance covariance, double[] y, double mean)
    {
        (double[] weights, _) = Weights(split, kernels, covariance, y);
        double[] held = covariance.Radial < 0 ? new double[split.Held.Length] : kernels[covariance.Radial].Held(covariance.Length);
        FixedOrder.AddScaled(held, covariance.LinearShare / split.Spread, split.Held);
        double[] predictions = new double[split.HeldCount];
        FixedOrder.Multiply(held, split.HeldCount, weights, predictions);
        for (int i = 0; i < predictions.Length; i++) predictions[i] += mean;
        return predictions;
    }

    /// <summary>The regression over its training spectra.</summary>
    public static DualRegression Fit(
        SplitGram split, IReadOnlyList<RadialKernel> kernels, Covariance covariance, double[] y, double mean, double[]? directions)
    {
        (double[] weights, double linear) = Weights(split, kernels, covariance, y);
        return new DualRegression(
            mean, linear == 0 ? null : [.. weights.Select(weight => weight * linear)],
            covariance.Radial < 0 ? null : new RadialPart(weights, kernels[covariance.Radial].Precision(covariance.Length), directions));
    }

    private static (double[] Weights, double Linear) Weights(
        SplitGram split, IReadOnlyList<RadialKernel> kernels, Covariance covariance, double[] y)
    {
        double[] sum = covariance.Radial < 0 ? new double[split.Training.Length]
            : kernels[covariance.Radial].Training(covariance.Length);
        double linear = covariance.LinearShare / split.Spread;
        FixedOrder.AddScaled(sum, linear, split.Training);
        TridiagonalForm form = new(sum, split.TrainingCount);
        return (form.Solve(form.Rotated(y), covariance.Noise), linear);
    }

    private static double[] Scaled(SplitGram split)
    {
        double[] scaled = new double[split.Training.Length];
        FixedOrder.AddScaled(scaled, 1 / split.Spread, split.Training);
        return scaled;
    }
}

/// <summary>Hyperparameters of a Gaussian process, relative to the size of its covariance.</summary>
/// <param name="Radial">Which of the radial kernels; −1 for none.</param>
/// <param name="Length">ℓ in units of the root of the mean squared distance.</param>
/// <param name="LinearShare">ρ.</param>
/// <param name="Noise">λ.</param>
/// <param name="LogMarginalLikelihood">What it reaches, with the best a², on the rows that the hyperparameters are fitted to.</param>
internal sealed record Covariance(int Radial, double Length, double LinearShare, double Noise, double LogMarginalLikelihood);
