using IonSweep.Learning.Multivariate;
using IonSweep.Spectra.Numerics;

namespace IonSweep.Learning.Forward;

/// <summary>
/// Mean spectrum as a function of the targets: for every channel ridge regressions on polynomial features of the targets, one for each
/// structure (constant, linear, + squares, + interactions, + cubic terms) and ridge, averaged with weights GCV^(−S/2). The score
/// GCV = (RSS/S) / (1 − 1.4 tr H / S)² estimates the error for new samples, its factor 1.4 guards against undersmoothing (Y.-J. Kim, C.
/// Gu, J. R. Stat. Soc. B 66 (2004) 337); the weights are those of Akaike's criterion (K. P. Burnham, D. R. Anderson, Sociol. Methods Res.
/// 33 (2004) 261). Choosing the best instead would jump from one channel to the next. All channels share one eigen decomposition of the
/// features' cross products per structure, so that a channel costs a few thousand operations.
/// </summary>
internal sealed class MeanModel
{
    private const double Caution = 1.4;

    private static readonly double[] Ridges = [1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10]; // times the number of samples

    private readonly TargetFeatures _features;
    private readonly double[] _intercepts;   // C
    private readonly double[] _coefficients; // P × C: rows of channels, so that a mean spectrum is a sum of spectra
    private readonly bool[] _nonNegative;    // C

    private MeanModel(TargetFeatures features, double[] intercepts, double[] coefficients, bool[] nonNegative, double[] degreesOfFreedom,
        int[] structures)
    {
        _features = features;
        _intercepts = intercepts;
        _coefficients = coefficients;
        _nonNegative = nonNegative;
        DegreesOfFreedom = degreesOfFreedom;
        Structures = structures;
    }

    /// <summary>tr H of every channel, intercept included.</summary>
    public double[] DegreesOfFreedom { get; }

    /// <summary>Structure with the largest weight in every channel: 0 constant … 4 cubic.</summary>
    public int[] Structures { get; }

    /// <summary>The features, which also measure distances between target combinations.</summary>
    public TargetFeatures Features => _features;

    /// <param name="targets">S × T sample targets.</param>
    /// <param name="means">S × C mean spectra of the samples.</param>
    /// <param name="samples">S.</param>
    /// <param name="targetCount">T.</param>
    /// <param name="channels">C.</param>
    /// <param name="nonNegative">Channels whose mean is kept from going below 0.</param>
    public static MeanModel Fit(double[] targets, double[] means, int samples, int targetCount, int channels, bool[] nonNegative)
    {
        (TargetFeatures features, double[] z) = TargetFeatures.Fit(targets, samples, targetCount);
        int p = features.Count;
        double[] intercepts = new double[channels], squares = new double[channels], products = new double[p * channels];
        for (int s = 0; s < samples; s++)
            for (int c = 0; c < channels; c++) intercepts[c] += means[s * channels + c];
        for (int c = 0; c < channels; c++) intercepts[c] /= samples;
        double[] centred = new double[channels];
        for (int s = 0; s < samples; s++)
        {
            for (int c = 0; c < channels; c++)
            {
                centred[c] = means[s * channels + c] - intercepts[c];
                squares[c] = Math.FusedMultiplyAdd(centred[c], centred[c], squares[c]);
            }
            for (int f = 0; f < p; f++) FixedOrder.AddScaled(products.AsSpan(f * channels, channels), z[s * p + f], centred);
        }

        double[] gram = Gram(z, samples, p);
        (double[] Values, double[] Vectors)[] eigen = [
            .. features.Structures.Select(size => SymmetricEigen.Decompose(Leading(gram, p, size), size))];
        double[] coefficients = new double[p * channels], freedom = new double[channels];
        int[] structures = new int[channels];
        for (int c = 0; c < channels; c++)
            (structures[c], freedom[c]) = FitChannel(c, channels, samples, squares[c], products, eigen, coefficients);
        return new MeanModel(features, intercepts, coefficients, nonNegative, freedom, structures);
    }

