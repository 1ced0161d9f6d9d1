using IonSweep.Learning.Multivariate;
using IonSweep.Spectra.Numerics;

namespace IonSweep.Learning.Selection;

/// <summary>PCA of the training spectra of a split: eigenvalues of their inner products, descending, eigenvectors as rows.</summary>
internal sealed class PrincipalScores
{
    private readonly double[] _held; // N × M: row k are the products of the held-out spectra with eigenvector k

    public PrincipalScores(SplitGram split)
    {
        Split = split;
        int n = split.TrainingCount;
        (Values, Vectors) = new TridiagonalForm([.. split.Training], n).Eigen();
        Rank = Values.TakeWhile(value => value > 1e-13 * Values[0] && value > 0).Count();
        _held = new double[n * split.HeldCount];
        for (int k = 0; k < n; k++)
            FixedOrder.Multiply(split.Held, split.HeldCount, Vector(k), _held.AsSpan(k * split.HeldCount, split.HeldCount));
    }

    public SplitGram Split { get; }

    public double[] Values { get; }

    /// <summary>N × N.</summary>
    public double[] Vectors { get; }

    /// <summary>Directions that are more than rounding.</summary>
    public int Rank { get; }

    public ReadOnlySpan<double> Vector(int k) => Vectors.AsSpan(k * Split.TrainingCount, Split.TrainingCount);

    /// <summary>Products of the held-out spectra with eigenvector k: M values, λₖ times the score of a training spectrum.</summary>
    public ReadOnlySpan<double> Held(int k) => _held.AsSpan(k * Split.HeldCount, Split.HeldCount);
}
