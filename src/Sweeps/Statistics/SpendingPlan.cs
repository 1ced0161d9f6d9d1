using System.Collections.Concurrent;
using MathNet.Numerics.Distributions;

namespace IonSweep.Sweeps.Statistics;

/// <summary>
/// A plan of looks at a sweep whose folds are added while something is undecided: after which folds it is judged, and how much of alpha
/// each look may spend (Lan and DeMets, "Discrete sequential boundaries for clinical trials", Biometrika 70, 1983), by the spending
/// function of O'Brien and Fleming's type, 2 − 2Φ(z(1 − α/4)/√t) on either side. Under the model of the corrected resampled t-test the
/// means over J and over K &gt; J folds have the covariance of the longer one, so that they have independent increments of the
/// information 1/(1/J + n_test/n_train); t is its share of the last look's. Levels are those of normal statistics and are compared with
/// p-values of the t-test (Jennison and Turnbull, "Group Sequential Methods", 2000, section 4.4).
/// </summary>
public sealed class SpendingPlan
{
    private const int GridPoints = 101, Steps = 50; // of the density between two boundaries; of a search for a boundary
    private const double SmallestZ = 0.67448975019608171, StepOfZ = 0.0625; // of alpha: z(1 − α/4), from alpha 1 on
    private const int Tabulated = 128;

    private static readonly ConcurrentDictionary<(int, int, double), SpendingPlan> Plans = [];

    private readonly double[] _shares; // of the information, by look
    private readonly double[][] _boundaries; // by z of alpha, then by look

    /// <param name="shares">Shares of the information, rising to 1.</param>
    /// <param name="looks">Folds at each look.</param>
    internal SpendingPlan(double[] shares, IReadOnlyList<int> looks)
    {
        (_shares, Looks) = (shares, looks);
        _boundaries = [.. Enumerable.Range(0, Tabulated).Select(i => Boundaries(SmallestZ + i * StepOfZ))];
    }

    /// <summary>Folds after which the sweep is judged: those to begin with, twice as many, and so on, and at last all.</summary>
    public IReadOnlyList<int> Looks { get; }

    /// <summary>The plan for a sweep.</summary>
    /// <param name="from">Folds to begin with.</param>
    /// <param name="to">Most folds.</param>
    /// <param name="testToTraining">n_test/n_train.</param>
    public static SpendingPlan Of(int from, int to, double testToTraining) => Plans.GetOrAdd((from, to, testToTraining), _ =>
    {
        int[] looks = [.. LooksOf(from, to)];
        return new SpendingPlan([.. looks.Select(folds => (1.0 / to + testToTraining) / (1.0 / folds + testToTraining))], looks);
    });

    /// <summary>Folds at each look.</summary>
    public static IEnumerable<int> LooksOf(int from, int to)
    {
        for (long folds = from; folds < to; folds *= 2) yield return (int)folds;
        yield return to;
    }

    /// <summary>Boundary of |Z| at a look when alpha is spent in all.</summary>
    /// <param name="alpha">Two-sided.</param>
    /// <param name="look">From 0.</param>
    public double Boundary(double alpha, int look) => Between(-Normal.InvCDF(0, 1, alpha / 4), look, inverse: false);

    /// <summary>Two-sided level at a look when alpha is spent in all.</summary>
    public double Level(double alpha, int look) => 2 * Normal.CDF(0, 1, -Boundary(alpha, look));

    /// <summary>
    /// The smallest alpha at which a two-sided p-value at a look would have stopped: a p-value of the whole plan. The least of those of all
    /// looks can be used as one.
    /// </summary>
    public double Adjusted(double p, int look)
    {
        if (double.IsNaN(p) || p >= 1) return p;
        double z = Between(-Normal.InvCDF(0, 1, Math.Max(p, 1e-300) / 2), look, inverse: true);
        return 4 * Normal.CDF(0, 1, -z);
    }

    /// <summary>The same for a one-sided p-value and level.</summary>
    public double AdjustedOneSided(double p, int look) => p < 0.5 ? Adjusted(2 * p, look) / 2 : p;

    /// <summary>From z of alpha to a boundary, or back: linear between the computed ones, which lie nearly on a line.</summary>
    private double Between(double value, int look, bool inverse)
    {
        int high = 1;
        while (high < Tabulated - 1 && (inverse ? _boundaries[high][look] : SmallestZ + high * StepOfZ) < value) high++;
        double c0 = _boundaries[high - 1][look], c1 = _boundaries[high][look], z0 = SmallestZ + (high - 1) * StepOfZ;
        return inverse ? Math.Min(z0 + StepOfZ, z0 + StepOfZ * (value - c0) / (c1 - c0)) : c0 + (c1 - c0) * (value - z0) / StepOfZ;
    }

    /// <summary>
    /// Boundaries of all looks, from the distribution of the sum S = Z √t on the paths that have not stopped (Armitage, McPherson and Rowe
    /// 1969), integrated by Simpson's rule.
    /// </summary>
    private double[] Boundaries(double z)
    {
        double[] boundaries = new double[_shares.Length];
        double spent = 0;
        double[] points = [], weighted = []; // of the density before this look
        for (int look = 0; look < boundaries.Length; look++)
        {
            double total = 4 * Normal.CDF(0, 1, -z / Math.Sqrt(_shares[look])), increment = total - spent;
            spent = total;
            double deviation = Math.Sqrt(_shares[look] - (look > 0 ? _shares[look - 1] : 0));
            double low = 0, high = 40 * Math.Sqrt(_shares[look]);
            for (int step = 0; step < Steps; step++)
            {
                double middle = (low + high) / 2;
                if (Beyond(middle, deviation) > increment) low = middle;
                else high = middle;
            }
            double edge = (low + high) / 2;
            boundaries[look] = edge / Math.Sqrt(_shares[look]);
            if (look + 1 < boundaries.Length) (points, weighted) = Density(edge, deviation);
        }
        return boundaries;

        double Beyond(double edge, double deviation)
        {
            if (points.Length == 0) return 2 * Normal.CDF(0, 1, -edge / deviation);
            double sum = 0;
            for (int i = 0; i < points.Length; i++)
                sum += weighted[i]
                    * (Normal.CDF(0, 1, (points[i] - edge) / deviation) + Normal.CDF(0, 1, (-edge - points[i]) / deviation));
            return sum;
        }

        (double[], double[]) Density(double edge, double deviation)
        {
            double step = 2 * edge / (GridPoints - 1);
            double[] next = new double[GridPoints], density = new double[GridPoints];
            for (int j = 0; j < GridPoints; j++)
            {
                next[j] = -edge + j * step;
                double value = points.Length == 0 ? Normal.PDF(0, deviation, next[j]) : 0;
                for (int i = 0; i < points.Length; i++) value += weighted[i] * Normal.PDF(points[i], deviation, next[j]);
                density[j] = value * step / 3 * (j is 0 or GridPoints - 1 ? 1 : j % 2 == 1 ? 4 : 2);
            }
            return (next, density);
        }
    }
}
