using IonSweep.Learning;
using IonSweep.Spectra.Streams;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Generators.Vae;

/// <summary>Uniform for each latent, between ends that <see cref="UniformWidth"/> chooses.</summary>
internal sealed class UniformLatents : ILatentDistribution
{
    private readonly double[] _low;
    private readonly double[] _high;

    public UniformLatents(PosteriorStatistics posterior, UniformWidth width)
    {
        Slug = width switch { UniformWidth.Range => "uniform-range", UniformWidth.Sqrt3 => "uniform-sqrt3", _ => "uniform-3sd" };
        double factor = width == UniformWidth.Sqrt3 ? Math.Sqrt(3) : 3;
        _low = new double[posterior.Latents];
        _high = new double[posterior.Latents];
        for (int l = 0; l < _low.Length; l++)
        {
            _low[l] = width == UniformWidth.Range ? posterior.Lowest[l] : posterior.Mean[l] - factor * posterior.Sd[l];
            _high[l] = width == UniformWidth.Range ? posterior.Highest[l] : posterior.Mean[l] + factor * posterior.Sd[l];
        }
    }

    public string Slug { get; }

    public Matrix Draw(StreamKey stream, long first, int count)
    {
        Matrix drawn = new(count, _low.Length);
        for (int i = 0; i < count; i++)
        {
            Span<float> row = drawn.Row(i);
            UniformStream.Fill(stream, (ulong)(first + i) * (ulong)row.Length, row);
            for (int l = 0; l < row.Length; l++) row[l] = (float)(_low[l] + (_high[l] - _low[l]) * row[l]);
        }
        return drawn;
    }
}
