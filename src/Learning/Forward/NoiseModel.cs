using IonSweep.Learning.Multivariate;
using IonSweep.Spectra.Numerics;

namespace IonSweep.Learning.Forward;

/// <summary>
/// Deviations of spectra from the mean spectrum of their targets: s (L f + ψ g) + σ e, where s and σ are standard deviations of every
/// channel that may change with its mean (<see cref="NoiseScale"/>), f few common factors with loadings L (C × K), g white noise smoothed
/// along the channels by a Gaussian, and e white noise. All of f, g and e are normal. White noise has a scale of its own because read-out
/// and shot noise follow the signal otherwise than what a sample's history does to its spectrum.
/// </summary>
internal sealed class NoiseModel
{
    private const int Oversampling = 6;

    private readonly NoiseScale[] _scales;  // s
    private readonly NoiseScale[] _white;   // σ
    private readonly double[] _loadings;    // K × C
    private readonly double[] _smooth;      // ψ, C
    private readonly double[] _kernel;      // smoothing weights of unit sum of squares, odd length

    private NoiseModel(NoiseScale[] scales, NoiseScale[] white, double[] loadings, double[] smooth, double[] kernel)
    {
        _scales = scales;
        _loadings = loadings;
        _white = white;
        _smooth = smooth;
        _kernel = kernel;
    }

    /// <summary>Common factors, K.</summary>
    public int Factors => _loadings.Length / _smooth.Length;

    /// <summary>Normal numbers that one spectrum takes, K + 2 C.</summary>
    public int NumbersPerSpectrum => Factors + 2 * _smooth.Length;

    /// <param name="deviations">N × C; standardised in place.</param>
    /// <param name="means">N × C predicted means.</param>
    /// <param name="rows">N.</param>
    /// <param name="channels">C.</param>
    /// <param name="samples">Independent samples among the rows; says how finely the scale can follow the mean.</param>
    /// <param name="maximumFactors">Limit of K.</param>
    public static NoiseModel Fit(double[] deviations, double[] means, int rows, int channels, int samples, int maximumFactors)
    {
        NoiseScale[] scales = NoiseScale.Fit(deviations, means, rows, channels, samples);
        for (int row = 0; row < rows; row++)
            for (int c = 0; c < channels; c++)
            {
                int at = row * channels + c;
                deviations[at] = scales[c].IsSilent ? 0 : deviations[at] / scales[c].At(means[at]);
            }
        return WithFactors(scales, deviations, means, rows, channels, samples, maximumFactors);
    }

    /// <summary>Adds noise to a mean spectrum, in place.</summary>
    /// <param name="spectrum">C values.</param>
    /// <param name="normal">K + 2 C standard normal numbers: f, e, and what is smoothed to g.</param>
    /// <param name="factor">Multiplies the noise; 1 for what was fitted.</param>
    public void AddTo(Span<double> spectrum, ReadOnlySpan<float> normal, double factor)
    {
        int channels = spectrum.Length, factors = Factors, half = _kernel.Length / 2;
        ReadOnlySpan<float> e = normal.Slice(factors, channels), rough = normal.Slice(factors + channels, channels);
        double[] z = new double[channels];
        for (int k = 0; k < factors; k++)
            FixedOrder.AddScaled(z, normal[k], _loadings.AsSpan(k * channels, channels));
        for (int c = 0; c < channels; c++)
        {
            if (_scales[c].IsSilent) continue;
            double g = 0;
            if (_smooth[c] > 0)
                for (int i = 0; i < _kernel.Length; i++)
                    // a ring keeps the variance at the ends
                    g = Math.FusedMultiplyAdd(_kernel[i], rough[(c + i - half + channels) % channels], g);
            double mean = spectrum[c];
            spectrum[c] += factor * (_scales[c].At(mean) * Math.FusedMultiplyAdd(_smooth[c], g, z[c]) + _white[c].At(mean) * e[c]);
        }
    }

