namespace IonSweep.Learning.Networks;

/// <summary>A VAE's weights.</summary>
/// <param name="Architecture">What the layers belong to.</param>
/// <param name="EncoderHidden">Channels → hidden.</param>
/// <param name="EncoderOutput">Hidden → 2 × latents: first the means, then the log variances.</param>
/// <param name="DecoderInput">(Latents + conditions) → as many; null when the architecture applies the sigmoid alone.</param>
/// <param name="DecoderHidden">(Latents + conditions) → hidden.</param>
/// <param name="DecoderOutput">Hidden → channels.</param>
public sealed record VaeWeights(
    VaeArchitecture Architecture,
    DenseWeights EncoderHidden,
    DenseWeights EncoderOutput,
    DenseWeights? DecoderInput,
    DenseWeights DecoderHidden,
    DenseWeights DecoderOutput);
