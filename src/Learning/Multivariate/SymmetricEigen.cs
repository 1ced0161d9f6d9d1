namespace IonSweep.Learning.Multivariate;

/// <summary>
/// Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations (G. H. Golub, C. F. Van Loan, Matrix Computations,
/// 8.5): only IEEE operations in one fixed order, so that every machine gets the same bits.
/// </summary>
internal static class SymmetricEigen
{
    private const int MaximumSweeps = 60;

    /// <param name="matrix">n × n, symmetric; destroyed.</param>
    /// <param name="n">Order.</param>
    /// <returns>Eigenvalues, descending, and the eigenvectors as rows (n × n) in the same order.</returns>
    public static (double[] Values, double[] Vectors) Decompose(double[] matrix, int n)
    {
        double[] vectors = new double[n * n];
        for (int i = 0; i < n; i++) vectors[i * n + i] = 1;
        for (int sweep = 0; sweep < MaximumSweeps; sweep++)
        {
            double off = 0, on = 0;
            for (int p = 0; p < n; p++)
            {
                on += matrix[p * n + p] * matrix[p * n + p];
                for (int q = p + 1; q < n; q++) off += matrix[p * n + q] * matrix[p * n + q];
            }
            if (off <= 1e-30 * on) break;
            for (int p = 0; p < n - 1; p++)
                for (int q = p + 1; q < n; q++)
                    if (matrix[p * n + q] != 0) Rotate(matrix, vectors, n, p, q);
        }

        int[] order = new int[n];
        for (int i = 0; i < n; i++) order[i] = i;
        Array.Sort(order, (a, b) => matrix[b * n + b].CompareTo(matrix[a * n + a]) is var c && c != 0 ? c : a.CompareTo(b));
        double[] values = new double[n], sorted = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            values[i] = matrix[order[i] * n + order[i]];
            Array.Copy(vectors, order[i] * n, sorted, i * n, n);
        }
        return (values, sorted);
    }

    /// <summary>Makes element (p, q) zero; the rows of <paramref name="vectors"/> turn along.</summary>
    private static void Rotate(double[] matrix, double[] vectors, int n, int p, int q)
    {
        double apq = matrix[p * n + q], theta = (matrix[q * n + q] - matrix[p * n + p]) / (2 * apq);
        double t = Math.Abs(theta) > 1e150 ? 0.5 / theta : (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
        double c = 1 / Math.Sqrt(t * t + 1), s = t * c;
        for (int k = 0; k < n; k++)
        {
            double x = matrix[p * n + k], y = matrix[q * n + k];
            matrix[p * n + k] = c * x - s * y;
            matrix[q * n + k] = s * x + c * y;
        }
        for (int k = 0; k < n; k++)
        {
            double x = matrix[k * n + p], y = matrix[k * n + q];
            matrix[k * n + p] = c * x - s * y;
            matrix[k * n + q] = s * x + c * y;
        }
        matrix[p * n + q] = matrix[q * n + p] = 0;
        for (int k = 0; k < n; k++)
        {
            double x = vectors[p * n + k], y = vectors[q * n + k];
            vectors[p * n + k] = c * x - s * y;
            vectors[q * n + k] = s * x + c * y;
        }
    }
}
