using IonSweep.Spectra.Numerics;

namespace IonSweep.Learning.Multivariate;

/// <summary>
/// A symmetric matrix A = Q T Qᵀ with T of three diagonals, by Householder reflections (G. H. Golub, C. F. Van Loan, Matrix Computations,
/// 8.3). Systems (A + λ) x = b then cost n² for any number of λ, determinants n: what ridge and Gaussian processes need on a grid.
/// </summary>
internal sealed class TridiagonalForm
{
    private const int MaximumSteps = 60; // of one eigenvalue; two or three are usual

    private readonly int _n;
    private readonly double[] _reflectors; // row k holds the reflector that cleared row k, in columns 0 … k − 1
    private readonly double[] _factors;
    private readonly double[] _diagonal;
    private readonly double[] _side; // element (i, i − 1)

    /// <param name="matrix">n × n, symmetric; destroyed.</param>
    /// <param name="n">Order.</param>
    public TridiagonalForm(double[] matrix, int n)
    {
        _n = n;
        _reflectors = matrix;
        _factors = new double[n];
        _diagonal = new double[n];
        _side = new double[n];
        double[] p = new double[n];
        for (int k = n - 1; k >= 1; k--)
        {
            Span<double> v = matrix.AsSpan(k * n, k); // row k left of the diagonal becomes (0 … 0, side)
            _diagonal[k] = matrix[k * n + k];
            double squares = FixedOrder.Dot(v[..^1], v[..^1]), last = v[^1];
            if (squares == 0)
            {
                _side[k] = last;
                continue;
            }
            double norm = Math.Sqrt(Math.FusedMultiplyAdd(last, last, squares));
            _side[k] = last > 0 ? -norm : norm;
            v[^1] = last - _side[k];
            double factor = _factors[k] = 2 / Math.FusedMultiplyAdd(v[^1], v[^1], squares);
            // A ← H A H with H = 1 − f v vᵀ on the rows above: A − v wᵀ − w vᵀ.
            Span<double> w = p.AsSpan(0, k);
            for (int i = 0; i < k; i++) w[i] = factor * FixedOrder.Dot(matrix.AsSpan(i * n, k), v);
            double overlap = -0.5 * factor * FixedOrder.Dot(w, v);
            FixedOrder.AddScaled(w, overlap, v);
            for (int i = 0; i < k; i++) FixedOrder.AddScaled(matrix.AsSpan(i * n, k), -v[i], w, -w[i], v);
        }
        _diagonal[0] = matrix[0];
    }

    /// <summary>Qᵀ b.</summary>
    public double[] Rotated(ReadOnlySpan<double> b)
    {
        double[] x = b.ToArray();
        for (int k = _n - 1; k >= 1; k--) Reflect(x, k);
        return x;
    }

    /// <summary>x = Q (T + λ)⁻¹ z, the solution of (A + λ) x = Q z.</summary>
    public double[] Solve(ReadOnlySpan<double> z, double lambda)
    {
        double[] x = z.ToArray();
        _ = SolveRotated(x, lambda);
        for (int k = 1; k < _n; k++) Reflect(x, k);
        return x;
    }

    /// <summary>zᵀ (T + λ)⁻¹ z and the logarithm of the determinant of T + λ; infinity when that is not positive definite.</summary>
    public (double Quadratic, double LogDeterminant) Likelihood(ReadOnlySpan<double> z, double lambda)
    {
        double[] x = z.ToArray();
        double logarithm = SolveRotated(x, lambda);
        return (FixedOrder.Dot(x, z), logarithm);
    }

