using System.Globalization;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Scaling;
using IonSweep.Spectra.Storage;

namespace IonSweep.Sweeps.Artifacts;

/// <summary>The parts that artifacts of networks share beside their layers: losses by epoch, scalings.</summary>
internal static class NetworkTensors
{
    public static IEnumerable<SafetensorsTensor> Of(TrainingHistory history) =>
    [
        SafetensorsTensor.Of("training_loss", [history.TrainingLoss.Count], [.. history.TrainingLoss]),
        SafetensorsTensor.Of("validation_loss", [history.ValidationLoss.Count], [.. history.ValidationLoss]),
    ];

    public static void Describe(TrainingHistory history, Dictionary<string, string> metadata)
    {
        metadata["best_epoch"] = history.BestEpoch.ToString(CultureInfo.InvariantCulture);
        metadata["cap_hit"] = history.CapHit ? "true" : "false";
    }

    public static TrainingHistory History(SafetensorsFile file) => new(
        file.Float32("training_loss"), file.Float32("validation_loss"), file.Integer("best_epoch"),
        file.MetadataValue("cap_hit") == "true");

    public static IEnumerable<SafetensorsTensor> Of(ChannelScaler scaler) =>
    [
        SafetensorsTensor.Of("channel_minimum", [scaler.ChannelCount], [.. scaler.Minimum]),
        SafetensorsTensor.Of("channel_maximum", [scaler.ChannelCount], [.. scaler.Maximum]),
    ];

    public static ChannelScaler Channels(SafetensorsFile file) => new(file.Float32("channel_minimum"), file.Float32("channel_maximum"));
}
