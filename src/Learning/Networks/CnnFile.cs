using System.Globalization;
using IonSweep.Spectra.Storage;

namespace IonSweep.Learning.Networks;

/// <summary>
/// A convolutional multitask network as a safetensors file: <c>convolutions.0.weight</c> [outputs, inputs, kernel] and <c>.bias</c>, …,
/// <c>hidden</c>, <c>target_head</c>, <c>auxiliary_head</c> (absent without auxiliary quantities), each with <c>.weight</c> [outputs,
/// inputs] and <c>.bias</c>, and <c>log_variances</c>. The metadata's <c>architecture</c> gives strides and pooling. In PyTorch: zeros to
/// <see cref="CnnArchitecture.PaddedLength"/>, Conv1d and SiLU in turn, AvgPool1d, flatten, Linear, SiLU, Linear.
/// </summary>
public static class CnnFile
{
    /// <summary>Metadata key of the architecture, see <see cref="CnnArchitecture.Slug"/>.</summary>
    public const string ArchitectureKey = "architecture";

    private const string Hidden = "hidden", TargetHead = "target_head", AuxiliaryHead = "auxiliary_head", LogVariances = "log_variances";

    /// <summary>The bytes of a file.</summary>
    /// <param name="weights">The network.</param>
    /// <param name="metadata">Further strings for the header; the key <c>architecture</c> is set here.</param>
    public static byte[] Write(CnnWeights weights, IReadOnlyDictionary<string, string>? metadata = null) =>
        SafetensorsFile.Write(
            Tensors(weights),
            new Dictionary<string, string>(metadata ?? new Dictionary<string, string>()) { [ArchitectureKey] = weights.Architecture.Slug });

    /// <summary>The weights as tensors, for a file that holds more.</summary>
    public static IReadOnlyList<SafetensorsTensor> Tensors(CnnWeights weights) =>
    [
        .. weights.Convolutions.SelectMany((layer, i) => new[]
        {
            SafetensorsTensor.Of($"{Name(i)}.weight", [layer.Outputs, layer.Inputs, layer.Kernel], layer.Weight),
            SafetensorsTensor.Of($"{Name(i)}.bias", [layer.Outputs], layer.Bias),
        }),
        .. DenseTensors.Of(Hidden, weights.Hidden),
        .. DenseTensors.Of(TargetHead, weights.TargetHead),
        .. weights.AuxiliaryHead is null ? [] : DenseTensors.Of(AuxiliaryHead, weights.AuxiliaryHead),
        SafetensorsTensor.Of(LogVariances, [weights.LogVariances.Length], weights.LogVariances),
    ];

    /// <summary>The network of a file.</summary>
    /// <param name="file">A verified file.</param>
    /// <exception cref="DamagedArtifactException">It does not hold a convolutional network; says what is wrong.</exception>
    public static CnnWeights Read(SafetensorsFile file)
    {
        string slug = file.MetadataValue(ArchitectureKey);
        CnnArchitecture architecture = CnnArchitecture.Parse(slug)
            ?? throw new DamagedArtifactException(
                $"{file.Source}: architecture '{slug}' is not that of a convolutional network, "
                + $"as {new CnnArchitecture(911, 8, 7).Slug} is.");
        return new CnnWeights(
            architecture,
            [
                .. architecture.Convolutions.Select((shape, i) => new ConvolutionWeights(
                    architecture.InputFeatures(i), shape.Features, shape.Kernel,
                    file.Float32($"{Name(i)}.weight", [shape.Features, architecture.InputFeatures(i), shape.Kernel]),
                    file.Float32($"{Name(i)}.bias", [shape.Features]))),
            ],
            Dense(Hidden, architecture.Flattened, architecture.Hidden),
            Dense(TargetHead, architecture.Hidden, architecture.Targets),
            architecture.Auxiliary > 0 ? Dense(AuxiliaryHead, architecture.Hidden, architecture.Auxiliary) : null,
            file.Float32(LogVariances, [architecture.Tasks]));

        DenseWeights Dense(string name, int inputs, int outputs) =>
            new(inputs, outputs, file.Float32($"{name}.weight", [outputs, inputs]), file.Float32($"{name}.bias", [outputs]));
    }

    private static string Name(int convolution) => "convolutions." + convolution.ToString(CultureInfo.InvariantCulture);
}
