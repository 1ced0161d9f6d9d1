using System.Globalization;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Scaling;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Planning;

namespace IonSweep.Sweeps.Artifacts;

/// <summary>
/// <c>model.safetensors</c> of a cell or multi-target model: the model with the scalings that it needs, what it predicts for the fold's
/// test rows, and how it learned. Tensors: those of the model (<see cref="ITrainedModel"/>), <c>channel_minimum</c>, <c>channel_maximum</c>
/// [C], <c>target_mean</c>, <c>target_sd</c> [K], <c>test_rows</c>, <c>true</c>, <c>predicted</c> [test rows × K], and for networks
/// <c>training_loss</c>, <c>validation_loss</c> [epochs]. K is 1 for a cell.
/// </summary>
/// <param name="Model">Weights of the best epoch, or coefficients.</param>
/// <param name="Channels">Scaling of the spectra.</param>
/// <param name="Targets">Scaling of the K targets.</param>
/// <param name="TestRows">Rows of the dataset.</param>
/// <param name="True">Known values of those rows, K each, in the targets' units.</param>
/// <param name="Predicted">Predictions for those rows, likewise.</param>
/// <param name="History">Losses by epoch, in scaled units; null for a calibration that is computed at once.</param>
internal sealed record CellArtifact(
    ITrainedModel Model, ChannelScaler Channels, TargetScaler Targets, int[] TestRows, float[] True, float[] Predicted,
    TrainingHistory? History)
{
    /// <param name="item">The cell or multi-target model.</param>
    /// <param name="targets">Slugs of the K targets.</param>
    public byte[] ToBytes(WorkItem item, IReadOnlyList<string> targets)
    {
        int[] shape = item.Kind == WorkKind.MultiTarget ? [TestRows.Length, targets.Count] : [TestRows.Length];
        List<SafetensorsTensor> tensors =
        [
            .. Model.Tensors,
            .. NetworkTensors.Of(Channels),
            SafetensorsTensor.Of("target_mean", [targets.Count], [.. Targets.Mean]),
            SafetensorsTensor.Of("target_sd", [targets.Count], [.. Targets.Sd]),
            SafetensorsTensor.Of("test_rows", [TestRows.Length], TestRows),
            SafetensorsTensor.Of("true", shape, True),
            SafetensorsTensor.Of("predicted", shape, Predicted),
            .. History is null ? [] : NetworkTensors.Of(History),
        ];
        Dictionary<string, string> metadata = new() { [StoredModel.KindKey] = Model.Kind };
        foreach ((string key, string value) in Model.Description) metadata[key] = value;
        metadata["fold"] = item.Fold.ToString(CultureInfo.InvariantCulture);
        if (item.Kind == WorkKind.MultiTarget) metadata["targets"] = string.Join(',', targets);
        else metadata["target"] = targets[0];
        metadata["strategy"] = item.Strategy;
        if (item.Model != ModelCatalog.Mlp.Slug) metadata["model"] = item.Model;
        if (History is not null) NetworkTensors.Describe(History, metadata);
        return SafetensorsFile.Write(tensors, metadata);
    }

    /// <exception cref="DamagedArtifactException">Says what is wrong.</exception>
    public static CellArtifact Read(byte[] bytes, string source)
    {
        SafetensorsFile file = SafetensorsFile.Read(bytes, source);
        int[] rows = file.Int32("test_rows");
        TargetScaler targets = new(file.Float64("target_mean"), file.Float64("target_sd"));
        float[] known = file.Float32("true"), predicted = file.Float32("predicted");
        if (known.Length != rows.Length * targets.TargetCount || predicted.Length != known.Length)
            throw new DamagedArtifactException(
                $"{source} has {rows.Length} test rows, but {known.Length} known and {predicted.Length} predicted values of "
                    + $"{targets.TargetCount} targets.");
        return new CellArtifact(
            StoredModel.Read(file), NetworkTensors.Channels(file), targets, rows, known, predicted,
            file.Contains("validation_loss") ? NetworkTensors.History(file) : null);
    }

    /// <summary>One of the K targets of row-major values.</summary>
    public float[] Column(float[] values, int target)
    {
        int targets = Targets.TargetCount;
        return [.. Enumerable.Range(0, TestRows.Length).Select(row => values[row * targets + target])];
    }
}
