using IonSweep.Spectra.Numerics;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Multivariate;

/// <summary>
/// Normal random vectors with the covariance of observed deviations, DᵀD/m, whatever their correlations: z D/√m with m standard normal
/// numbers z. Of more than 500 deviations as many evenly spaced ones stand for all.
/// </summary>
public sealed class CovarianceDraws
{
    private const int MostDeviations = 500;

    private readonly double[] _deviations;
    private readonly int _count, _columns;

    /// <param name="deviations">m × P, row-major, of mean 0.</param>
    /// <param name="columns">P.</param>
    public CovarianceDraws(double[] deviations, int columns)
    {
        int all = deviations.Length / columns;
        (_count, _columns) = (Math.Min(all, MostDeviations), columns);
        _deviations = all == _count ? deviations : new double[_count * columns];
        if (all > _count)
            for (int i = 0; i < _count; i++)
                Array.Copy(deviations, (int)((long)i * all / _count) * columns, _deviations, i * columns, columns);
    }

    /// <summary>Adds draw number <paramref name="index"/> of a stream, multiplied by a factor.</summary>
    public void AddTo(Span<double> values, StreamKey stream, int index, double factor)
    {
        float[] normal = new float[_count];
        NormalStream.Fill(stream, (ulong)index * (ulong)_count, normal);
        double scale = factor / Math.Sqrt(_count);
        for (int i = 0; i < _count; i++)
            FixedOrder.AddScaled(values, scale * normal[i], _deviations.AsSpan(i * _columns, _columns));
    }
}
