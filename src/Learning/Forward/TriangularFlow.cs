using IonSweep.Learning.Selection;
using IonSweep.Spectra.Numerics;

namespace IonSweep.Learning.Forward;

/// <summary>
/// A conditional flow from the unit cube to K coordinates, given T conditions: M. Rosenblatt's transformation (Ann. Math. Stat. 23 (1952)
/// 470), sₖ = fₖ(y, s₁ … sₖ₋₁) + gₖ(y, s₁ … sₖ₋₁) Qₖ(uₖ). Centre f and size ln g are <see cref="SparseRegression"/>s, Q is the piecewise
/// linear quantile function of what f leaves of rows that it was not fitted to, so that a draw is as uncertain as f is. Each coordinate is
/// a regression of its own with an answer in closed form, and the map can be inverted: uₖ follows from y and s. Such triangular maps are
/// what is fitted to ensembles of some tens of members (A. Spantini, R. Baptista, Y. Marzouk, SIAM Rev. 64 (2022) 921). Every centre has
/// all conditions, unless they are more than a third of the rows: its linear part is then the same whatever the axes of the coordinates
/// are, and with it what a calibration reads from a direction between them.
/// </summary>
internal sealed class TriangularFlow
{
    private const int MostTerms = 30;
    private const double Beyond = 0.1; // share of its range by which a drawn coordinate may leave it

    private readonly Coordinate[] _coordinates;
    private readonly int _conditionCount;

    private TriangularFlow(Coordinate[] coordinates, int conditionCount) =>
        (_coordinates, _conditionCount) = (coordinates, conditionCount);

    /// <summary>K.</summary>
    public int Count => _coordinates.Length;

    /// <param name="values">N × K, of mean 0 and variance 1, those first that others may depend on.</param>
    /// <param name="conditions">N × T, of mean 0 and variance 1.</param>
    /// <param name="rows">N.</param>
    /// <param name="splits">A cross-validation of the rows.</param>
    /// <param name="products">Centres may have products of two terms; else they are linear.</param>
    /// <param name="cancellation">Asked before every coordinate.</param>
    public static TriangularFlow Fit(
        double[] values, double[] conditions, int rows, IReadOnlyList<InnerSplit> splits, bool products,
        CancellationToken cancellation = default)
    {
        int count = values.Length / rows, given = conditions.Length / rows;
        Coordinate[] coordinates = new Coordinate[count];
        for (int k = 0; k < count; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            int width = FlowTerms.Count(given, k), main = FlowTerms.Main(given, k);
            double[] candidates = new double[width * rows], response = new double[rows], terms = new double[width];
            for (int row = 0; row < rows; row++)
            {
                FlowTerms.Fill(conditions.AsSpan(row * given, given), values.AsSpan(row * count, k), terms);
                for (int p = 0; p < width; p++) candidates[p * rows + row] = terms[p];
                response[row] = values[row * count + k];
            }
            int leading = main - given, allowed = products ? width : FlowTerms.Linear(given, k);
            (SparseRegression centre, double[] left) = SparseRegression.Fit(
                candidates[..(allowed * rows)], response, splits, MostTerms, given <= rows / 3 ? leading..main : 0..0, cautious: false);
            // A hundredth of the usual size keeps the logarithms of what happens to be next to 0 from weighing most.
            double usual = Math.Sqrt(FixedOrder.Dot(left, left) / rows);
            double[] sizes = [.. left.Select(one => usual > 0 ? PortableMath.Log(Math.Abs(one) + 0.01 * usual) : 0)];
            (SparseRegression size, _) = SparseRegression.Fit(
                candidates[..(main * rows)], sizes, splits, MostTerms, 0..0, cautious: true);
            for (int row = 0; row < rows; row++)
            {
                for (int p = 0; p < main; p++) terms[p] = candidates[p * rows + row];
                sizes[row] = size.At(terms);
                left[row] /= PortableMath.Exp(sizes[row]);
            }
            Array.Sort(left);
            double range = response.Max() - response.Min();
            coordinates[k] = new Coordinate(
                centre, size, sizes.Min(), sizes.Max(), left, response.Min() - Beyond * range, response.Max() + Beyond * range);
        }
        return new TriangularFlow(coordinates, given);
    }

    /// <summary>Where in the unit cube coordinates lie.</summary>
    /// <param name="conditions">T values.</param>
    /// <param name="values">K coordinates.</param>
    /// <param name="positions">Receives K values from 0 to 1.</param>
    public void Encode(ReadOnlySpan<double> conditions, ReadOnlySpan<double> values, Span<double> positions)
    {
        double[] terms = new double[FlowTerms.Count(_conditionCount, Count)];
        for (int k = 0; k < Count; k++)
        {
            FlowTerms.Fill(conditions, values[..k], terms);
            positions[k] = _coordinates[k].PositionOf(terms, values[k]);
        }
    }

    /// <summary>The coordinates at a place of the unit cube; none leaves the range that it was fitted to by more than a tenth.</summary>
    /// <param name="conditions">T values.</param>
    /// <param name="positions">K values from 0 to 1.</param>
    /// <param name="values">Receives K coordinates.</param>
    public void Decode(ReadOnlySpan<double> conditions, ReadOnlySpan<double> positions, Span<double> values)
    {
        double[] terms = new double[FlowTerms.Count(_conditionCount, Count)];
        for (int k = 0; k < Count; k++)
        {
            FlowTerms.Fill(conditions, values[..k], terms);
            values[k] = _coordinates[k].ValueAt(terms, positions[k]);
        }
    }

    /// <param name="Centre">f.</param>
    /// <param name="Size">ln g.</param>
    /// <param name="Smallest">Least that <paramref name="Size"/> was for a row it was fitted to.</param>
    /// <param name="Largest">Most.</param>
    /// <param name="Quantiles">Q at 0, 1/(N − 1) … 1, ascending.</param>
    /// <param name="Least">Least value.</param>
    /// <param name="Most">Most.</param>
    private sealed record Coordinate(
        SparseRegression Centre, SparseRegression Size, double Smallest, double Largest, double[] Quantiles, double Least, double Most)
    {
        public double ValueAt(ReadOnlySpan<double> terms, double position)
        {
            double at = position * (Quantiles.Length - 1);
            int below = Math.Min((int)at, Quantiles.Length - 2);
            double quantile = Math.FusedMultiplyAdd(at - below, Quantiles[below + 1] - Quantiles[below], Quantiles[below]);
            return Math.Clamp(Math.FusedMultiplyAdd(SizeAt(terms), quantile, Centre.At(terms)), Least, Most);
        }

        public double PositionOf(ReadOnlySpan<double> terms, double value)
        {
            double left = (value - Centre.At(terms)) / SizeAt(terms);
            if (left <= Quantiles[0]) return 0;
            if (left >= Quantiles[^1]) return 1;
            int found = Array.BinarySearch(Quantiles, left), below = found >= 0 ? found : ~found - 1;
            double step = Quantiles[below + 1] - Quantiles[below];
            return (below + (step > 0 ? (left - Quantiles[below]) / step : 0)) / (Quantiles.Length - 1);
        }

        private double SizeAt(ReadOnlySpan<double> terms) => PortableMath.Exp(Math.Clamp(Size.At(terms), Smallest, Largest));
    }
}