    /// <summary>
    /// Principal factors of the standardised deviations by subspace iteration. As many are kept as stand above what independent noise
    /// alone would show (edge σ²(1 + √(C/N))² of V. A. Marchenko, L. A. Pastur, Math. USSR Sb. 1 (1967) 457);
    /// loadings and remainder together keep every channel's variance.
    /// </summary>
    private static NoiseModel WithFactors(
        NoiseScale[] scales, double[] z, double[] means, int rows, int channels, int samples, int maximumFactors)
    {
        int directions = Math.Min(maximumFactors + Oversampling, Math.Min(rows - 1, channels));
        (double[] values, double[] vectors) = PrincipalDirections.Of(z, rows, channels, directions);
        int live = scales.Count(scale => !scale.IsSilent);
        double trace = live, ratio = (double)live / rows, edge = (1 + Math.Sqrt(ratio)) * (1 + Math.Sqrt(ratio));
        int kept = 0;
        while (kept < Math.Min(maximumFactors, values.Length) && live - kept > 1)
        {
            double noise = Math.Max((trace - values[kept]) / (live - kept - 1), 0);
            if (values[kept] <= edge * noise) break;
            trace -= values[kept++];
        }
        double[] loadings = new double[kept * channels];
        for (int k = 0; k < kept; k++)
        {
            double load = Math.Sqrt(Math.Max(values[k], 0));
            for (int c = 0; c < channels; c++) loadings[k * channels + c] = load * vectors[k * channels + c];
        }
        return WithRemainder(scales, z, means, vectors, rows, channels, samples, kept, loadings);
    }

    /// <summary>
    /// Splits what the factors leave, u, into white and smooth noise. In u(c) − (u(c−1) + u(c+1))/2 smooth noise cancels and white
    /// noise has 1.5 times its variance. The smooth part's correlation at distance 2, exp(−2²/4h²), gives the width h of its Gaussian.
    /// </summary>
    private static NoiseModel WithRemainder(
        NoiseScale[] scales, double[] z, double[] means, double[] vectors, int rows, int channels, int samples, int factors,
        double[] loadings)
    {
        const int lag = 2;
        double[] left = new double[channels], own = new double[channels], squares = new double[channels], rough = new double[channels];
        double[] curvatures = new double[rows * channels]; // in the spectra's unit
        double lagged = 0, total = 0, whiteTotal = 0;
        for (int row = 0; row < rows; row++)
        {
            z.AsSpan(row * channels, channels).CopyTo(left);
            for (int k = 0; k < factors; k++)
            {
                ReadOnlySpan<double> v = vectors.AsSpan(k * channels, channels);
                double score = FixedOrder.DotInFours(v, z.AsSpan(row * channels, channels));
                FixedOrder.AddScaled(left, -score, v);
            }
            for (int c = 0; c < channels; c++) own[c] = scales[c].IsSilent ? 0 : scales[c].At(means[row * channels + c]);
            for (int c = 0; c < channels; c++)
            {
                squares[c] = Math.FusedMultiplyAdd(left[c], left[c], squares[c]);
                if (c >= lag) lagged = Math.FusedMultiplyAdd(left[c], left[c - lag], lagged);
                int centre = Math.Clamp(c, 1, Math.Max(channels - 2, 1));
                double curvature = channels < 3 ? left[c] : (left[centre] - (left[centre - 1] + left[centre + 1]) / 2) / Math.Sqrt(1.5);
                rough[c] = Math.FusedMultiplyAdd(curvature, curvature, rough[c]);
                curvatures[row * channels + c] = curvature * own[c];
            }
        }
        double[] smooth = new double[channels];
        for (int c = 0; c < channels; c++)
        {
            // Noisier neighbours can show more than the channel has.
            double limit = rough[c] > squares[c] ? Math.Sqrt(squares[c] / rough[c]) : 1;
            if (limit < 1) for (int row = 0; row < rows; row++) curvatures[row * channels + c] *= limit;
            double white = Math.Min(rough[c], squares[c]);
            total += squares[c];
            whiteTotal += white;
            smooth[c] = Math.Sqrt((squares[c] - white) / rows);
        }
        double smoothTotal = total - whiteTotal, correlation = smoothTotal > 0 ? lagged / smoothTotal : 0;
        double width = correlation < 0.02 ? 0 : Math.Sqrt(lag * lag / (-4 * PortableMath.Log(Math.Min(correlation, 0.9999))));
        NoiseScale[] whiteScales = NoiseScale.Fit(curvatures, means, rows, channels, samples);
        return new NoiseModel(scales, whiteScales, loadings, smooth, Kernel(Math.Min(width, Math.Min(20, channels / 8.0))));
    }

    /// <summary>Gaussian weights with a sum of squares of 1, cut at three widths.</summary>
    private static double[] Kernel(double width)
    {
        int half = (int)Math.Ceiling(3 * width);
        double[] kernel = new double[2 * half + 1];
        double squares = 0;
        for (int i = -half; i <= half; i++)
        {
            double value = half == 0 ? 1 : PortableMath.Exp(-i * i / (2 * width * width));
            kernel[i + half] = value;
            squares += value * value;
        }
        for (int i = 0; i < kernel.Length; i++) kernel[i] /= Math.Sqrt(squares);
        return kernel;
    }
}
