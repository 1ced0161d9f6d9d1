using IonSweep.Spectra.Numerics;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Multivariate;

/// <summary>
/// Principal directions of many rows by subspace iteration (G. H. Golub, C. F. Van Loan, Matrix Computations, 8.2) from a fixed start, in
/// one fixed order of operations.
/// </summary>
internal static class PrincipalDirections
{
    private const int Iterations = 6;

    /// <param name="z">N × C, row-major.</param>
    /// <param name="rows">N.</param>
    /// <param name="channels">C.</param>
    /// <param name="count">Directions wanted, K; the last few are less exact.</param>
    /// <returns>The largest eigenvalues of ZᵀZ/N, descending, and their eigenvectors as rows (K × C).</returns>
    public static (double[] Values, double[] Vectors) Of(double[] z, int rows, int channels, int count)
    {
        // The start only has to be no eigenvector's opposite; any fixed stream does.
        float[] start = new float[count * channels];
        NormalStream.Fill(StreamKeys.Of("principal-directions-start"), 0, start);
        double[] v = [.. start.Select(value => (double)value)], next = new double[count * channels], scores = new double[count];
        Orthonormalize(v, count, channels);
        double[] projected = new double[count * count];
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            Array.Clear(next);
            int row = 0;
            for (; row + 2 <= rows; row += 2)
            {
                ReadOnlySpan<double> one = z.AsSpan(row * channels, channels), other = z.AsSpan((row + 1) * channels, channels);
                for (int k = 0; k < count; k++)
                {
                    ReadOnlySpan<double> direction = v.AsSpan(k * channels, channels);
                    FixedOrder.AddScaled(next.AsSpan(k * channels, channels),
                        FixedOrder.DotInFours(one, direction), one, FixedOrder.DotInFours(other, direction), other);
                }
            }
            for (; row < rows; row++)
            {
                ReadOnlySpan<double> x = z.AsSpan(row * channels, channels);
                for (int k = 0; k < count; k++)
                    FixedOrder.AddScaled(
                        next.AsSpan(k * channels, channels), FixedOrder.DotInFours(x, v.AsSpan(k * channels, channels)), x);
            }
            (v, next) = (next, v);
            Orthonormalize(v, count, channels);
        }
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<double> x = z.AsSpan(row * channels, channels);
            for (int k = 0; k < count; k++) scores[k] = FixedOrder.DotInFours(x, v.AsSpan(k * channels, channels));
            for (int i = 0; i < count; i++) FixedOrder.AddScaled(projected.AsSpan(i * count, count), scores[i], scores);
        }
        for (int i = 0; i < projected.Length; i++) projected[i] /= rows;
        (double[] values, double[] rotation) = SymmetricEigen.Decompose(projected, count);
        double[] vectors = new double[count * channels];
        for (int i = 0; i < count; i++)
            for (int k = 0; k < count; k++)
                FixedOrder.AddScaled(
                    vectors.AsSpan(i * channels, channels), rotation[i * count + k], v.AsSpan(k * channels, channels));
        return (values, vectors);
    }

    /// <summary>Gram–Schmidt on rows, twice; a row that vanishes stays 0.</summary>
    private static void Orthonormalize(double[] v, int count, int columns)
    {
        for (int k = 0; k < count; k++)
        {
            Span<double> row = v.AsSpan(k * columns, columns);
            double before = Math.Sqrt(FixedOrder.DotInFours(row, row));
            for (int pass = 0; pass < 2; pass++)
                for (int j = 0; j < k; j++)
                {
                    ReadOnlySpan<double> other = v.AsSpan(j * columns, columns);
                    FixedOrder.AddScaled(row, -FixedOrder.DotInFours(row, other), other);
                }
            double norm = Math.Sqrt(FixedOrder.DotInFours(row, row));
            double scale = norm > 1e-12 * before && norm > 0 ? 1 / norm : 0;
            for (int c = 0; c < columns; c++) row[c] *= scale;
        }
    }
}
