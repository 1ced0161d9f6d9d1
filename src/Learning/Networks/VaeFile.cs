using IonSweep.Spectra.Storage;

namespace IonSweep.Learning.Networks;

/// <summary>
/// A VAE or cVAE as a safetensors file: <c>encoder.hidden</c>, <c>encoder.output</c> (means, then log variances), <c>decoder.input</c>
/// (absent when the architecture applies the sigmoid alone), <c>decoder.hidden</c>, <c>decoder.output</c>, each with <c>.weight</c>
/// [outputs, inputs] and <c>.bias</c> [outputs].
/// </summary>
public static class VaeFile
{
    /// <summary>Metadata key of the architecture, e.g. <c>vae-911-256-91-0-dense</c>.</summary>
    public const string ArchitectureKey = "architecture";

    private const string EncoderHidden = "encoder.hidden", EncoderOutput = "encoder.output";
    private const string Input = "decoder.input", DecoderHidden = "decoder.hidden", DecoderOutput = "decoder.output";

    /// <summary>The bytes of a file.</summary>
    /// <param name="weights">The network.</param>
    /// <param name="metadata">Further strings for the header; the key <c>architecture</c> is set here.</param>
    public static byte[] Write(VaeWeights weights, IReadOnlyDictionary<string, string>? metadata = null) =>
        SafetensorsFile.Write(
            [
                .. DenseTensors.Of(EncoderHidden, weights.EncoderHidden),
                .. DenseTensors.Of(EncoderOutput, weights.EncoderOutput),
                .. weights.DecoderInput is null ? [] : DenseTensors.Of(Input, weights.DecoderInput),
                .. DenseTensors.Of(DecoderHidden, weights.DecoderHidden),
                .. DenseTensors.Of(DecoderOutput, weights.DecoderOutput),
            ],
            new Dictionary<string, string>(metadata ?? new Dictionary<string, string>()) { [ArchitectureKey] = weights.Architecture.Slug });

    /// <summary>The network of a file.</summary>
    /// <param name="file">A verified file.</param>
    /// <exception cref="DamagedArtifactException">It does not hold a VAE; says what is wrong.</exception>
    public static VaeWeights Read(SafetensorsFile file)
    {
        DenseWeights encoderHidden = DenseTensors.Read(file, EncoderHidden), encoderOutput = DenseTensors.Read(file, EncoderOutput);
        DenseWeights? input = file.Contains($"{Input}.weight") ? DenseTensors.Read(file, Input) : null;
        DenseWeights decoderHidden = DenseTensors.Read(file, DecoderHidden), decoderOutput = DenseTensors.Read(file, DecoderOutput);
        DenseTensors.RequireInputs(file, EncoderOutput, encoderOutput, encoderHidden.Outputs);
        DenseTensors.RequireInputs(file, DecoderOutput, decoderOutput, decoderHidden.Outputs);
        if (input is not null)
        {
            DenseTensors.RequireInputs(file, Input, input, input.Outputs);
            DenseTensors.RequireInputs(file, DecoderHidden, decoderHidden, input.Outputs);
        }
        int latents = encoderOutput.Outputs / 2, conditions = decoderHidden.Inputs - latents;
        if (encoderOutput.Outputs % 2 != 0 || conditions < 0 || decoderOutput.Outputs != encoderHidden.Inputs
            || decoderHidden.Outputs != encoderHidden.Outputs)
            throw new DamagedArtifactException(
                $"{file.Source}: encoder {encoderHidden.Inputs}–{encoderHidden.Outputs}–{encoderOutput.Outputs} and decoder "
                    + $"{decoderHidden.Inputs}–{decoderHidden.Outputs}–{decoderOutput.Outputs} are not halves of one VAE.");
        VaeArchitecture architecture = new(
            encoderHidden.Inputs, encoderHidden.Outputs, latents, conditions, input is null ? DecoderInput.Sigmoid : DecoderInput.Dense);
        return new VaeWeights(architecture, encoderHidden, encoderOutput, input, decoderHidden, decoderOutput);
    }
}
