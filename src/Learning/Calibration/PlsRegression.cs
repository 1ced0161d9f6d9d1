using IonSweep.Spectra.Numerics;

namespace IonSweep.Learning.Calibration;

/// <summary>
/// Partial least squares regression of one target (PLS1) by NIPALS (S. Wold, M. Sjöström, L. Eriksson, Chemom. Intell. Lab. Syst. 58
/// (2001) 109), on channels and target with mean 0 and standard deviation 1, as scikit-learn's <c>PLSRegression(scale=True)</c>. For
/// component k: w = Xᵀy / ‖Xᵀy‖, t = X w, p = Xᵀt / tᵀt, q = yᵀt / tᵀt, X ← X − t pᵀ, y ← y − q t. Channel
/// weights of the undeflated X follow by r = w − Σⱼ (pⱼᵀw) rⱼ, so that t = X r and the coefficients of k components are Σ
/// qⱼ rⱼ.
/// </summary>
internal sealed class PlsRegression
{
    private readonly double[] _x; // N × C, deflated component by component
    private readonly double[] _y;
    private readonly int _columns;
    private readonly double _firstNorm;
    private readonly List<double[]> _loadings = [];

    /// <param name="spectra">N spectra.</param>
    /// <param name="targets">N values of one target.</param>
    public PlsRegression(RowSet spectra, ReadOnlySpan<float> targets)
    {
        _columns = spectra.Columns;
        Channels = ColumnScaling.Fit(spectra);
        TargetMean = ColumnScaling.Mean(targets);
        double squares = 0;
        foreach (float target in targets) squares = Math.FusedMultiplyAdd(target - TargetMean, target - TargetMean, squares);
        TargetDeviation = targets.Length > 1 ? Math.Sqrt(squares / (targets.Length - 1)) : 0;
        if (!(TargetDeviation > 1e-12 * Math.Abs(TargetMean)))
            throw new CalibrationException(
                $"PLS: the target is {TargetMean:G6} in every training row; a regression needs rows that differ.");
        _x = Channels.Apply(spectra);
        _y = new double[targets.Length];
        for (int row = 0; row < _y.Length; row++) _y[row] = (targets[row] - TargetMean) / TargetDeviation;
        _firstNorm = Norm(Covariances());
    }

    public ColumnScaling Channels { get; }

    public double TargetMean { get; }

    public double TargetDeviation { get; }

    /// <summary>Weights r of every component on scaled channels, C values each.</summary>
    public List<double[]> Rotations { get; } = [];

    /// <summary>Loadings q of the scaled target.</summary>
    public List<double> TargetLoadings { get; } = [];

    /// <summary>Adds one component.</summary>
    /// <returns>False when nothing of the target is left that channels explain; no component was added.</returns>
    public bool AddComponent()
    {
        double[] w = Covariances();
        double norm = Norm(w);
        if (!(norm > 1e-10 * _firstNorm) || Rotations.Count >= Math.Min(_y.Length - 1, _columns)) return false;
        for (int c = 0; c < w.Length; c++) w[c] /= norm;

        double[] t = new double[_y.Length], p = new double[_columns];
        double squares = 0, product = 0;
        for (int row = 0; row < t.Length; row++)
        {
            if (row % 4 == 0) Scores(row, w, t);
            double score = t[row];
            squares = Math.FusedMultiplyAdd(score, score, squares);
            product = Math.FusedMultiplyAdd(score, _y[row], product);
            FixedOrder.AddScaled(p, score, Row(row));
        }
        if (!(squares > 0)) return false;
        for (int c = 0; c < p.Length; c++) p[c] /= squares;
        double q = product / squares;
        for (int row = 0; row < t.Length; row++)
        {
            Span<double> x = Row(row);
            double score = t[row];
            FixedOrder.AddScaled(x, -score, p);
            _y[row] = Math.FusedMultiplyAdd(-q, score, _y[row]);
        }

        double[] rotation = [.. w];
        for (int j = 0; j < Rotations.Count; j++)
        {
            double overlap = 0;
            for (int c = 0; c < w.Length; c++) overlap = Math.FusedMultiplyAdd(_loadings[j][c], w[c], overlap);
            FixedOrder.AddScaled(rotation, -overlap, Rotations[j]);
        }
        Rotations.Add(rotation);
        TargetLoadings.Add(q);
        _loadings.Add(p);
        return true;
    }

    /// <summary>The regression with the first <paramref name="components"/> components, in original units.</summary>
    public LinearModel Model(int components)
    {
        double[] coefficients = new double[_columns];
        for (int k = 0; k < components; k++) FixedOrder.AddScaled(coefficients, TargetLoadings[k], Rotations[k]);
        double intercept = TargetMean;
        for (int c = 0; c < _columns; c++)
        {
            coefficients[c] *= TargetDeviation / Channels.Deviations[c];
            intercept = Math.FusedMultiplyAdd(-coefficients[c], Channels.Means[c], intercept);
        }
        return new LinearModel(intercept, coefficients);
    }

    /// <summary>Scores of up to four rows from one on: each is one chain of sums, and four chains take as long as one.</summary>
    private void Scores(int row, double[] w, double[] t)
    {
        if (row + 4 > t.Length)
        {
            for (; row < t.Length; row++)
            {
                ReadOnlySpan<double> x = Row(row);
                double score = 0;
                for (int c = 0; c < w.Length; c++) score = Math.FusedMultiplyAdd(x[c], w[c], score);
                t[row] = score;
            }
            return;
        }
        ReadOnlySpan<double> first = Row(row), second = Row(row + 1), third = Row(row + 2), fourth = Row(row + 3);
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        for (int c = 0; c < w.Length; c++)
        {
            s0 = Math.FusedMultiplyAdd(first[c], w[c], s0);
            s1 = Math.FusedMultiplyAdd(second[c], w[c], s1);
            s2 = Math.FusedMultiplyAdd(third[c], w[c], s2);
            s3 = Math.FusedMultiplyAdd(fourth[c], w[c], s3);
        }
        (t[row], t[row + 1], t[row + 2], t[row + 3]) = (s0, s1, s2, s3);
    }

    private double[] Covariances()
    {
        double[] w = new double[_columns];
        for (int row = 0; row < _y.Length; row++) FixedOrder.AddScaled(w, _y[row], Row(row));
        return w;
    }

    private static double Norm(double[] values)
    {
        double sum = 0;
        foreach (double value in values) sum = Math.FusedMultiplyAdd(value, value, sum);
        return Math.Sqrt(sum);
    }

    private Span<double> Row(int row) => _x.AsSpan(row * _columns, _columns);
}
