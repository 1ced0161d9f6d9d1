using System.Globalization;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Scaling;
using IonSweep.Spectra.Storage;

namespace IonSweep.Sweeps.Artifacts;

/// <summary>
/// A generator's <c>model.safetensors</c>: the VAE with the scaling of its spectra, and how it learned. Layers:
/// <c>encoder.hidden</c>, <c>encoder.output</c> (means, then log variances), <c>decoder.input</c> (dense only), <c>decoder.hidden</c>,
/// <c>decoder.output</c>; its latent statistics stand in the result beside it.
/// </summary>
/// <param name="Network">Weights of the best epoch.</param>
/// <param name="Channels">Scaling of the spectra.</param>
/// <param name="History">Losses by epoch, in scaled units.</param>
internal sealed record GeneratorArtifact(VaeWeights Network, ChannelScaler Channels, TrainingHistory History)
{
    public byte[] ToBytes(int fold, string generator)
    {
        List<SafetensorsTensor> tensors =
        [
            .. DenseTensors.Of("encoder.hidden", Network.EncoderHidden),
            .. DenseTensors.Of("encoder.output", Network.EncoderOutput),
            .. Network.DecoderInput is { } input ? DenseTensors.Of("decoder.input", input) : [],
            .. DenseTensors.Of("decoder.hidden", Network.DecoderHidden),
            .. DenseTensors.Of("decoder.output", Network.DecoderOutput),
            .. NetworkTensors.Of(Channels),
            .. NetworkTensors.Of(History),
        ];
        Dictionary<string, string> metadata = new()
        {
            ["kind"] = "variational-autoencoder",
            ["architecture"] = Network.Architecture.Slug,
            ["activation"] = "sigmoid, outputs linear",
            ["latents"] = Network.Architecture.Latents.ToString(CultureInfo.InvariantCulture),
            ["conditions"] = Network.Architecture.Conditions.ToString(CultureInfo.InvariantCulture),
            ["fold"] = fold.ToString(CultureInfo.InvariantCulture),
            ["generator"] = generator,
        };
        NetworkTensors.Describe(History, metadata);
        return SafetensorsFile.Write(tensors, metadata);
    }

    /// <exception cref="DamagedArtifactException">Says what is wrong.</exception>
    public static GeneratorArtifact Read(byte[] bytes, string source)
    {
        SafetensorsFile file = SafetensorsFile.Read(bytes, source);
        DenseWeights hidden = DenseTensors.Read(file, "encoder.hidden");
        bool dense = file.Contains("decoder.input.weight");
        VaeArchitecture architecture = new(hidden.Inputs, hidden.Outputs, NetworkTensors.Integer(file, "latents"),
            NetworkTensors.Integer(file, "conditions"),
            dense ? DecoderInput.Dense : DecoderInput.Sigmoid);
        VaeWeights network = new(architecture, hidden, DenseTensors.Read(file, "encoder.output"),
            dense ? DenseTensors.Read(file, "decoder.input") : null,
            DenseTensors.Read(file, "decoder.hidden"), DenseTensors.Read(file, "decoder.output"));
        return new GeneratorArtifact(network, NetworkTensors.Channels(file), NetworkTensors.History(file));
    }
}
