using System.Globalization;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Scaling;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Generators;
using IonSweep.Sweeps.Models;

namespace IonSweep.Sweeps.Artifacts;

/// <summary>
/// A generator's <c>model.safetensors</c>: its network (<see cref="IGenerator"/>) with the scaling of its spectra, and how it learned. Its
/// latent statistics stand in the result beside it.
/// </summary>
/// <param name="Generator">Weights of the best epoch.</param>
/// <param name="Channels">Scaling of the spectra.</param>
/// <param name="History">Losses by epoch, in scaled units.</param>
internal sealed record GeneratorArtifact(IGenerator Generator, ChannelScaler Channels, TrainingHistory History)
{
    public byte[] ToBytes(int fold, string generator)
    {
        List<SafetensorsTensor> tensors = [.. Generator.Tensors, .. NetworkTensors.Of(Channels), .. NetworkTensors.Of(History)];
        Dictionary<string, string> metadata = new() { [StoredModel.KindKey] = Generator.Kind };
        foreach ((string key, string value) in Generator.Description) metadata[key] = value;
        metadata["fold"] = fold.ToString(CultureInfo.InvariantCulture);
        metadata["generator"] = generator;
        NetworkTensors.Describe(History, metadata);
        return SafetensorsFile.Write(tensors, metadata);
    }

    /// <param name="kind">What the file must hold.</param>
    /// <param name="bytes">The file.</param>
    /// <param name="source">Its name, for messages.</param>
    /// <exception cref="DamagedArtifactException">Says what is wrong.</exception>
    public static GeneratorArtifact Read(IGeneratorKind kind, byte[] bytes, string source)
    {
        SafetensorsFile file = SafetensorsFile.Read(bytes, source);
        return new GeneratorArtifact(kind.Read(file), NetworkTensors.Channels(file), NetworkTensors.History(file));
    }
}
