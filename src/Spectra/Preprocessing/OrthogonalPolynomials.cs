namespace IonSweep.Spectra.Preprocessing;

/// <summary>Polynomials of the channel's number, orthonormal over the channels (Gram–Schmidt, twice for accuracy).</summary>
internal static class OrthogonalPolynomials
{
    /// <summary>Those of degree 0 to <paramref name="degree"/>, C values each.</summary>
    public static double[][] Of(int channels, int degree)
    {
        double[][] basis = new double[degree + 1][];
        for (int k = 0; k <= degree; k++)
        {
            double[] values = new double[channels];
            for (int c = 0; c < channels; c++)
                values[c] = k == 0 ? 1 : basis[k - 1][c] * (channels > 1 ? 2.0 * c / (channels - 1) - 1 : 0);
            for (int pass = 0; pass < 2; pass++)
                for (int j = 0; j < k; j++) Subtract(values, basis[j], Dot(values, basis[j]));
            double norm = Math.Sqrt(Dot(values, values));
            for (int c = 0; c < channels; c++) values[c] = norm > 1e-12 ? values[c] / norm : 0;
            basis[k] = values;
        }
        return basis;
    }

    /// <summary>Four interleaved sums, added in one fixed order.</summary>
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
        return s0 + s1 + (s2 + s3);
    }

    /// <summary>values −= weight × direction.</summary>
    public static void Subtract(Span<double> values, ReadOnlySpan<double> direction, double weight)
    {
        for (int c = 0; c < values.Length; c++) values[c] = Math.FusedMultiplyAdd(-weight, direction[c], values[c]);
    }
}
