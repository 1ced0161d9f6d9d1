namespace IonSweep.Spectra.Axes;

/// <summary>
/// Brings spectra from one axis to another of the same unit. Only sums, products and quotients in one fixed order, in double: the same bits
/// on every machine. Where the axes share a channel its value is kept as it is.
/// </summary>
public sealed class Resampling
{
    private readonly double[] _from;
    private readonly int[] _below;     // for each new channel the old one at or before it
    private readonly double[] _offset; // and how far behind that it lies; 0 for a shared channel
    private readonly double[]? _multipliers, _pivots; // of the spline's system, whose matrix depends on the axis alone

    /// <param name="from">C positions, strictly increasing.</param>
    /// <param name="to">D positions, strictly increasing, none outside <paramref name="from"/> by more than rounding.</param>
    /// <param name="interpolation">How values between channels are found.</param>
    /// <exception cref="ArgumentOutOfRangeException">A position lies outside: nothing is extrapolated.</exception>
    public Resampling(IReadOnlyList<double> from, IReadOnlyList<double> to, Interpolation interpolation)
    {
        if (!Covers(from, to)) throw new ArgumentOutOfRangeException(nameof(to), "Nothing is extrapolated beyond the ends of an axis.");
        _from = [.. from];
        _below = new int[to.Count];
        _offset = new double[to.Count];
        for (int c = 0, at = 0; c < to.Count; c++)
        {
            double position = Math.Clamp(to[c], _from[0], _from[^1]);
            while (at < _from.Length - 1 && _from[at + 1] <= position) at++;
            (_below[c], _offset[c]) = (at, position - _from[at]);
        }
        if (interpolation == Interpolation.Cubic && _from.Length > 3) (_multipliers, _pivots) = Eliminated();
        IsCubic = interpolation == Interpolation.Cubic && _from.Length > 2; // two channels allow a line only
    }

    private bool IsCubic { get; }

    /// <summary>The range of an axis holds all positions of another, but for rounding.</summary>
    public static bool Covers(IReadOnlyList<double> from, IReadOnlyList<double> to) =>
        (to[0] >= from[0] || SpectralAxis.IsSame(to[0], from[0])) && (to[^1] <= from[^1] || SpectralAxis.IsSame(to[^1], from[^1]));

    /// <summary>Resamples one spectrum.</summary>
    /// <param name="spectrum">C values.</param>
    /// <param name="resampled">D values.</param>
    public void Apply(ReadOnlySpan<float> spectrum, Span<float> resampled)
    {
        double[]? slopes = IsCubic ? Slopes(spectrum) : null;
        for (int c = 0; c < resampled.Length; c++)
        {
            int at = _below[c];
            if (_offset[c] == 0)
            {
                resampled[c] = spectrum[at];
                continue;
            }
            double width = _from[at + 1] - _from[at], step = (double)spectrum[at + 1] - spectrum[at], share = _offset[c] / width;
            if (slopes is null) resampled[c] = (float)(spectrum[at] + share * step);
            else
            {
                // Hermite's form: the values and slopes at both ends of the interval.
                double first = slopes[at] * width - step, second = step - slopes[at + 1] * width;
                resampled[c] = (float)(spectrum[at] + share * step + share * (1 - share) * ((1 - share) * first + share * second));
            }
        }
    }

    /// <summary>
    /// Slopes s of the spline at its channels. Inside h(i) s(i−1) + 2 (h(i−1) + h(i)) s(i) + h(i−1) s(i+1) = 3 (h(i) d(i−1) + h(i−1) d(i)),
    /// with widths h and divided differences d; at the ends the conditions that make the second channel no knot.
    /// </summary>
    private double[] Slopes(ReadOnlySpan<float> y)
    {
        int n = _from.Length;
        if (n == 3) return Parabola(y);
        double[] s = new double[n];
        double Width(int i) => _from[i + 1] - _from[i];
        double h0 = Width(0), h1 = Width(1), both = h0 + h1, d0 = Difference(y, 0), d1 = Difference(y, 1);
        s[0] = ((h0 + 2 * both) * h1 * d0 + h0 * h0 * d1) / both;
        for (int i = 1; i < n - 1; i++) s[i] = 3 * (Width(i) * Difference(y, i - 1) + Width(i - 1) * Difference(y, i));
        double last = Width(n - 2), before = Width(n - 3), end = last + before;
        s[n - 1] = (last * last * Difference(y, n - 3) + (2 * end + last) * before * Difference(y, n - 2)) / end;
        for (int i = 1; i < n; i++) s[i] -= _multipliers![i] * s[i - 1];
        s[n - 1] /= _pivots![n - 1];
        for (int i = n - 2; i >= 0; i--) s[i] = (s[i] - Above(i) * s[i + 1]) / _pivots[i];
        return s;
    }

    private double[] Parabola(ReadOnlySpan<float> y)
    {
        double d0 = Difference(y, 0), d1 = Difference(y, 1), h0 = _from[1] - _from[0], h1 = _from[2] - _from[1];
        double curvature = (d1 - d0) / (h0 + h1);
        return [d0 - curvature * h0, d0 + curvature * h0, d1 + curvature * h1];
    }

    private double Difference(ReadOnlySpan<float> y, int i) => ((double)y[i + 1] - y[i]) / (_from[i + 1] - _from[i]);

    /// <summary>The element of row i right of the diagonal.</summary>
    private double Above(int i) => i == 0 ? _from[2] - _from[0] : _from[i] - _from[i - 1];

    private (double[] Multipliers, double[] Pivots) Eliminated()
    {
        int n = _from.Length;
        double[] multipliers = new double[n], pivots = new double[n];
        pivots[0] = _from[2] - _from[1];
        for (int i = 1; i < n; i++)
        {
            bool last = i == n - 1;
            double below = last ? _from[n - 1] - _from[n - 3] : _from[i + 1] - _from[i];
            double diagonal = last ? _from[n - 2] - _from[n - 3] : 2 * (_from[i + 1] - _from[i - 1]);
            multipliers[i] = below / pivots[i - 1];
            pivots[i] = diagonal - multipliers[i] * Above(i - 1);
        }
        return (multipliers, pivots);
    }
}