    /// <summary>
    /// Eigenvalues of A, descending, and its eigenvectors as rows (n × n), by implicitly shifted QR steps on T (8.3.5 there). T is used up:
    /// nothing else can be asked afterwards.
    /// </summary>
    public (double[] Values, double[] Vectors) Eigen()
    {
        double[] rows = new double[_n * _n]; // of Qᵀ, then of the eigenvectors
        double[] unit = new double[_n];
        for (int i = 0; i < _n; i++)
        {
            Array.Clear(unit);
            unit[i] = 1;
            for (int k = 1; k < _n; k++) Reflect(unit, k);
            unit.CopyTo(rows, i * _n);
        }
        for (int end = _n - 1, steps = 0; end > 0;)
        {
            if (IsSmall(end) || ++steps > MaximumSteps)
            {
                _side[end--] = 0;
                steps = 0;
                continue;
            }
            int start = end - 1;
            while (start > 0 && !IsSmall(start)) start--;
            Step(start, end, rows);
        }
        int[] order = [.. Enumerable.Range(0, _n).OrderByDescending(i => _diagonal[i])];
        double[] vectors = new double[_n * _n];
        for (int i = 0; i < _n; i++) Array.Copy(rows, order[i] * _n, vectors, i * _n, _n);
        return ([.. order.Select(i => _diagonal[i])], vectors);

        bool IsSmall(int i) => Math.Abs(_side[i]) <= 1e-16 * (Math.Abs(_diagonal[i]) + Math.Abs(_diagonal[i - 1]));
    }

    /// <summary>One QR step with Wilkinson's shift on rows and columns start … end.</summary>
    private void Step(int start, int end, double[] rows)
    {
        double half = (_diagonal[end - 1] - _diagonal[end]) / 2, b = _side[end];
        double root = Math.Sqrt(Math.FusedMultiplyAdd(half, half, b * b));
        double shift = _diagonal[end] - b * b / (half + (half >= 0 ? root : -root));
        double x = _diagonal[start] - shift, z = _side[start + 1];
        for (int k = start; k < end; k++)
        {
            double length = Math.Sqrt(Math.FusedMultiplyAdd(x, x, z * z));
            double c = length > 0 ? x / length : 1, s = length > 0 ? z / length : 0;
            if (k > start) _side[k] = length;
            double d1 = _diagonal[k], d2 = _diagonal[k + 1], e = _side[k + 1];
            _diagonal[k] = c * c * d1 + 2 * c * s * e + s * s * d2;
            _diagonal[k + 1] = s * s * d1 - 2 * c * s * e + c * c * d2;
            _side[k + 1] = c * s * (d2 - d1) + (c * c - s * s) * e;
            if (k + 1 < end)
            {
                x = _side[k + 1];
                z = s * _side[k + 2];
                _side[k + 2] *= c;
            }
            FixedOrder.Rotate(rows.AsSpan(k * _n, _n), rows.AsSpan((k + 1) * _n, _n), c, s);
        }
    }

    private void Reflect(double[] x, int k)
    {
        if (_factors[k] == 0) return;
        ReadOnlySpan<double> v = _reflectors.AsSpan(k * _n, k);
        FixedOrder.AddScaled(x.AsSpan(0, k), -_factors[k] * FixedOrder.Dot(x.AsSpan(0, k), v), v);
    }

    /// <summary>In place, by T + λ = L D Lᵀ; gives the logarithm of the determinant.</summary>
    private double SolveRotated(double[] x, double lambda)
    {
        double[] pivots = new double[_n];
        double product = 1, logarithm = 0;
        for (int i = 0; i < _n; i++)
        {
            double pivot = _diagonal[i] + lambda;
            if (i > 0)
            {
                double ratio = _side[i] / pivots[i - 1];
                pivot -= ratio * _side[i];
                x[i] -= ratio * x[i - 1];
            }
            if (!(pivot > 0)) return double.PositiveInfinity;
            pivots[i] = pivot;
            product *= pivot;
            if (product is > 1e100 or < 1e-100)
            {
                logarithm += PortableMath.Log(product);
                product = 1;
            }
        }
        for (int i = _n - 1; i >= 0; i--) x[i] = (x[i] - (i + 1 < _n ? _side[i + 1] * x[i + 1] : 0)) / pivots[i];
        return logarithm + PortableMath.Log(product);
    }
}