    /// <summary>Writes the mean spectrum of one target combination, C values.</summary>
    public void At(ReadOnlySpan<double> targets, Span<double> spectrum)
    {
        Span<double> features = stackalloc double[_features.Count];
        _features.At(targets, features);
        _intercepts.CopyTo(spectrum);
        for (int f = 0; f < features.Length; f++)
            FixedOrder.AddScaled(spectrum, features[f], _coefficients.AsSpan(f * spectrum.Length, spectrum.Length));
        for (int c = 0; c < spectrum.Length; c++)
            if (_nonNegative[c] && spectrum[c] < 0) spectrum[c] = 0;
    }

    /// <summary>Averages the regressions of one channel and writes its coefficients.</summary>
    private static (int Structure, double Freedom) FitChannel(
        int channel, int channels, int samples, double squares, double[] products, (double[] Values, double[] Vectors)[] eigen,
        double[] coefficients)
    {
        double[][] rotated = new double[eigen.Length][];
        double[,] scores = new double[eigen.Length, Ridges.Length], freedoms = new double[eigen.Length, Ridges.Length]; // scores: log GCV
        int best = 0;
        double lowest = double.PositiveInfinity;
        for (int structure = 0; structure < eigen.Length; structure++)
        {
            (double[] values, double[] vectors) = eigen[structure];
            double[] a = rotated[structure] = new double[values.Length];
            for (int i = 0; i < a.Length; i++)
                for (int f = 0; f < a.Length; f++)
                    a[i] = Math.FusedMultiplyAdd(vectors[i * a.Length + f], products[f * channels + channel], a[i]);
            for (int r = 0; r < Ridges.Length; r++)
            {
                double ridge = Ridges[r] * samples, residual = squares, freedom = 1;
                for (int i = 0; i < a.Length; i++)
                {
                    double d = Math.Max(values[i], 0), shrunk = d + ridge;
                    residual -= a[i] * a[i] * (d + 2 * ridge) / (shrunk * shrunk);
                    freedom += d / shrunk;
                }
                double left = 1 - Caution * freedom / samples;
                freedoms[structure, r] = freedom;
                // The constant needs no ridge. Rounding can leave a perfect fit a residual below 0.
                scores[structure, r] = left <= 0 || (structure == 0 && r > 0) || squares == 0
                    ? double.PositiveInfinity
                    : PortableMath.Log(Math.Max(residual, 1e-14 * squares) / (left * left));
                if (scores[structure, r] < lowest) (lowest, best) = (scores[structure, r], structure);
            }
        }
        if (double.IsInfinity(lowest)) return (0, 1);

        double total = 0, meanFreedom = 0;
        for (int structure = 0; structure < eigen.Length; structure++)
            for (int r = 0; r < Ridges.Length; r++)
            {
                double weight = scores[structure, r] = PortableMath.Exp(-0.5 * samples * (scores[structure, r] - lowest));
                total += weight;
                meanFreedom += weight * freedoms[structure, r];
            }
        for (int structure = 0; structure < eigen.Length; structure++)
        {
            (double[] values, double[] vectors) = eigen[structure];
            double[] a = rotated[structure];
            for (int i = 0; i < a.Length; i++)
            {
                double inverse = 0;
                for (int r = 0; r < Ridges.Length; r++)
                    inverse += scores[structure, r] / total / (Math.Max(values[i], 0) + Ridges[r] * samples);
                double weight = a[i] * inverse;
                if (weight == 0) continue;
                for (int f = 0; f < a.Length; f++)
                    coefficients[f * channels + channel] = Math.FusedMultiplyAdd(
                        weight, vectors[i * a.Length + f], coefficients[f * channels + channel]);
            }
        }
        return (best, meanFreedom / total);
    }

    private static double[] Gram(double[] z, int samples, int p)
    {
        double[] gram = new double[p * p];
        for (int s = 0; s < samples; s++)
            for (int i = 0; i < p; i++) FixedOrder.AddScaled(gram.AsSpan(i * p, p), z[s * p + i], z.AsSpan(s * p, p));
        return gram;
    }

    private static double[] Leading(double[] gram, int p, int size)
    {
        double[] block = new double[size * size];
        for (int i = 0; i < size; i++) Array.Copy(gram, i * p, block, i * size, size);
        return block;
    }
}
