using IonSweep.Learning.Multivariate;
using IonSweep.Spectra;
using IonSweep.Spectra.Numerics;
using MathNet.Numerics.Distributions;

namespace IonSweep.Learning.Inspection;

/// <summary>
/// Spectra unlike the others: principal components of the mean-centred spectra, with Q, the squares outside of them, and Hotelling's T²,
/// the squared distance inside in units of their variances. Limits: T² by the beta distribution for rows that the components were fitted to
/// (N. D. Tracy, J. C. Young, R. L. Mason, J. Quality Technology 24 (1992) 88); Q by its cube root, which is near to normal for multiples
/// of χ² (E. B. Wilson, M. M. Hilferty, PNAS 17 (1931) 684), with median and median absolute deviation, which outliers do not move. Rows
/// beyond the limits that one dataset in twenty without outliers would exceed anywhere are left out and the components fitted again, so
/// that outliers hide neither themselves nor each other.
/// </summary>
/// <param name="Components">
/// Principal components, K: as many as explain 99.9 % of the variance, at most 10 and a quarter of the rows.
/// </param>
/// <param name="Explained">Share of the variance that they explain.</param>
/// <param name="Q">N values.</param>
/// <param name="T2">N values.</param>
/// <param name="QLimit">Exceeded by one row in a hundred that is no outlier.</param>
/// <param name="T2Limit">The same of T².</param>
/// <param name="QOutlier">Beyond this a row is an outlier.</param>
/// <param name="T2Outlier">The same of T².</param>
/// <param name="Rows">The outliers, from 0, the farthest first.</param>
public sealed record SpectralOutliers(
    int Components, double Explained, IReadOnlyList<double> Q, IReadOnlyList<double> T2, double QLimit, double T2Limit, double QOutlier,
    double T2Outlier, IReadOnlyList<int> Rows)
{
    /// <summary>Rows below which no limits are computed.</summary>
    public const int FewestRows = 12;

    private const double ExplainedVariance = 0.999, Level = 0.99, FalseAlarms = 0.05;
    private const int MostComponents = 10, Oversampling = 4, MostFitted = 4000, Rounds = 3;

    /// <summary>Of a dataset; null with too few rows, or when all are equal.</summary>
    public static SpectralOutliers? Of(UnlabelledSpectra data)
    {
        if (data.RowCount < FewestRows) return null;
        int step = (data.RowCount + MostFitted - 1) / MostFitted; // of huge sets, every n-th row is enough for the components
        int[] fitted = [.. Enumerable.Range(0, data.RowCount).Where(row => row % step == 0)];
        SpectralOutliers? found = null;
        for (int round = 0; round < Rounds; round++)
        {
            if (Fit(data, fitted) is not { } next) break;
            found = next;
            int[] kept = [.. fitted.Except(found.Rows)];
            if (kept.Length == fitted.Length || kept.Length < Math.Max(FewestRows, data.RowCount / step / 2)) break;
            fitted = kept;
        }
        return found;
    }

    private static SpectralOutliers? Fit(UnlabelledSpectra data, int[] fitted)
    {
        int rows = fitted.Length, channels = data.ChannelCount;
        double[] means = new double[channels], centred = new double[rows * channels];
        foreach (int row in fitted)
        {
            ReadOnlySpan<float> spectrum = data.Spectrum(row);
            for (int c = 0; c < channels; c++) means[c] += spectrum[c];
        }
        for (int c = 0; c < channels; c++) means[c] /= rows;
        double total = 0;
        for (int i = 0; i < rows; i++)
        {
            Span<double> row = centred.AsSpan(i * channels, channels);
            Centre(data.Spectrum(fitted[i]), means, row);
            total += FixedOrder.Dot(row, row) / rows;
        }
        if (!(total > 0)) return null;
        int most = Math.Min(MostComponents, Math.Min(rows / 4, channels));
        (double[] values, double[] vectors) = PrincipalDirections.Of(
            centred, rows, channels, Math.Min(most + Oversampling, Math.Min(rows - 1, channels)));
        int kept = 0;
        double explained = 0;
        while (kept < Math.Min(most, values.Length) && explained < ExplainedVariance * total && values[kept] > 1e-12 * total)
            explained += values[kept++];
        if (kept == 0) return null;
        double[] variances = [.. values.Take(kept).Select(value => value * rows / (rows - 1))];

        double[] q = new double[data.RowCount], t2 = new double[data.RowCount], left = new double[channels];
        for (int row = 0; row < data.RowCount; row++)
        {
            Centre(data.Spectrum(row), means, left);
            for (int k = 0; k < kept; k++)
            {
                ReadOnlySpan<double> direction = vectors.AsSpan(k * channels, channels);
                double score = FixedOrder.Dot(left, direction);
                t2[row] += score * score / variances[k];
                FixedOrder.AddScaled(left, -score, direction);
            }
            q[row] = FixedOrder.Dot(left, left);
        }
        double[] residuals = [.. fitted.Select(row => q[row])];
        double corrected = 1 - FalseAlarms / (2 * data.RowCount); // two scores a row (Bonferroni)
        double noise = 1e-12 * total; // what is left of spectra that the components explain altogether
        (double qLimit, double qOutlier) = (Math.Max(noise, LimitOfQ(residuals, Level)), Math.Max(noise, LimitOfQ(residuals, corrected)));
        (double tLimit, double tOutlier) = (LimitOfT2(rows, kept, Level), LimitOfT2(rows, kept, corrected));
        int[] outliers = [.. Enumerable.Range(0, data.RowCount).Where(row => q[row] > qOutlier || t2[row] > tOutlier)
            .OrderByDescending(row => Math.Max(q[row] / qOutlier, t2[row] / tOutlier))];
        return new SpectralOutliers(kept, explained / total, q, t2, qLimit, tLimit, qOutlier, tOutlier, outliers);
    }

    /// <summary>(N − 1)²/N times the quantile of a beta distribution with K/2 and (N − K − 1)/2.</summary>
    internal static double LimitOfT2(int rows, int components, double level) =>
        (rows - 1.0) * (rows - 1) / rows * Beta.InvCDF(components / 2.0, (rows - components - 1) / 2.0, level);

    /// <summary>(median + z · 1.4826 · median absolute deviation)³ of the cube roots; the largest where most are equal.</summary>
    internal static double LimitOfQ(IReadOnlyList<double> q, double level)
    {
        double[] roots = [.. q.Select(Math.Cbrt).Order()];
        double middle = Median(roots), spread = 1.4826 * Median([.. roots.Select(root => Math.Abs(root - middle)).Order()]);
        return spread > 0 ? Math.Pow(middle + Normal.InvCDF(0, 1, level) * spread, 3) : q.Max();
    }

    private static double Median(double[] sorted) => (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;

    private static void Centre(ReadOnlySpan<float> spectrum, double[] means, Span<double> centred)
    {
        for (int c = 0; c < means.Length; c++) centred[c] = spectrum[c] - means[c];
    }
}
