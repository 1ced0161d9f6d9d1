using IonSweep.Spectra.Numerics;

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
                for (int j = 0; j < k; j++) Subtract(values, basis[j], FixedOrder.DotInFours(values, basis[j]));
            double norm = Math.Sqrt(FixedOrder.DotInFours(values, values));
            for (int c = 0; c < channels; c++) values[c] = norm > 1e-12 ? values[c] / norm : 0;
            basis[k] = values;
        }
        return basis;
    }

    /// <summary>values −= weight × direction.</summary>
    public static void Subtract(Span<double> values, ReadOnlySpan<double> direction, double weight)
    {
        FixedOrder.AddScaled(values, -weight, direction);
    }
}
