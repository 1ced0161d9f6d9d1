using IonSweep.Learning.Forward;
using IonSweep.Learning.Selection;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Tests.Forward;

public class TriangularFlowTests
{
    private const int Rows = 240, Fresh = 2000;

    private static IReadOnlyList<InnerSplit> Splits(int rows) =>
        InnerSplits.Of([.. Enumerable.Range(0, rows)], 5, 1, StreamKeys.Of("test", "flow-parts"));

    private static double[] Normal(string name, int count)
    {
        float[] values = new float[count];
        NormalStream.Fill(StreamKeys.Of("test", "flow", name), 0, values);
        return [.. values.Select(value => (double)value)];
    }

    /// <summary>Two conditions, and three coordinates with a curve, a product, and a spread that depends on a condition.</summary>
    private static (double[] Conditions, double[] Values) Draw(string name, int rows)
    {
        double[] conditions = Normal(name + "/conditions", rows * 2), noise = Normal(name + "/noise", rows * 3),
            values = new double[rows * 3];
        for (int row = 0; row < rows; row++)
        {
            double a = conditions[row * 2], b = conditions[row * 2 + 1];
            double first = values[row * 3] = 0.6 * a + 0.4 * a * a - 0.5 * b + 0.3 * noise[row * 3];
            values[row * 3 + 1] = 0.5 * first * b + 0.2 * noise[row * 3 + 1];
            values[row * 3 + 2] = Math.Exp(0.7 * a - 1) * noise[row * 3 + 2];
        }
        return (conditions, values);
    }

    private static TriangularFlow Fitted()
    {
        (double[] conditions, double[] values) = Draw("training", Rows);
        return TriangularFlow.Fit(values, conditions, Rows, Splits(Rows), products: true);
    }

    [Fact]
    public void What_was_encoded_is_decoded_to_what_it_was()
    {
        TriangularFlow flow = Fitted();
        (double[] conditions, double[] values) = Draw("training", Rows);
        double[] positions = new double[3], decoded = new double[3];
        int inside = 0;
        for (int row = 0; row < Rows; row++)
        {
            flow.Encode(conditions.AsSpan(row * 2, 2), values.AsSpan(row * 3, 3), positions);
            if (positions.Any(position => position is 0 or 1)) continue; // beyond what was ever left of held-out rows
            flow.Decode(conditions.AsSpan(row * 2, 2), positions, decoded);
            for (int k = 0; k < 3; k++) Assert.Equal(values[row * 3 + k], decoded[k], 1e-9);
            inside++;
        }
        Assert.True(inside > 0.95 * Rows);
    }

    [Fact]
    public void New_rows_of_the_same_distribution_lie_uniformly_and_independently_in_the_unit_cube()
    {
        TriangularFlow flow = Fitted();
        (double[] conditions, double[] values) = Draw("fresh", Fresh);
        double[] positions = new double[Fresh * 3];
        for (int row = 0; row < Fresh; row++)
            flow.Encode(conditions.AsSpan(row * 2, 2), values.AsSpan(row * 3, 3), positions.AsSpan(row * 3, 3));
        for (int k = 0; k < 3; k++)
        {
            for (int tenth = 1; tenth < 10; tenth++)
                Assert.Equal(tenth / 10.0, Of(k).Count(position => position < tenth / 10.0) / (double)Fresh, 0.08);
            Assert.Equal(0, Correlation(Of(k), [.. Enumerable.Range(0, Fresh).Select(row => conditions[row * 2])]), 0.2);
            Assert.Equal(0, Correlation(Of(k), Of((k + 1) % 3)), 0.2);
            Assert.Equal(0, Correlation( // the spread does not depend on the condition any more
                [.. Of(k).Select(position => Math.Abs(position - 0.5))],
                [.. Enumerable.Range(0, Fresh).Select(row => conditions[row * 2])]), 0.2);
        }

        double[] Of(int k) => [.. Enumerable.Range(0, Fresh).Select(row => positions[row * 3 + k])];
    }

