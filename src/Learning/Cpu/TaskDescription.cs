using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Cpu;

/// <summary>
/// Everything that determines a training's result, as lines of "name: value": stored in its checkpoints and compared on resuming.
/// </summary>
/// <param name="Text">The lines.</param>
internal sealed record TaskDescription(string Text)
{
    public static TaskDescription Of(MlpTask task, string trainer, int numericsVersion) => Of(
        trainer, numericsVersion, task.Architecture.Slug, task.Options,
        ("training", task.Training, task.TrainingTargets), ("validation", task.Validation, task.ValidationTargets),
        ("initial weights", task.InitialWeights), ("batch order", task.BatchOrder));

    public static TaskDescription Of(VaeTask task, string trainer, int numericsVersion) => Of(
        trainer, numericsVersion, task.Architecture.Slug, task.Options,
        ("training", task.Training, task.TrainingConditions), ("validation", task.Validation, task.ValidationConditions),
        ("initial weights", task.InitialWeights), ("batch order", task.BatchOrder),
        ("training noise", task.TrainingNoise), ("validation noise", task.ValidationNoise));

    public static TaskDescription Of(CnnTask task, string trainer, int numericsVersion) => Of(
        trainer, numericsVersion, task.Architecture.Slug, task.Options,
        ("training", task.Training, [.. task.TrainingTargets, .. task.TrainingAuxiliary]),
        ("validation", task.Validation, task.ValidationTargets),
        ("initial weights", task.InitialWeights), ("batch order", task.BatchOrder));

    /// <summary>The first difference in words, or null when both are equal.</summary>
    public string? DifferenceFrom(TaskDescription stored)
    {
        if (Text == stored.Text) return null;
        string[] mine = Text.Split('\n'), theirs = stored.Text.Split('\n');
        for (int i = 0; i < Math.Max(mine.Length, theirs.Length); i++)
        {
            string expected = i < mine.Length ? mine[i] : "nothing", found = i < theirs.Length ? theirs[i] : "nothing";
            if (expected != found) return $"it has \"{found}\", this training has \"{expected}\"";
        }
        return "the descriptions differ";
    }

    private static TaskDescription Of(
        string trainer, int numericsVersion, string architecture, TrainingOptions options,
        (string Name, RowSet Rows, float[] Values) training, (string Name, RowSet Rows, float[] Values) validation,
        params ReadOnlySpan<(string Name, StreamKey Key)> streams)
    {
        StringBuilder text = new();
        void Line(string name, object value) =>
            text.Append(name).Append(": ").Append(Convert.ToString(value, CultureInfo.InvariantCulture)).Append('\n');

        Line("trainer", trainer);
        Line("numerics version", numericsVersion);
        Line("architecture", architecture);
        Line("learning rate", options.LearningRate);
        Line("beta1", options.Beta1);
        Line("beta2", options.Beta2);
        Line("epsilon", options.Epsilon);
        Line("batch size", options.BatchSize);
        Line("patience", options.Patience);
        Line("epoch cap", options.EpochCap);
        foreach ((string name, StreamKey key) in streams)
            Line(name, FormattableString.Invariant($"stream {key.Key:x16}{key.Domain:x16}"));
        foreach ((string name, RowSet rows, float[] values) in new[] { training, validation })
        {
            Line($"{name} rows", rows.Count);
            Line($"{name} data", Hash(rows, values));
        }
        return new TaskDescription(text.ToString());
    }

    private static string Hash(RowSet rows, float[] values)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int row = 0; row < rows.Count; row++) hash.AppendData(MemoryMarshal.AsBytes(rows.Row(row)));
        hash.AppendData(MemoryMarshal.AsBytes<float>(values));
        return "SHA-256 " + Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
