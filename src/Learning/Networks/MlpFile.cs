using System.Globalization;
using IonSweep.Spectra.Storage;

namespace IonSweep.Learning.Networks;

/// <summary>
/// A regression network as a safetensors file: <c>layers.0.weight</c> [outputs, inputs], <c>layers.0.bias</c> [outputs],
/// <c>layers.1.weight</c>, …, sigmoid between layers. In Python: <c>safetensors.torch.load_file</c>.
/// </summary>
public static class MlpFile
{
    /// <summary>Metadata key of the architecture, e.g. <c>mlp-911-64-16-1</c>.</summary>
    public const string ArchitectureKey = "architecture";

    /// <summary>The bytes of a file.</summary>
    /// <param name="weights">The network.</param>
    /// <param name="metadata">Further strings for the header; the key <c>architecture</c> is set here.</param>
    public static byte[] Write(MlpWeights weights, IReadOnlyDictionary<string, string>? metadata = null) =>
        SafetensorsFile.Write(
            [.. weights.Layers.SelectMany((layer, i) => DenseTensors.Of(Name(i), layer))],
            new Dictionary<string, string>(metadata ?? new Dictionary<string, string>()) { [ArchitectureKey] = weights.Architecture.Slug });

    /// <summary>The network of a file.</summary>
    /// <param name="file">A verified file.</param>
    /// <param name="prefix">Before the names of its tensors, in a file of several networks.</param>
    /// <exception cref="DamagedArtifactException">It does not hold a regression network; says what is wrong.</exception>
    public static MlpWeights Read(SafetensorsFile file, string prefix = "")
    {
        List<DenseWeights> layers = [];
        while (layers.Count == 0 || file.Contains($"{prefix}{Name(layers.Count)}.weight"))
        {
            string name = prefix + Name(layers.Count);
            DenseWeights layer = DenseTensors.Read(file, name);
            if (layers.Count > 0) DenseTensors.RequireInputs(file, name, layer, layers[^1].Outputs);
            layers.Add(layer);
        }
        if (layers.Count < 2) throw new DamagedArtifactException($"{file.Source} has one layer; a regression network has at least two.");
        return new MlpWeights(
            new MlpArchitecture(layers[0].Inputs, layers.SkipLast(1).Select(layer => layer.Outputs), layers[^1].Outputs), layers);
    }

    private static string Name(int layer) => "layers." + layer.ToString(CultureInfo.InvariantCulture);
}
