using System.Globalization;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Scaling;
using IonSweep.Spectra.Storage;

namespace IonSweep.Sweeps.Artifacts;

/// <summary>
/// A cell's <c>model.safetensors</c>: the network with the scalings that it needs, what it predicts for the fold's test rows, and how
/// it learned. Tensors: <c>layers.i.weight</c> [outputs, inputs] and <c>.bias</c>, <c>channel_minimum</c>, <c>channel_maximum</c> [C],
/// <c>target_mean</c>, <c>target_sd</c> [1], <c>test_rows</c>, <c>true</c>, <c>predicted</c> [test rows], <c>training_loss</c>, <c>validation_loss</c> [epochs].
/// </summary>
/// <param name="Network">Weights of the best epoch.</param>
/// <param name="Channels">Scaling of the spectra.</param>
/// <param name="Target">Scaling of the one target.</param>
/// <param name="TestRows">Rows of the dataset.</param>
/// <param name="True">Known values of those rows, in the target's unit.</param>
/// <param name="Predicted">Predictions for those rows, in the target's unit.</param>
/// <param name="History">Losses by epoch, in scaled units.</param>
internal sealed record CellArtifact(
    MlpWeights Network, ChannelScaler Channels, TargetScaler Target, int[] TestRows, float[] True, float[] Predicted, TrainingHistory History)
{
    public byte[] ToBytes(int fold, string target, string strategy)
    {
        List<SafetensorsTensor> tensors = [];
        for (int layer = 0; layer < Network.Layers.Count; layer++) tensors.AddRange(NetworkTensors.Of($"layers.{layer}", Network.Layers[layer]));
        tensors.AddRange(NetworkTensors.Of(Channels));
        tensors.Add(SafetensorsTensor.Of("target_mean", [1], [.. Target.Mean]));
        tensors.Add(SafetensorsTensor.Of("target_sd", [1], [.. Target.Sd]));
        tensors.Add(SafetensorsTensor.Of("test_rows", [TestRows.Length], TestRows));
        tensors.Add(SafetensorsTensor.Of("true", [True.Length], True));
        tensors.Add(SafetensorsTensor.Of("predicted", [Predicted.Length], Predicted));
        tensors.AddRange(NetworkTensors.Of(History));
        Dictionary<string, string> metadata = new()
        {
            ["kind"] = "regression-network",
            ["architecture"] = Network.Architecture.Slug,
            ["activation"] = "sigmoid, last layer linear",
            ["fold"] = fold.ToString(CultureInfo.InvariantCulture),
            ["target"] = target,
            ["strategy"] = strategy,
        };
        NetworkTensors.Describe(History, metadata);
        return SafetensorsFile.Write(tensors, metadata);
    }

    /// <exception cref="DamagedArtifactException">Says what is wrong.</exception>
    public static CellArtifact Read(byte[] bytes, string source)
    {
        SafetensorsFile file = SafetensorsFile.Read(bytes, source);
        List<DenseWeights> layers = [];
        while (file.Contains($"layers.{layers.Count}.weight")) layers.Add(NetworkTensors.Layer(file, $"layers.{layers.Count}"));
        if (layers.Count < 2) throw new DamagedArtifactException($"{source} has {layers.Count} layers of weights; expected two or more.");
        MlpArchitecture architecture = new(layers[0].Inputs, layers.Take(layers.Count - 1).Select(layer => layer.Outputs), layers[^1].Outputs);
        int[] rows = file.Int32("test_rows");
        return new CellArtifact(
            new MlpWeights(architecture, layers), NetworkTensors.Channels(file), new TargetScaler(file.Float64("target_mean"), file.Float64("target_sd")),
            rows, file.Float32("true", [rows.Length]), file.Float32("predicted", [rows.Length]), NetworkTensors.History(file));
    }
}
