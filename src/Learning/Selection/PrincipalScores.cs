using IonSweep.Learning.Multivariate;

namespace IonSweep.Learning.Selection;

/// <summary>PCA of the training spectra of a split: eigenvalues of their inner products, descending, eigenvectors as rows.</summary>
internal sealed class PrincipalScores
{
    public PrincipalScores(SplitGram split)
    {
        Split = split;
        (Values, Vectors) = new TridiagonalForm([.. split.Training], split.TrainingCount).Eigen();
        Rank = Values.TakeWhile(value => value > 1e-13 * Values[0] && value > 0).Count();
    }

    public SplitGram Split { get; }

    public double[] Values { get; }

    /// <summary>N × N.</summary>
    public double[] Vectors { get; }

    /// <summary>Directions that are more than rounding.</summary>
    public int Rank { get; }

    public ReadOnlySpan<double> Vector(int k) => Vectors.AsSpan(k * Split.TrainingCount, Split.TrainingCount);

    /// <summary>Products of the held-out spectra with eigenvector k: M values, λₖ times the score of a training spectrum.</summary>
    public double[] Held(int k)
    {
        double[] products = new double[Split.HeldCount];
        FixedOrder.Multiply(Split.Held, Split.HeldCount, Vector(k), products);
        return products;
    }
}
