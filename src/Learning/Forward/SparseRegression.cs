using IonSweep.Learning.Selection;
using IonSweep.Spectra.Numerics;

namespace IonSweep.Learning.Forward;

/// <summary>
/// Least squares with an intercept on a few of many candidate terms: each step takes the term that lowers the squared error most
/// (orthogonal least squares: S. Chen, S. A. Billings, W. Luo, Int. J. Control 50 (1989) 1873). After how many steps to stop is what a
/// cross-validation says, each part of which chooses terms of its own.
/// </summary>
internal sealed class SparseRegression
{
    private const double Vanished = 1e-8; // share of a term's squares below which it says nothing that the chosen ones do not

    private readonly double _constant;
    private readonly int[] _terms;
    private readonly double[] _coefficients;

    private SparseRegression(double constant, int[] terms, double[] coefficients) =>
        (_constant, _terms, _coefficients) = (constant, terms, coefficients);

    /// <summary>Numbers of the chosen terms, in the order of their choice.</summary>
    public IReadOnlyList<int> Terms => _terms;

    /// <param name="candidates">P × N, row-major: a row for each term.</param>
    /// <param name="response">N values.</param>
    /// <param name="splits">Of the N rows.</param>
    /// <param name="most">Most terms that are chosen.</param>
    /// <param name="always">Terms that are taken in any case, before others are chosen.</param>
    /// <param name="cautious">Chooses no term at all unless that lowers the error by more than two standard errors.</param>
    /// <returns>The regression, and what it leaves of every row when that is held out; rows never held out have 0.</returns>
    public static (SparseRegression Regression, double[] HeldOut) Fit(
        double[] candidates, double[] response, IReadOnlyList<InnerSplit> splits, int most, Range always, bool cautious)
    {
        int rows = response.Length, given = always.GetOffsetAndLength(candidates.Length / rows).Length;
        most = Math.Max(0, Math.Min(most, (splits.Min(split => split.Training.Length) - 1) / 2 - given));
        double[][] left = [.. Enumerable.Range(0, most + 1).Select(_ => new double[rows])]; // of held-out rows after so many steps
        foreach (InnerSplit split in splits)
        {
            Path path = new(candidates, response, always, [.. split.Training, .. split.Held], split.Training.Length);
            for (int steps = 0; steps <= most; steps++)
            {
                for (int i = 0; i < split.Held.Length; i++) left[steps][split.Held[i]] = path.Left(split.Training.Length + i);
                path.Step();
            }
        }
        int best = 0;
        double least = double.PositiveInfinity;
        for (int steps = 0; steps <= most; steps++)
        {
            double squares = FixedOrder.Dot(left[steps], left[steps]);
            if (squares < least) (best, least) = (steps, squares);
        }
        if (cautious && !IsClear(left[0], left[best])) best = 0;
        Path whole = new(candidates, response, always, [.. Enumerable.Range(0, rows)], rows);
        for (int step = 0; step < best; step++) whole.Step();
        return (whole.Regression(), left[best]);
    }

    /// <summary>The value at the terms of one row.</summary>
    public double At(ReadOnlySpan<double> terms)
    {
        double sum = _constant;
        for (int i = 0; i < _terms.Length; i++) sum = Math.FusedMultiplyAdd(_coefficients[i], terms[_terms[i]], sum);
        return sum;
    }

    private static bool IsClear(double[] before, double[] after)
    {
        int rows = before.Length;
        double mean = 0, squares = 0;
        for (int row = 0; row < rows; row++) mean += Gain(row) / rows;
        for (int row = 0; row < rows; row++) squares += (Gain(row) - mean) * (Gain(row) - mean);
        return mean > 2 * Math.Sqrt(squares / ((double)rows * rows));

        double Gain(int row) => before[row] * before[row] - after[row] * after[row];
    }

    /// <summary>
    /// Candidates and response from which the intercept and all chosen terms are taken out as the first rows, those of training, say.
    /// </summary>
    private sealed class Path
    {
        private readonly int _rows, _training, _count;
        private readonly double[] _columns; // P × N
        private readonly double[] _rest;
        private readonly double[] _means, _squares;
        private readonly double _mean;
        private readonly List<int> _chosen = [];
        private readonly List<double[]> _overlaps = []; // of each step with all terms
        private readonly List<double> _shares = [];

        public Path(double[] candidates, double[] response, Range always, int[] order, int training)
        {
            (_rows, _training, _count) = (order.Length, training, candidates.Length / response.Length);
            (_columns, _rest) = (new double[_count * _rows], new double[_rows]);
            (_means, _squares) = (new double[_count], new double[_count]);
            for (int p = 0; p < _count; p++)
            {
                _means[p] = Centre(candidates.AsSpan(p * _rows, _rows), order, Column(p));
                _squares[p] = Squares(p);
            }
            _mean = Centre(response, order, _rest);
            (int first, int length) = always.GetOffsetAndLength(_count);
            while (Take(first, first + length))
            {
            }
        }

        /// <summary>What is left of the response of a row.</summary>
        public double Left(int row) => _rest[row];

        /// <summary>Takes one more term; nothing where none says more.</summary>
        public void Step() => Take(0, _count);

        /// <summary>Takes the best of some terms; false where none says more.</summary>
        private bool Take(int first, int end)
        {
            int best = -1;
            double most = -1, squares = 0;
            for (int p = first; p < end; p++)
            {
                double own = Squares(p);
                if (!(own > Vanished * _squares[p])) continue; // a chosen one is 0
                double product = FixedOrder.Dot(Column(p)[.._training], _rest), gain = product * product / own;
                if (gain > most) (best, most, squares) = (p, gain, own);
            }
            if (best < 0) return false;
            double[] direction = Column(best).ToArray(), overlaps = new double[_count];
            double share = FixedOrder.Dot(direction.AsSpan(0, _training), _rest) / squares;
            FixedOrder.AddScaled(_rest, -share, direction);
            for (int p = 0; p < _count; p++)
            {
                overlaps[p] = FixedOrder.Dot(direction.AsSpan(0, _training), Column(p)) / squares;
                if (p == best) Column(p).Clear();
                else FixedOrder.AddScaled(Column(p), -overlaps[p], direction);
            }
            _chosen.Add(best);
            _overlaps.Add(overlaps);
            _shares.Add(share);
            return true;
        }

        /// <summary>In the terms as they were: their orthogonal parts are solved for backwards.</summary>
        public SparseRegression Regression()
        {
            double[] coefficients = new double[_chosen.Count];
            double constant = _mean;
            for (int m = coefficients.Length - 1; m >= 0; m--)
            {
                double value = _shares[m];
                for (int later = m + 1; later < coefficients.Length; later++)
                    value -= _overlaps[m][_chosen[later]] * coefficients[later];
                coefficients[m] = value;
                constant -= value * _means[_chosen[m]];
            }
            return new SparseRegression(constant, [.. _chosen], coefficients);
        }

        private Span<double> Column(int term) => _columns.AsSpan(term * _rows, _rows);

        private double Squares(int term) => FixedOrder.Dot(Column(term)[.._training], Column(term));

        private double Centre(ReadOnlySpan<double> values, int[] order, Span<double> centred)
        {
            double mean = 0;
            for (int i = 0; i < _rows; i++) centred[i] = values[order[i]];
            for (int i = 0; i < _training; i++) mean += centred[i];
            mean /= _training;
            for (int i = 0; i < _rows; i++) centred[i] -= mean;
            return mean;
        }
    }
}
