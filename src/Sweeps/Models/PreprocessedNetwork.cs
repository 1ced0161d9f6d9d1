using System.Text.Json;
using IonSweep.Learning;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Networks;
using IonSweep.Spectra.Formulas;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Spectra.Scaling;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Artifacts;
using IonSweep.Sweeps.Serialization;

namespace IonSweep.Sweeps.Models;

/// <summary>
/// A regression network of preprocessed spectra: what it is given is scaled back to the instrument's unit, preprocessed, and scaled channel
/// by channel as the network learned it. Tensors: <c>learned.s</c> of each step that learned something, <c>preprocessed_minimum</c> and
/// <c>preprocessed_maximum</c>, the network's layers.
/// </summary>
/// <param name="Channels">How the spectra that it is given were scaled.</param>
/// <param name="Preprocessing">Fitted on the training rows.</param>
/// <param name="Preprocessed">How preprocessed spectra are scaled.</param>
/// <param name="Weights">Of the best epoch.</param>
public sealed record PreprocessedNetwork(
    ChannelScaler Channels, PreprocessingPipeline Preprocessing, ChannelScaler Preprocessed, MlpWeights Weights) : IFormulaModel
{
    /// <summary>Value of <see cref="Kind"/>.</summary>
    public const string KindName = "preprocessed-network";

    private const string StepsKey = "preprocessing", Minimum = "preprocessed_minimum", Maximum = "preprocessed_maximum";

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <inheritdoc/>
    public IReadOnlyList<SafetensorsTensor> Tensors =>
    [
        .. Preprocessing.Learned.SelectMany((learned, s) => learned.Length == 0 ? (IEnumerable<SafetensorsTensor>)[]
            : [SafetensorsTensor.Of(FormattableString.Invariant($"learned.{s}"), [learned.Length], learned)]),
        SafetensorsTensor.Of(Minimum, [Preprocessed.ChannelCount], [.. Preprocessed.Minimum]),
        SafetensorsTensor.Of(Maximum, [Preprocessed.ChannelCount], [.. Preprocessed.Maximum]),
        .. Weights.Layers.SelectMany((layer, i) => DenseTensors.Of(FormattableString.Invariant($"layers.{i}"), layer)),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<(string Key, string Value)> Description =>
    [
        (StepsKey, JsonSerializer.Serialize(Preprocessing.Steps, SweepJson.Compact)), ("architecture", Weights.Architecture.Slug),
        ("activation", "sigmoid, last layer linear"),
    ];

    /// <inheritdoc/>
    public float[] Predict(NetworkEvaluator evaluator, RowSet spectra) =>
        evaluator.Predict(Weights, PreprocessedRows.Of(spectra, Channels, Preprocessing, Preprocessed));

    /// <inheritdoc/>
    public FormulaValue Write(IFormulas formulas, FormulaValue scaled) => NetworkFormulas.Write(Weights, formulas, Preprocessed.Write(
        formulas, formulas.Rounded(Preprocessing.Write(formulas, Channels.WriteInverse(formulas, scaled)))));

    /// <summary>The model of a file.</summary>
    /// <exception cref="DamagedArtifactException">Says what is wrong.</exception>
    public static PreprocessedNetwork Read(SafetensorsFile file)
    {
        ChannelScaler channels = new(file.Float32("channel_minimum"), file.Float32("channel_maximum"));
        try
        {
            IReadOnlyList<PreprocessingStep> steps =
                JsonSerializer.Deserialize<IReadOnlyList<PreprocessingStep>>(file.MetadataValue(StepsKey), SweepJson.Compact) ?? [];
            double[][] learned =
            [
                .. steps.Select((_, s) => FormattableString.Invariant($"learned.{s}"))
                    .Select(name => file.Contains(name) ? file.Float64(name) : []),
            ];
            return new PreprocessedNetwork(
                channels, PreprocessingPipeline.Restore(steps, learned, channels.ChannelCount),
                new ChannelScaler(file.Float32(Minimum), file.Float32(Maximum)), MlpFile.Read(file));
        }
        catch (Exception e) when (e is JsonException or InvalidPreprocessingException or ArgumentException)
        {
            throw new DamagedArtifactException($"{file.Source} describes its preprocessing in a way that cannot be read: {e.Message}");
        }
    }
}
