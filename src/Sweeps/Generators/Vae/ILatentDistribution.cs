using IonSweep.Learning;
using IonSweep.Spectra.Streams;

namespace IonSweep.Sweeps.Generators.Vae;

/// <summary>A distribution of latents, independent for each latent, fitted to the posteriors of training rows. L latents.</summary>
internal interface ILatentDistribution
{
    /// <summary>Part of the key of its random stream, e.g. <c>normal</c>.</summary>
    string Slug { get; }

    /// <summary>
    /// Latents of generated spectra <paramref name="first"/>, first + 1, …: count × L. Each spectrum is a function of stream and number.
    /// </summary>
    Matrix Draw(StreamKey stream, long first, int count);
}
