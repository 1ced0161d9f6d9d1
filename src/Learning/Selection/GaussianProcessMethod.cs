namespace IonSweep.Learning.Selection;

/// <summary>Gaussian process on the preprocessed spectra: radial and linear covariance, noise (<see cref="MarginalLikelihood"/>).</summary>
internal sealed class GaussianProcessMethod : IRegressionMethod
{
    public string Slug => "gp";

    public string Name => "Gaussian process";

    public bool IsCheap => false;

    public IReadOnlyList<string> Settings { get; } = ["marginal likelihood"];

    public double[][] Predict(SplitGram split, double[] targets)
    {
        double mean = RegressionMethods.Mean(targets);
        double[] y = RegressionMethods.Centred(targets, mean);
        RadialKernel[] kernels = [new RadialKernel(split)];
        return [MarginalLikelihood.Predict(split, kernels, MarginalLikelihood.Maximise(split, Kernels, y), y, mean)];
    }

    public DualRegression Fit(SplitGram split, double[] targets, int setting)
    {
        double mean = RegressionMethods.Mean(targets);
        double[] y = RegressionMethods.Centred(targets, mean);
        return MarginalLikelihood.Fit(
            split, [new RadialKernel(split)], MarginalLikelihood.Maximise(split, Kernels, y), y, mean, directions: null);
    }

    /// <summary>Radial kernels that the marginal likelihood chooses from.</summary>
    internal static IEnumerable<RadialKernel> Kernels(SplitGram split) => [new RadialKernel(split)];
}
