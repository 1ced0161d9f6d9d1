using IonSweep.Spectra.Numerics;

namespace IonSweep.Spectra.Preprocessing;

/// <summary>
/// PLS1 on centred rows (NIPALS): what steps that look for the target in spectra need of it. One fixed order of operations.
/// </summary>
internal sealed class LatentVariables
{
    private readonly double[] _x; // N × C, deflated
    private readonly double[] _y;
    private readonly int _channels;
    private readonly double _start;

    /// <param name="spectra">N × C, row-major; copied.</param>
    /// <param name="targets">N values.</param>
    /// <param name="channels">C.</param>
    public LatentVariables(ReadOnlySpan<double> spectra, ReadOnlySpan<double> targets, int channels)
    {
        _x = spectra.ToArray();
        _channels = channels;
        int n = targets.Length;
        Means = new double[channels];
        for (int row = 0; row < n; row++) OrthogonalPolynomials.Subtract(Means, Row(row), -1.0 / n);
        for (int row = 0; row < n; row++) OrthogonalPolynomials.Subtract(Row(row), Means, 1);
        double sum = 0;
        foreach (double target in targets) sum += target;
        TargetMean = sum / n;
        _y = [.. targets];
        for (int row = 0; row < n; row++) _y[row] -= TargetMean;
        _start = Math.Sqrt(FixedOrder.DotInFours(_y, _y));
    }

    /// <summary>Mean spectrum, C values.</summary>
    public double[] Means { get; }

    /// <summary>Mean of the targets.</summary>
    public double TargetMean { get; }

    /// <summary>Weights of each component, of length 1.</summary>
    public List<double[]> Weights { get; } = [];

    /// <summary>Spectral loadings of each component.</summary>
    public List<double[]> Loadings { get; } = [];

    /// <summary>Target's loading of each component.</summary>
    public List<double> TargetLoadings { get; } = [];

    /// <summary>Squares of the target that each component explains.</summary>
    public List<double> Explained { get; } = [];

    /// <summary>Direction of the largest covariance with what is left of the target, of length 1; null when there is none.</summary>
    public double[]? Direction()
    {
        double[] w = new double[_channels];
        for (int row = 0; row < _y.Length; row++) OrthogonalPolynomials.Subtract(w, Row(row), -_y[row]);
        double norm = Math.Sqrt(FixedOrder.DotInFours(w, w)), rest = Math.Sqrt(FixedOrder.DotInFours(_y, _y));
        if (!(norm > 0) || !(rest > 1e-10 * _start)) return null;
        for (int c = 0; c < w.Length; c++) w[c] /= norm;
        return w;
    }

    /// <summary>Scores of a direction, N values, and the loadings that belong to it; null when the rows have none.</summary>
    public (double[] Scores, double[] Loadings, double Squares)? Along(double[] direction)
    {
        double[] t = new double[_y.Length], p = new double[_channels];
        for (int row = 0; row < t.Length; row++)
        {
            t[row] = FixedOrder.DotInFours(Row(row), direction);
            OrthogonalPolynomials.Subtract(p, Row(row), -t[row]);
        }
        double squares = FixedOrder.DotInFours(t, t);
        if (!(squares > 0)) return null;
        for (int c = 0; c < p.Length; c++) p[c] /= squares;
        return (t, p, squares);
    }

    /// <summary>Takes scores and their loadings out of the rows.</summary>
    public void Deflate(double[] scores, double[] loadings)
    {
        for (int row = 0; row < scores.Length; row++) OrthogonalPolynomials.Subtract(Row(row), loadings, scores[row]);
    }

    /// <summary>One more component; false when there is none.</summary>
    public bool Add()
    {
        if (Direction() is not { } w || Along(w) is not (var t, var p, var squares)) return false;
        double q = FixedOrder.DotInFours(t, _y) / squares;
        Deflate(t, p);
        OrthogonalPolynomials.Subtract(_y, t, q);
        Weights.Add(w);
        Loadings.Add(p);
        TargetLoadings.Add(q);
        Explained.Add(q * q * squares);
        return true;
    }

    private Span<double> Row(int row) => _x.AsSpan(row * _channels, _channels);
}
