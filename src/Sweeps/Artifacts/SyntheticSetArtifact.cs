using System.Globalization;
using IonSweep.Learning;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Sweeps.Artifacts;

/// <summary>
/// A synthetic set's <c>model.safetensors</c>: <c>spectra</c> [N, C] scaled to [0, 1], <c>labels</c> [N, T] in the targets' units,
/// <c>rejected_by</c> [T], and perhaps <c>rejected</c>, a few discarded spectra.
/// </summary>
internal static class SyntheticSetArtifact
{
    public static byte[] ToBytes(SyntheticSet set, int fold, string strategy, IReadOnlyList<string> targets)
    {
        int rows = set.Spectra.Rows;
        List<SafetensorsTensor> tensors =
        [
            SafetensorsTensor.Of("spectra", [rows, set.Spectra.Columns], set.Spectra.ToDense()),
            SafetensorsTensor.Of("labels", [rows, targets.Count], set.Labels),
            SafetensorsTensor.Of("rejected_by", [set.RejectedBy.Count], [.. set.RejectedBy]),
        ];
        if (set.Rejected is { } rejected)
            tensors.Add(SafetensorsTensor.Of("rejected", [rejected.Rows, rejected.Columns], rejected.ToDense()));
        return SafetensorsFile.Write(tensors, new Dictionary<string, string>
        {
            ["kind"] = "synthetic-set",
            ["fold"] = fold.ToString(CultureInfo.InvariantCulture),
            ["strategy"] = strategy,
            ["targets"] = string.Join(',', targets),
            ["drawn"] = set.Drawn.ToString(CultureInfo.InvariantCulture),
        });
    }

    /// <exception cref="DamagedArtifactException">Says what is wrong.</exception>
    public static SyntheticSet Read(byte[] bytes, string source)
    {
        SafetensorsFile file = SafetensorsFile.Read(bytes, source);
        return new SyntheticSet(Matrix(file, "spectra"), file.Float32("labels"), file.Integer("drawn"),
            file.Int32("rejected_by"),
            file.Contains("rejected") ? Matrix(file, "rejected") : null);
    }

    private static Matrix Matrix(SafetensorsFile file, string name) => file[name].Shape is [int rows, int columns]
        ? Learning.Matrix.From(file.Float32(name), rows, columns)
        : throw new DamagedArtifactException($"{file.Source}: tensor '{name}' is no matrix.");
}
