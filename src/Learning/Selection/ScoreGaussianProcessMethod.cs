namespace IonSweep.Learning.Selection;

/// <summary>
/// Gaussian process on the first scores of a PCA, each of variance 1, so that small but meaningful variation counts as much as large; their
/// number is chosen by marginal likelihood too.
/// </summary>
internal sealed class ScoreGaussianProcessMethod : IRegressionMethod
{
    private static readonly int[] Counts = [4, 7, 11, 16, 24];

    public string Slug => "gp-scores";

    public string Name => "Gaussian process on scores";

    public bool IsCheap => false;

    public IReadOnlyList<string> Settings { get; } = ["marginal likelihood"];

    public double[][] Predict(SplitGram split, double[] targets)
    {
        double mean = RegressionMethods.Mean(targets);
        double[] y = RegressionMethods.Centred(targets, mean);
        Covariance best = MarginalLikelihood.Maximise(split, Kernels, y);
        return [MarginalLikelihood.Predict(split, [.. Kernels(split)], best, y, mean)];
    }

    public DualRegression Fit(SplitGram split, double[] targets, int setting)
    {
        double mean = RegressionMethods.Mean(targets);
        double[] y = RegressionMethods.Centred(targets, mean);
        Covariance best = MarginalLikelihood.Maximise(split, Kernels, y);
        PrincipalScores scores = split.Scores;
        RadialKernel[] kernels = [.. Kernels(scores)];
        if (best.Radial < 0) return MarginalLikelihood.Fit(split, kernels, best, y, mean, directions: null);
        int n = split.TrainingCount, count = CountsOf(scores).ElementAt(best.Radial);
        double[] directions = new double[count * n]; // √N vₖ/λₖ: what K vₖ = λₖ vₖ leaves at variance 1
        for (int k = 0; k < count; k++)
            for (int i = 0; i < n; i++) directions[k * n + i] = Math.Sqrt(n) / scores.Values[k] * scores.Vector(k)[i];
        return MarginalLikelihood.Fit(split, kernels, best, y, mean, directions);
    }

    /// <summary>Radial kernels that the marginal likelihood chooses from.</summary>
    internal static IEnumerable<RadialKernel> Kernels(SplitGram split) => Kernels(split.Scores);

    private static IEnumerable<RadialKernel> Kernels(PrincipalScores scores) =>
        CountsOf(scores).Select(count => new RadialKernel(scores, count));

    /// <summary>Numbers of scores that the spectra carry: never more than a third of the rows.</summary>
    private static IEnumerable<int> CountsOf(PrincipalScores scores) =>
        Counts.Where(count => count <= scores.Rank && count <= Math.Max(Counts[0], scores.Split.TrainingCount / 3));
}
