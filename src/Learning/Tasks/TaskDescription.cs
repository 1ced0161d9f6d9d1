using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Tasks;

/// <summary>
/// Everything that determines a training's result, as lines of "name: value": stored in its checkpoints and compared on resuming.
/// </summary>
/// <param name="Text">The lines.</param>
public sealed record TaskDescription(string Text)
{
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

    internal static TaskDescription Of(
        string trainer, int numericsVersion, string architecture, TrainingOptions options,
        IEnumerable<(string Name, StreamKey Key)> streams,
        IEnumerable<(string Name, RowSet Rows, IReadOnlyList<NetworkTask.RowValues> Values)> data)
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
        if (options.Averaging > 0) Line("averaging", options.Averaging);
        if (options.HalvingWait > 0) Line("halving wait", options.HalvingWait);
        foreach ((string name, StreamKey key) in streams)
            Line(name, FormattableString.Invariant($"stream {key.Key:x16}{key.Domain:x16}"));
        foreach ((string name, RowSet rows, IReadOnlyList<NetworkTask.RowValues> values) in data)
        {
            Line($"{name} rows", rows.Count);
            Line($"{name} data", Hash(rows, values));
        }
        return new TaskDescription(text.ToString());
    }

    private static string Hash(RowSet rows, IReadOnlyList<NetworkTask.RowValues> values)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int row = 0; row < rows.Count; row++) hash.AppendData(MemoryMarshal.AsBytes(rows.Row(row)));
        foreach (NetworkTask.RowValues part in values) hash.AppendData(MemoryMarshal.AsBytes<float>(part.Values));
        return "SHA-256 " + Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
