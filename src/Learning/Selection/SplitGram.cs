using IonSweep.Learning.Multivariate;
using IonSweep.Spectra.Numerics;

namespace IonSweep.Learning.Selection;

/// <summary>
/// Inner products of spectra, centred on the mean of N training ones, and those of M held-out spectra with them: all that a linear or
/// kernel method needs to know of spectra of any number of channels.
/// </summary>
public sealed class SplitGram
{
    private readonly Lazy<PrincipalScores> _scores;
    private readonly Dictionary<int, (SplitGram Split, int[] Rows)> _thinned = []; // by number of rows

    private SplitGram(int training, int held)
    {
        _scores = new Lazy<PrincipalScores>(() => new PrincipalScores(this));
        TrainingCount = training;
        HeldCount = held;
        Training = new double[training * training];
        Held = new double[held * training];
        HeldSquares = new double[held];
    }

    /// <summary>Training spectra, N.</summary>
    public int TrainingCount { get; }

    /// <summary>Held-out spectra, M; 0 when all are trained on.</summary>
    public int HeldCount { get; }

    /// <summary>N × N: (xᵢ − m)·(xⱼ − m).</summary>
    public double[] Training { get; }

    /// <summary>M × N: (hᵢ − m)·(xⱼ − m).</summary>
    public double[] Held { get; }

    /// <summary>M squared lengths of hᵢ − m.</summary>
    public double[] HeldSquares { get; }

    /// <summary>PCA of the training spectra, made when it is first asked for.</summary>
    internal PrincipalScores Scores => _scores.Value;

    /// <summary>Mean squared distance of the training spectra from their mean.</summary>
    public double Spread
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < TrainingCount; i++) sum += Training[i * TrainingCount + i];
            return sum / TrainingCount;
        }
    }

    /// <summary>X Xᵀ of R spectra of C channels, row-major; the mean spectrum is taken out first, which costs no digits later.</summary>
    public static double[] Products(double[] spectra, int rows, int channels)
    {
        double[] mean = new double[channels], centred = new double[spectra.Length];
        for (int row = 0; row < rows; row++) FixedOrder.AddScaled(mean, 1.0 / rows, spectra.AsSpan(row * channels, channels));
        for (int i = 0; i < centred.Length; i++) centred[i] = spectra[i] - mean[i % channels];
        double[] products = new double[rows * rows];
        Span<double> four = stackalloc double[4];
        int j = 0;
        for (; j + 4 <= rows; j += 4) // four rows stay in the nearest cache while the others pass
            for (int i = j; i < rows; i++)
            {
                FixedOrder.DotWithFour(centred.AsSpan(i * channels, channels), centred.AsSpan(j * channels, 4 * channels), four);
                for (int k = 0; k < 4; k++) products[i * rows + j + k] = products[(j + k) * rows + i] = four[k];
            }
        for (; j < rows; j++)
            for (int i = j; i < rows; i++)
                products[i * rows + j] = products[j * rows + i] =
                    FixedOrder.Dot(centred.AsSpan(i * channels, channels), centred.AsSpan(j * channels, channels));
        return products;
    }

    /// <summary>Of some rows of R × R products.</summary>
    public static SplitGram Of(double[] products, int rows, ReadOnlySpan<int> training, ReadOnlySpan<int> held)
    {
        int n = training.Length;
        SplitGram split = new(n, held.Length);
        double[] means = new double[n];
        double all = 0;
        for (int i = 0; i < n; i++)
        {
            means[i] = Mean(products.AsSpan(training[i] * rows, rows), training);
            all += means[i];
        }
        all /= n;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                split.Training[i * n + j] = products[training[i] * rows + training[j]] - means[i] - means[j] + all;
        for (int i = 0; i < held.Length; i++)
        {
            ReadOnlySpan<double> row = products.AsSpan(held[i] * rows, rows);
            double mean = Mean(row, training);
            for (int j = 0; j < n; j++) split.Held[i * n + j] = row[training[j]] - mean - means[j] + all;
            split.HeldSquares[i] = row[held[i]] - 2 * mean + all;
        }
        return split;
    }

    /// <summary>
    /// Of one held-out spectrum h and N training spectra of different weights: centred on their weighed mean and multiplied by the roots of
    /// their weights, √wᵢ (xᵢ − m), so that a regression of rows is one of weighed rows.
    /// </summary>
    /// <param name="products">N × N: (xᵢ − o)·(xⱼ − o) for any o.</param>
    /// <param name="held">N: (h − o)·(xⱼ − o).</param>
    /// <param name="weights">N positive weights.</param>
    public static SplitGram Weighted(double[] products, double[] held, double[] weights)
    {
        int n = weights.Length;
        SplitGram split = new(n, 1);
        double[] means = new double[n];
        double sum = 0, all = 0, mean = 0;
        foreach (double weight in weights) sum += weight;
        for (int i = 0; i < n; i++)
        {
            means[i] = FixedOrder.Dot(weights, products.AsSpan(i * n, n)) / sum;
            all = Math.FusedMultiplyAdd(weights[i], means[i], all);
        }
        all /= sum;
        mean = FixedOrder.Dot(weights, held) / sum;
        for (int i = 0; i < n; i++)
        {
            double root = Math.Sqrt(weights[i]);
            for (int j = 0; j < n; j++)
                split.Training[(i * n) + j] = root * Math.Sqrt(weights[j]) * (products[(i * n) + j] - means[i] - means[j] + all);
            split.Held[i] = root * (held[i] - mean - means[i] + all);
        }
        return split;
    }

    /// <summary>With evenly spaced training rows where there are more than a method can take, and which rows these are.</summary>
    public (SplitGram Split, int[] Rows) Thinned(int maximum)
    {
        int n = TrainingCount;
        if (n <= maximum) return (this, [.. Enumerable.Range(0, n)]);
        lock (_thinned)
        {
            if (!_thinned.TryGetValue(maximum, out (SplitGram, int[]) known)) _thinned.Add(maximum, known = OfFewer(maximum));
            return known;
        }
    }

    private (SplitGram Split, int[] Rows) OfFewer(int maximum)
    {
        int n = TrainingCount;
        int[] rows = EvenlySpaced(n, maximum);
        SplitGram thinned = Of(Training, n, rows, []);
        SplitGram split = new(maximum, HeldCount);
        thinned.Training.CopyTo(split.Training, 0);
        double[] means = [.. rows.Select(row => Mean(Training.AsSpan(row * n, n), rows))];
        double all = means.Sum() / maximum;
        for (int i = 0; i < HeldCount; i++)
        {
            double mean = Mean(Held.AsSpan(i * n, n), rows);
            for (int j = 0; j < maximum; j++) split.Held[i * maximum + j] = Held[i * n + rows[j]] - mean - means[j] + all;
            split.HeldSquares[i] = HeldSquares[i] - 2 * mean + all;
        }
        return (split, rows);
    }

    /// <summary>As many of the numbers 0 … count − 1 as wanted, ascending.</summary>
    public static int[] EvenlySpaced(int count, int wanted) =>
        [.. Enumerable.Range(0, wanted).Select(i => (int)((long)i * count / wanted))];

    private static double Mean(ReadOnlySpan<double> row, ReadOnlySpan<int> columns)
    {
        double sum = 0;
        foreach (int column in columns) sum += row[column];
        return sum / columns.Length;
    }
}
