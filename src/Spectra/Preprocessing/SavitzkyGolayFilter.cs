using System.Buffers;

namespace IonSweep.Spectra.Preprocessing;

/// <summary>
/// Savitzky–Golay filter (A. Savitzky, M. J. E. Golay, Anal. Chem. 36 (1964) 1627): each value becomes that of a least-squares
/// polynomial on the window around it, or of its derivative. The first and last half windows are read off the polynomials of the
/// first and last whole window, as scipy's <c>savgol_filter(mode="interp")</c> does.
/// </summary>
internal sealed class SavitzkyGolayFilter : IPreprocessor
{
    private readonly int _window;
    private readonly double[] _weights; // window × window: row p gives the filtered value at position p of a window

    public SavitzkyGolayFilter(int window, int polynomial, int derivative, double delta)
    {
        _window = window;
        _weights = Weights(window, polynomial, derivative, delta);
    }

    public void Apply(Span<double> spectrum)
    {
        double[] scratch = ArrayPool<double>.Shared.Rent(spectrum.Length);
        spectrum.CopyTo(scratch);
        int half = _window / 2, last = spectrum.Length - _window;
        for (int c = 0; c < spectrum.Length; c++)
        {
            int start = Math.Clamp(c - half, 0, last), position = c - start;
            ReadOnlySpan<double> weights = _weights.AsSpan(position * _window, _window), values = scratch.AsSpan(start, _window);
            double sum = 0;
            for (int i = 0; i < weights.Length; i++) sum = Math.FusedMultiplyAdd(weights[i], values[i], sum);
            spectrum[c] = sum;
        }
        ArrayPool<double>.Shared.Return(scratch);
    }

    /// <summary>
    /// With positions t in [−1, 1], the powers t⁰ … tᵖ orthonormalised on the window (Gram–Schmidt, twice for accuracy) are both
    /// values on the window, q, and polynomials, c. The weight of value i for the derivative at t is Σₖ qₖ(i) · dᵈ cₖ(t)/dtᵈ.
    /// </summary>
    private static double[] Weights(int window, int polynomial, int derivative, double delta)
    {
        int half = window / 2, terms = polynomial + 1;
        double step = half > 0 ? 1.0 / half : 1;
        double[][] values = new double[terms][], powers = new double[terms][];
        for (int k = 0; k < terms; k++)
        {
            // Multiplying the orthonormal polynomial before by t keeps the new one well apart from all others.
            double[] q = new double[window], c = new double[terms];
            for (int i = 0; i < window; i++) q[i] = k == 0 ? 1 : values[k - 1][i] * ((i - half) * step);
            if (k == 0) c[0] = 1;
            else for (int j = 0; j < k; j++) c[j + 1] = powers[k - 1][j];
            for (int pass = 0; pass < 2; pass++)
                for (int j = 0; j < k; j++) Subtract(q, c, values[j], powers[j]);
            double norm = Math.Sqrt(Dot(q, q));
            for (int i = 0; i < window; i++) q[i] /= norm;
            for (int j = 0; j < terms; j++) c[j] /= norm;
            (values[k], powers[k]) = (q, c);
        }

        double unit = 1; // d t / d x, once per derivative
        for (int d = 0; d < derivative; d++) unit *= step / delta;
        double[] weights = new double[window * window];
        for (int position = 0; position < window; position++)
            for (int k = 0; k < terms; k++)
            {
                double slope = unit * Derivative(powers[k], derivative, (position - half) * step);
                for (int i = 0; i < window; i++)
                    weights[position * window + i] = Math.FusedMultiplyAdd(slope, values[k][i], weights[position * window + i]);
            }
        return weights;
    }

    private static void Subtract(double[] q, double[] c, double[] otherValues, double[] otherPowers)
    {
        double part = Dot(q, otherValues);
        for (int i = 0; i < q.Length; i++) q[i] -= part * otherValues[i];
        for (int j = 0; j < c.Length; j++) c[j] -= part * otherPowers[j];
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum = Math.FusedMultiplyAdd(a[i], b[i], sum);
        return sum;
    }

    /// <summary>The d-th derivative of Σ cⱼ tʲ at t.</summary>
    private static double Derivative(double[] c, int d, double t)
    {
        double sum = 0;
        for (int j = c.Length - 1; j >= d; j--)
        {
            double factor = c[j];
            for (int m = 0; m < d; m++) factor *= j - m;
            sum = Math.FusedMultiplyAdd(sum, t, factor);
        }
        return sum;
    }
}
