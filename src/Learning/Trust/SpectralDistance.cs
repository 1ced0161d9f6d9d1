using IonSweep.Learning.Multivariate;
using IonSweep.Spectra.Numerics;
using IonSweep.Spectra.Storage;

namespace IonSweep.Learning.Trust;

/// <summary>
/// How far a spectrum lies from the training spectra, as chemometrics measures it (J. E. Jackson, G. S. Mudholkar, Technometrics 21 (1979)
/// 341): Q, the part outside the principal components of the training spectra, and T², the distance inside. Each is divided by its mean
/// over the training rows, and the score is the larger, so that both an extra line (Q) and an extreme mixture (T²) are seen.
/// </summary>
public sealed class SpectralDistance
{
    private const double ExplainedVariance = 0.999;
    private const int MaximumComponents = 20, Oversampling = 4;

    private readonly double[] _means, _directions, _variances; // C; K × C; K
    private readonly double _meanQ, _meanT;

    private SpectralDistance(double[] means, double[] directions, double[] variances, double meanQ, double meanT)
    {
        _means = means;
        _directions = directions;
        _variances = variances;
        _meanQ = meanQ;
        _meanT = meanT;
    }

    /// <summary>Principal components kept: as many as explain 99.9 % of the variance, at most 20.</summary>
    public int Components => _variances.Length;

    /// <summary>
    /// Everything that a score needs, for a file: <c>distance.mean</c> [C], <c>distance.directions</c> [K, C], <c>distance.variance</c>
    /// [K], <c>distance.scale</c> [2], the mean Q and T² of the training rows.
    /// </summary>
    public IReadOnlyList<SafetensorsTensor> Tensors =>
    [
        SafetensorsTensor.Of("distance.mean", [_means.Length], _means),
        SafetensorsTensor.Of("distance.directions", [_variances.Length, _means.Length], _directions),
        SafetensorsTensor.Of("distance.variance", [_variances.Length], _variances),
        SafetensorsTensor.Of("distance.scale", [2], new[] { _meanQ, _meanT }),
    ];

    /// <summary>Reads what <see cref="Tensors"/> gave.</summary>
    /// <exception cref="DamagedArtifactException">A tensor is missing or has another shape; says which.</exception>
    public static SpectralDistance Read(SafetensorsFile file)
    {
        double[] means = file.Float64("distance.mean"), variances = file.Float64("distance.variance"), scale = file.Float64(
            "distance.scale", [2]);
        return new SpectralDistance(means, file.Float64("distance.directions", [variances.Length, means.Length]), variances, scale[0],
            scale[1]);
    }

    /// <param name="training">N training spectra, 4 or more, as the model sees them.</param>
    /// <exception cref="ArgumentException">Too few rows, or rows that do not differ.</exception>
    public static SpectralDistance Fit(RowSet training)
    {
        int rows = training.Count, channels = training.Columns;
        if (rows < 4)
            throw new ArgumentException($"The distance from the training spectra needs at least 4 of them; there are {rows}.",
                nameof(training));
        double[] means = new double[channels], centred = new double[rows * channels];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> spectrum = training.Row(row);
            for (int c = 0; c < channels; c++) means[c] += spectrum[c];
        }
        for (int c = 0; c < channels; c++) means[c] /= rows;
        double total = 0;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> spectrum = training.Row(row);
            for (int c = 0; c < channels; c++)
            {
                double value = centred[row * channels + c] = spectrum[c] - means[c];
                total = Math.FusedMultiplyAdd(value, value, total);
            }
        }
        total /= rows;
        if (!(total > 0))
            throw new ArgumentException("The training spectra are all equal; a distance needs spectra that differ.", nameof(training));

        int wanted = Math.Min(MaximumComponents + Oversampling, Math.Min(rows - 1, channels));
        (double[] values, double[] vectors) = PrincipalDirections.Of(centred, rows, channels, wanted);
        int kept = 0;
        double explained = 0;
        // Half the rows at least stay for Q: with as many components as rows nothing would be left outside.
        while (kept < Math.Min(MaximumComponents, Math.Min(values.Length, rows / 2)) && explained < ExplainedVariance * total
            && values[kept] > 1e-12 * total)
            explained += values[kept++];
        SpectralDistance unscaled = new(means, vectors[..(kept * channels)], values[..kept], 1, 1);
        double q = 0, t = 0;
        for (int row = 0; row < rows; row++)
        {
            (double rowQ, double rowT) = unscaled.Parts(training.Row(row));
            q += rowQ / rows;
            t += rowT / rows;
        }
        return new SpectralDistance(means, unscaled._directions, unscaled._variances, q > 1e-14 * total ? q : 1e-14 * total, t > 0 ? t : 1);
    }

    /// <summary>Score of one spectrum: about 1 for training spectra, larger is farther out.</summary>
    public double Score(ReadOnlySpan<float> spectrum)
    {
        (double q, double t) = Parts(spectrum);
        return Math.Max(q / _meanQ, t / _meanT);
    }

    private (double Q, double T) Parts(ReadOnlySpan<float> spectrum)
    {
        if (spectrum.Length != _means.Length)
            throw new ArgumentException($"A spectrum of {spectrum.Length} channels was compared with spectra of {_means.Length}.",
                nameof(spectrum));
        double[] left = new double[spectrum.Length];
        for (int c = 0; c < left.Length; c++) left[c] = spectrum[c] - _means[c];
        double t = 0;
        for (int k = 0; k < _variances.Length; k++)
        {
            ReadOnlySpan<double> direction = _directions.AsSpan(k * left.Length, left.Length);
            double score = FixedOrder.DotInFours(direction, left);
            t += score * score / _variances[k];
            FixedOrder.AddScaled(left, -score, direction);
        }
        return (FixedOrder.DotInFours(left, left), t);
    }
}
