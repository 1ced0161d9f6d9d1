namespace IonSweep.Learning.Networks;

/// <summary>
/// A variational autoencoder of spectra (source A): encoder C–hidden(sigmoid)–2×latents(linear; mean and log variance), decoder
/// (latents + conditions)–hidden(sigmoid)–C(linear). With conditions it is the paper's cVAE: the encoder sees spectra only.
/// </summary>
/// <param name="Channels">Channels of a spectrum, C.</param>
/// <param name="Hidden">Hidden neurons of encoder and decoder; the paper has 256.</param>
/// <param name="Latents">Latent variables; the paper has 91.</param>
/// <param name="Conditions">Conditions given to the decoder: 0 for a VAE, the number of targets for a cVAE.</param>
/// <param name="DecoderInput">What the decoder's input layer computes.</param>
public sealed record VaeArchitecture(int Channels, int Hidden, int Latents, int Conditions, DecoderInput DecoderInput)
{
    /// <summary>E.g. <c>vae-911-256-91-0-dense</c>; equal for equal architectures.</summary>
    public string Slug =>
        FormattableString.Invariant($"vae-{Channels}-{Hidden}-{Latents}-{Conditions}-{DecoderInput.ToString().ToLowerInvariant()}");
}

/// <summary>What "an input layer with sigmoid" of the decoder means; source A leaves it open.</summary>
public enum DecoderInput
{
    /// <summary>A square layer of weights, then the sigmoid: (latents + conditions) → as many.</summary>
    Dense,

    /// <summary>The sigmoid applied to the latents (and conditions) themselves.</summary>
    Sigmoid,
}
