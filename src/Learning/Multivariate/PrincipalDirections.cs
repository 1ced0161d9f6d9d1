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
        for (int iteration = 0; iteration <= Iterations; iteration++)
        {
            Array.Clear(next);
            Array.Clear(projected);
            for (int row = 0; row < rows; row++)
            {
                ReadOnlySpan<double> x = z.AsSpan(row * channels, channels);
                for (int k = 0; k < count; k++) scores[k] = Dot(x, v.AsSpan(k * channels, channels));
                if (iteration == Iterations)
                {
                    for (int i = 0; i < count; i++)
                        for (int j = 0; j < count; j++)
                            projected[i * count + j] = Math.FusedMultiplyAdd(scores[i], scores[j], projected[i * count + j]);
                    continue;
                }
                for (int k = 0; k < count; k++)
                {
                    double score = scores[k];
                    Span<double> sum = next.AsSpan(k * channels, channels);
                    for (int c = 0; c < channels; c++) sum[c] = Math.FusedMultiplyAdd(score, x[c], sum[c]);
                }
            }
            if (iteration == Iterations) break;
            (v, next) = (next, v);
            Orthonormalize(v, count, channels);
        }
        for (int i = 0; i < projected.Length; i++) projected[i] /= rows;
        (double[] values, double[] rotation) = SymmetricEigen.Decompose(projected, count);
        double[] vectors = new double[count * channels];
        for (int i = 0; i < count; i++)
            for (int k = 0; k < count; k++)
                for (int c = 0; c < channels; c++)
                    vectors[i * channels + c] = Math.FusedMultiplyAdd(
                        rotation[i * count + k], v[k * channels + c], vectors[i * channels + c]);
        return (values, vectors);
    }

    /// <summary>Gram–Schmidt on rows, twice; a row that vanishes stays 0.</summary>
    private static void Orthonormalize(double[] v, int count, int columns)
    {
        for (int k = 0; k < count; k++)
        {
            Span<double> row = v.AsSpan(k * columns, columns);
            double before = Math.Sqrt(Dot(row, row));
            for (int pass = 0; pass < 2; pass++)
                for (int j = 0; j < k; j++)
                {
                    ReadOnlySpan<double> other = v.AsSpan(j * columns, columns);
                    double overlap = Dot(row, other);
                    for (int c = 0; c < columns; c++) row[c] = Math.FusedMultiplyAdd(-overlap, other[c], row[c]);
                }
            double norm = Math.Sqrt(Dot(row, row));
            double scale = norm > 1e-12 * before && norm > 0 ? 1 / norm : 0;
            for (int c = 0; c < columns; c++) row[c] *= scale;
        }
    }

    /// <summary>Four interleaved sums, added in one fixed order: faster than one chain and the same on every machine.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int i = 0;
        for (; i + 4 <= a.Length; i += 4)
        {
            s0 = Math.FusedMultiplyAdd(a[i], b[i], s0);
            s1 = Math.FusedMultiplyAdd(a[i + 1], b[i + 1], s1);
            s2 = Math.FusedMultiplyAdd(a[i + 2], b[i + 2], s2);
            s3 = Math.FusedMultiplyAdd(a[i + 3], b[i + 3], s3);
        }
        for (; i < a.Length; i++) s0 = Math.FusedMultiplyAdd(a[i], b[i], s0);
        return (s0 + s1) + (s2 + s3);
    }
}
