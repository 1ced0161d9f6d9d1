using IonSweep.Spectra.Numerics;

namespace IonSweep.Learning.Selection;

/// <summary>
/// exp(−d²/(2 ℓ²)) between the spectra of a split, and squared distances d² that it needs. ℓ is given in units of the root of the mean
/// squared distance between two training spectra.
/// </summary>
internal sealed class RadialKernel
{
    private readonly double[] _training; // N × N squared distances
    private readonly double[] _held; // M × N

    /// <summary>Of the spectra themselves.</summary>
    public RadialKernel(SplitGram split)
    {
        int n = split.TrainingCount, m = split.HeldCount;
        _training = new double[n * n];
        _held = new double[m * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                _training[i * n + j] = Math.Max(
                    0, split.Training[i * n + i] + split.Training[j * n + j] - 2 * split.Training[i * n + j]);
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++)
                _held[i * n + j] = Math.Max(0, split.HeldSquares[i] + split.Training[j * n + j] - 2 * split.Held[i * n + j]);
        Unit = 2 * split.Spread;
    }

    /// <summary>Of the first K scores of a PCA, each of variance 1.</summary>
    public RadialKernel(PrincipalScores scores, int count)
    {
        int n = scores.Split.TrainingCount, m = scores.Split.HeldCount;
        _training = new double[n * n];
        _held = new double[m * n];
        for (int k = 0; k < count; k++)
        {
            ReadOnlySpan<double> vector = scores.Vector(k);
            ReadOnlySpan<double> held = scores.Held(k);
            for (int i = 0; i < n; i++)
                for (int j = 0; j < n; j++)
                    _training[i * n + j] += n * (vector[i] - vector[j]) * (vector[i] - vector[j]);
            for (int i = 0; i < m; i++)
                for (int j = 0; j < n; j++)
                {
                    double difference = held[i] / scores.Values[k] - vector[j];
                    _held[i * n + j] += n * difference * difference;
                }
        }
        Unit = 2.0 * count;
    }

    /// <summary>Mean squared distance between two training spectra.</summary>
    public double Unit { get; }

    /// <summary>1/(2 ℓ²) of a length in units of <see cref="Unit"/>'s root.</summary>
    public double Precision(double length) => 0.5 / (length * length * Unit);

    /// <summary>N × N.</summary>
    public double[] Training(double length) => Of(_training, Precision(length));

    /// <summary>M × N.</summary>
    public double[] Held(double length) => Of(_held, Precision(length));

    private static double[] Of(double[] squares, double precision)
    {
        double[] values = new double[squares.Length];
        for (int i = 0; i < values.Length; i++) values[i] = -precision * squares[i];
        PortableMath.Exp(values);
        return values;
    }
}