    [Fact]
    public void A_sparse_regression_finds_the_terms_that_matter_and_is_least_squares_on_them()
    {
        double[] candidates = Normal("candidates", 30 * Rows), noise = Normal("error", Rows), response = new double[Rows];
        for (int row = 0; row < Rows; row++)
            response[row] = 2 + 3 * candidates[4 * Rows + row] - candidates[7 * Rows + row] + 0.5 * noise[row];
        (SparseRegression found, double[] held) = SparseRegression.Fit(candidates, response, Splits(Rows), 20, 0..0, cautious: false);
        Assert.Equal([4, 7], found.Terms.Take(2));
        double[] left = [.. Enumerable.Range(0, Rows).Select(row => response[row] - found.At(Terms(row)))];
        Assert.Equal(0, left.Sum(), 1e-9);
        foreach (int term in found.Terms) // orthogonal to what is left: the normal equations
            Assert.Equal(0, left.Select((value, row) => value * candidates[term * Rows + row]).Sum(), 1e-9);
        Assert.Equal(0.5, Math.Sqrt(held.Average(value => value * value)), 0.08);
        Assert.True(held.Sum(value => value * value) > left.Sum(value => value * value));

        double[] Terms(int row) => [.. Enumerable.Range(0, 30).Select(p => candidates[p * Rows + row])];
    }

    [Fact]
    public void A_cautious_one_takes_nothing_from_noise_and_none_takes_a_term_twice()
    {
        double[] candidates = Normal("candidates", 30 * Rows), noise = Normal("error", Rows);
        Assert.Empty(SparseRegression.Fit(candidates, noise, Splits(Rows), 20, 0..0, cautious: true).Regression.Terms);
        double[] doubled = [.. candidates[..(5 * Rows)], .. candidates[..(5 * Rows)]],
            response = [.. Enumerable.Range(0, Rows).Select(row => candidates[row] + candidates[Rows + row])];
        IReadOnlyList<int> terms = SparseRegression.Fit(doubled, response, Splits(Rows), 20, 0..0, cautious: true).Regression.Terms;
        Assert.Equal(terms.Count, terms.Select(term => term % 5).Distinct().Count());
        Assert.Equal([0, 1], terms.Take(2).Order());
    }

    [Fact]
    public void What_is_always_taken_comes_first_and_the_linear_part_is_the_same_along_any_axis()
    {
        double[] candidates = Normal("candidates", 30 * Rows), noise = Normal("error", 2 * Rows);
        double[] one = [.. Enumerable.Range(0, Rows).Select(row => 0.2 * candidates[3 * Rows + row] + noise[row])],
            two = [.. Enumerable.Range(0, Rows).Select(row => candidates[9 * Rows + row] + noise[Rows + row])];
        SparseRegression first = Fit(one), second = Fit(two), sum = Fit([.. one.Zip(two, (a, b) => a + b)]);
        Assert.Equal([2, 3, 4, 5], first.Terms.Take(4).Order());
        Assert.Equal([2, 3, 4, 5], second.Terms.Take(4).Order());
        for (int row = 0; row < Rows; row += 17)
        {
            double[] terms = [.. Enumerable.Range(0, 30).Select(p => candidates[p * Rows + row])];
            Assert.Equal(first.At(terms) + second.At(terms), sum.At(terms), 1e-9);
        }

        static SparseRegression Fit(double[] response) => SparseRegression.Fit(
            Normal("candidates", 30 * Rows), response, Splits(Rows), 0, 2..6, cautious: false).Regression;
    }

    private static double Correlation(double[] a, double[] b)
    {
        double meanA = a.Average(), meanB = b.Average(), ab = 0, aa = 0, bb = 0;
        for (int i = 0; i < a.Length; i++)
        {
            ab += (a[i] - meanA) * (b[i] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }
        return ab / Math.Sqrt(aa * bb);
    }
}
