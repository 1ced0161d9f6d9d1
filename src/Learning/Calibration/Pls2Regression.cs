using IonSweep.Learning.Multivariate;
using IonSweep.Spectra.Numerics;

namespace IonSweep.Learning.Calibration;

/// <summary>
/// Partial least squares regression of K targets at once (PLS2; S. Wold, M. Sjöström, L. Eriksson, Chemom. Intell. Lab. Syst. 58 (2001)
/// 109), on channels and targets with mean 0 and standard deviation 1, as scikit-learn's <c>PLSRegression(scale=True)</c>. The weights w of
/// a component are the first left singular vector of XᵀY, to which NIPALS converges; then t = X w, p = Xᵀt / tᵀt, q = Yᵀt / tᵀt,
/// X ← X − t pᵀ, Y ← Y − t qᵀ.
/// </summary>
internal sealed class Pls2Regression
{
    private readonly double[] _x; // N × C, deflated component by component
    private readonly double[] _y; // N × K, likewise
    private readonly int _rows;
    private readonly int _columns;
    private readonly List<double[]> _loadings = [];
    private double _first;

    /// <param name="spectra">N spectra.</param>
    /// <param name="targets">N × K values, row-major.</param>
    /// <param name="count">K.</param>
    public Pls2Regression(RowSet spectra, ReadOnlySpan<float> targets, int count)
    {
        (_rows, _columns, TargetCount) = (spectra.Count, spectra.Columns, count);
        Channels = ColumnScaling.Fit(spectra);
        _x = Channels.Apply(spectra);
        TargetMeans = new double[count];
        TargetDeviations = new double[count];
        _y = new double[_rows * count];
        for (int k = 0; k < count; k++)
        {
            float[] column = new float[_rows];
            for (int row = 0; row < _rows; row++) column[row] = targets[row * count + k];
            double mean = TargetMeans[k] = ColumnScaling.Mean(column), squares = 0;
            foreach (float value in column) squares = Math.FusedMultiplyAdd(value - mean, value - mean, squares);
            double deviation = Math.Sqrt(squares / (_rows - 1));
            if (!(deviation > 1e-12 * Math.Abs(mean))) continue; // a target that does not vary is predicted by its mean
            TargetDeviations[k] = deviation;
            for (int row = 0; row < _rows; row++) _y[row * count + k] = (column[row] - mean) / deviation;
        }
    }

    public int TargetCount { get; }

    public ColumnScaling Channels { get; }

    public double[] TargetMeans { get; }

    /// <summary>0 for a target that does not vary.</summary>
    public double[] TargetDeviations { get; }

    /// <summary>Weights of every component on scaled channels, C values each.</summary>
    public List<double[]> Rotations { get; } = [];

    /// <summary>Loadings q of the scaled targets, K values each.</summary>
    public List<double[]> TargetLoadings { get; } = [];

    /// <summary>Adds one component.</summary>
    /// <returns>False when nothing of the targets is left that channels explain; no component was added.</returns>
    public bool AddComponent()
    {
        int count = TargetCount;
        double[] covariances = new double[count * _columns]; // YᵀX
        for (int row = 0; row < _rows; row++)
            for (int k = 0; k < count; k++)
                FixedOrder.AddScaled(covariances.AsSpan(k * _columns, _columns), _y[row * count + k], Row(row));
        double[] products = new double[count * count];
        for (int i = 0; i < count; i++)
            for (int j = 0; j < count; j++)
                products[i * count + j] = FixedOrder.Dot(
                    covariances.AsSpan(i * _columns, _columns), covariances.AsSpan(j * _columns, _columns));
        (double[] values, double[] vectors) = SymmetricEigen.Decompose(products, count);
        double norm = Math.Sqrt(Math.Max(0, values[0]));
        if (Rotations.Count == 0) _first = norm;
        if (!(norm > 1e-10 * _first) || Rotations.Count >= Math.Min(_rows - 1, _columns)) return false;
        double[] w = new double[_columns];
        for (int k = 0; k < count; k++) FixedOrder.AddScaled(w, vectors[k] / norm, covariances.AsSpan(k * _columns, _columns));

        double[] t = new double[_rows], p = new double[_columns], q = new double[count];
        double squares = 0;
        for (int row = 0; row < _rows; row++)
        {
            t[row] = FixedOrder.Dot(Row(row), w);
            squares = Math.FusedMultiplyAdd(t[row], t[row], squares);
            FixedOrder.AddScaled(p, t[row], Row(row));
            for (int k = 0; k < count; k++) q[k] = Math.FusedMultiplyAdd(t[row], _y[row * count + k], q[k]);
        }
        if (!(squares > 0)) return false;
        for (int c = 0; c < p.Length; c++) p[c] /= squares;
        for (int k = 0; k < count; k++) q[k] /= squares;
        for (int row = 0; row < _rows; row++)
        {
            FixedOrder.AddScaled(Row(row), -t[row], p);
            for (int k = 0; k < count; k++) _y[row * count + k] = Math.FusedMultiplyAdd(-t[row], q[k], _y[row * count + k]);
        }
        double[] rotation = [.. w];
        for (int j = 0; j < Rotations.Count; j++) FixedOrder.AddScaled(rotation, -FixedOrder.Dot(_loadings[j], w), Rotations[j]);
        Rotations.Add(rotation);
        TargetLoadings.Add(q);
        _loadings.Add(p);
        return true;
    }

    /// <summary>The regression of one target with the first <paramref name="components"/> components, in original units.</summary>
    public LinearModel Model(int target, int components)
    {
        double[] coefficients = new double[_columns];
        for (int k = 0; k < components; k++) FixedOrder.AddScaled(coefficients, TargetLoadings[k][target], Rotations[k]);
        double intercept = TargetMeans[target];
        for (int c = 0; c < _columns; c++)
        {
            coefficients[c] *= TargetDeviations[target] / Channels.Deviations[c];
            intercept = Math.FusedMultiplyAdd(-coefficients[c], Channels.Means[c], intercept);
        }
        return new LinearModel(intercept, coefficients);
    }

    private Span<double> Row(int row) => _x.AsSpan(row * _columns, _columns);
}
