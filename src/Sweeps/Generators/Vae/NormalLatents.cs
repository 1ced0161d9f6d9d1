using IonSweep.Learning;
using IonSweep.Spectra.Streams;

namespace IonSweep.Sweeps.Generators.Vae;

/// <summary>
/// Normal with mean(μ) and variance var(μ) + mean(σ²) of each latent: the first two moments of the training rows' posteriors.
/// </summary>
internal sealed class NormalLatents(PosteriorStatistics posterior) : ILatentDistribution
{
    public string Slug => "normal";

    public Matrix Draw(StreamKey stream, long first, int count)
    {
        int latents = posterior.Latents;
        Matrix drawn = new(count, latents);
        for (int i = 0; i < count; i++)
        {
            Span<float> row = drawn.Row(i);
            NormalStream.Fill(stream, (ulong)(first + i) * (ulong)latents, row);
            for (int l = 0; l < latents; l++) row[l] = (float)(posterior.Mean[l] + posterior.Sd[l] * row[l]);
        }
        return drawn;
    }
}
