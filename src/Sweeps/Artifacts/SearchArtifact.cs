using IonSweep.Learning.Selection;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Planning;

namespace IonSweep.Sweeps.Artifacts;

/// <summary>
/// A search's <c>model.safetensors</c>: its K candidates, best first: <c>pipeline</c>, <c>method</c> (which of the metadata's
/// <c>methods</c>) and <c>setting</c> [K], <c>rmse</c> [K] in the target's unit, and of the best H <c>held_out</c> [H, R].
/// </summary>
internal static class SearchArtifact
{
    /// <param name="item">The search or batch.</param>
    /// <param name="candidates">Best first.</param>
    /// <param name="heldOut">Candidates whose held-out predictions are kept, H: those that an ensemble may take.</param>
    public static byte[] ToBytes(WorkItem item, IReadOnlyList<SearchCandidate> candidates, int heldOut)
    {
        string[] methods = [.. candidates.Select(candidate => candidate.Method.Slug).Distinct()];
        SearchCandidate[] best = [.. candidates.Take(heldOut)];
        int rows = best.Length == 0 ? 0 : best[0].HeldOut.Length;
        return SafetensorsFile.Write(
            [
                SafetensorsTensor.Of("pipeline", [candidates.Count], [.. candidates.Select(candidate => candidate.Pipeline)]),
                SafetensorsTensor.Of("method", [candidates.Count],
                    [.. candidates.Select(candidate => Array.IndexOf(methods, candidate.Method.Slug))]),
                SafetensorsTensor.Of("setting", [candidates.Count], [.. candidates.Select(candidate => candidate.Setting)]),
                SafetensorsTensor.Of("rmse", [candidates.Count], [.. candidates.Select(candidate => candidate.Rmse)]),
                SafetensorsTensor.Of("held_out", [best.Length, rows], [.. best.SelectMany(candidate => candidate.HeldOut)]),
            ],
            new Dictionary<string, string>
            {
                ["kind"] = "search",
                ["item"] = item.Id,
                ["methods"] = string.Join(',', methods),
            });
    }

    /// <exception cref="DamagedArtifactException">Says what is wrong.</exception>
    public static IReadOnlyList<SearchCandidate> Read(byte[] bytes, string source)
    {
        SafetensorsFile file = SafetensorsFile.Read(bytes, source);
        IRegressionMethod[] methods =
        [
            .. file.MetadataValue("methods").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(slug => RegressionMethods.Find(slug)
                ?? throw new DamagedArtifactException($"{source} names the regression '{slug}', which this version does not have.")),
        ];
        int[] pipelines = file.Int32("pipeline"), method = file.Int32("method"), settings = file.Int32("setting");
        double[] rmse = file.Float64("rmse"), heldOut = file.Float64("held_out");
        int rows = file["held_out"].Shape is [> 0, int columns] ? columns : 0;
        return
        [
            .. pipelines.Select((pipeline, k) => new SearchCandidate(pipeline, methods[method[k]], settings[k], rmse[k],
                rows > 0 && (k + 1) * rows <= heldOut.Length ? heldOut[(k * rows)..((k + 1) * rows)] : [])),
        ];
    }
}
