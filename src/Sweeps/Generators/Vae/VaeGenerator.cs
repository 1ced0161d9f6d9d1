using System.Globalization;
using IonSweep.Learning;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Networks;
using IonSweep.Spectra.Storage;

namespace IonSweep.Sweeps.Generators.Vae;

/// <summary>
/// A trained VAE or cVAE. Layers: <c>encoder.hidden</c>, <c>encoder.output</c> (means, then log variances), <c>decoder.input</c> (dense
/// only), <c>decoder.hidden</c>, <c>decoder.output</c>.
/// </summary>
/// <param name="Weights">Of the best epoch.</param>
public sealed record VaeGenerator(VaeWeights Weights) : IGenerator
{
    /// <inheritdoc/>
    public string Kind => "variational-autoencoder";

    /// <inheritdoc/>
    public IReadOnlyList<SafetensorsTensor> Tensors =>
    [
        .. DenseTensors.Of("encoder.hidden", Weights.EncoderHidden),
        .. DenseTensors.Of("encoder.output", Weights.EncoderOutput),
        .. Weights.DecoderInput is { } input ? DenseTensors.Of("decoder.input", input) : [],
        .. DenseTensors.Of("decoder.hidden", Weights.DecoderHidden),
        .. DenseTensors.Of("decoder.output", Weights.DecoderOutput),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<(string Key, string Value)> Description =>
    [
        ("architecture", Weights.Architecture.Slug),
        ("activation", "sigmoid, outputs linear"),
        ("latents", Weights.Architecture.Latents.ToString(CultureInfo.InvariantCulture)),
        ("conditions", Weights.Architecture.Conditions.ToString(CultureInfo.InvariantCulture)),
    ];

    /// <inheritdoc/>
    public PosteriorStatistics? Posterior(NetworkEvaluator evaluator, RowSet training)
    {
        (Matrix mean, Matrix logVariance) = evaluator.Encode(Weights, training);
        return PosteriorStatistics.Of(mean, logVariance);
    }

    /// <summary>The generator of a file.</summary>
    /// <exception cref="DamagedArtifactException">Says what is wrong.</exception>
    public static VaeGenerator Read(SafetensorsFile file)
    {
        DenseWeights hidden = DenseTensors.Read(file, "encoder.hidden");
        bool dense = file.Contains("decoder.input.weight");
        VaeArchitecture architecture = new(
            hidden.Inputs, hidden.Outputs, file.Integer("latents"), file.Integer("conditions"),
            dense ? DecoderInput.Dense : DecoderInput.Sigmoid);
        return new VaeGenerator(new VaeWeights(
            architecture, hidden, DenseTensors.Read(file, "encoder.output"), dense ? DenseTensors.Read(file, "decoder.input") : null,
            DenseTensors.Read(file, "decoder.hidden"), DenseTensors.Read(file, "decoder.output")));
    }
}
