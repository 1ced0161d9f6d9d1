using System.Text.RegularExpressions;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Results;

namespace IonSweep.Sweeps.Storage;

/// <summary>Where the artifacts of datasets and sweeps stand in a store.</summary>
public static partial class SweepPaths
{
    /// <summary>All sweeps.</summary>
    public const string Sweeps = "sweeps/";

    /// <summary>All datasets.</summary>
    public const string Datasets = "datasets/";

    /// <summary>Which sweeps use which datasets.</summary>
    public const string AllUses = "uses/";

    /// <summary>All models that left their sweeps.</summary>
    public const string Models = "models/";

    /// <summary>The file of a stored model.</summary>
    public static string ModelFile(string id) => $"{Models}{id}/model.safetensors";

    /// <summary>What a list says of a stored model, written after its file.</summary>
    public static string ModelSummary(string id) => $"{Models}{id}/summary.json";

    /// <summary>A dataset, content-addressed.</summary>
    public static string Dataset(string sha256) => Datasets + sha256;

    /// <summary>
    /// What a list says of a dataset: a sealed <see cref="Results.DatasetSummary"/>. Absent for one that an older program stored, until
    /// it is listed.
    /// </summary>
    public static string DatasetSummary(string sha256) => $"summaries/{sha256}";

    /// <summary>Which sweeps use a dataset: an empty artifact of each one's id.</summary>
    public static string Uses(string sha256) => $"{AllUses}{sha256}/";

    /// <summary>Says that a sweep uses a dataset, so that others on it find what it has done.</summary>
    public static string Use(string sha256, string id) => Uses(sha256) + id;

    /// <summary>Everything of one sweep begins with this.</summary>
    public static string Sweep(string id) => $"{Sweeps}{id}/";

    /// <summary>What determines a sweep: a sealed <see cref="Execution.SweepDefinition"/>.</summary>
    public static string Definition(string id) => Sweep(id) + "spec.json";

    /// <summary>
    /// How a sweep ended: a sealed <see cref="Results.SweepSummary"/>. Absent while it runs and after its process was killed.
    /// </summary>
    public static string Ending(string id) => Sweep(id) + "ended.json";

    /// <summary>
    /// Sealed reasons, by work item, of failures that have no stored result because another run may not meet them. Absent when there are
    /// none.
    /// </summary>
    public static string Failures(string id) => Sweep(id) + "failures.json";

    /// <summary>All results in one artifact, written when the sweep ends and, by a cluster's coordinators, while it runs.</summary>
    public static string ResultsLog(string id) => Sweep(id) + "results.log";

    /// <summary>What happened to a sweep begins with this.</summary>
    public static string History(string id) => Sweep(id) + "history/";

    /// <summary>A sealed <see cref="Results.HistoryEntry"/>; names ascend with time.</summary>
    public static string HistoryEntry(string id, string name) => $"{History(id)}{name}.json";

    /// <summary>A cluster's coordinator was told to stop the sweep and has not got to the end of that.</summary>
    public static string Cancelled(string id) => Sweep(id) + "cancelled";

    /// <summary>One row a cell.</summary>
    public static string ResultsCsv(string id) => Sweep(id) + "results.csv";

    /// <summary>When and where each work item ran.</summary>
    public static string TimingsCsv(string id) => Sweep(id) + "timings.csv";

    /// <summary>Statistics and warnings.</summary>
    public static string SummaryJson(string id) => Sweep(id) + "summary.json";

    /// <summary>Machines that worked on a sweep begin with this.</summary>
    public static string Machines(string id) => Sweep(id) + "machines/";

    /// <summary>A work item's sealed <see cref="Results.WorkResult"/>.</summary>
    public static string Result(string id, string item) => $"{Sweep(id)}{item}/result.json";

    /// <summary>A work item's sealed <see cref="Results.WorkTiming"/>.</summary>
    public static string Timing(string id, string item) => $"{Sweep(id)}{item}/timing.json";

    /// <summary>Weights of a cell or generator, generated spectra of a synthetic set.</summary>
    public static string Model(string id, string item) => $"{Sweep(id)}{item}/model.safetensors";

    /// <summary>State of a training under way.</summary>
    public static string Checkpoint(string id, string item) => $"{Sweep(id)}{item}/checkpoint";

    /// <summary>The id itself; one that could not be part of a path is refused.</summary>
    /// <exception cref="InvalidSpecException">It is no id; says what is expected.</exception>
    public static string CheckId(string id) => IsId(id)
        ? id
        : throw new InvalidSpecException("id",
            "id: expected 1 to 63 lower-case letters, digits and hyphens that begin with a letter or digit, "
            + $"found '{(id.Length > 80 ? id[..80] + "…" : id)}'.");

    /// <summary>True for what can be a sweep's id.</summary>
    public static bool IsId(string id) => Id().IsMatch(id);

    /// <summary>True for what can be a dataset's SHA-256: 64 lower-case hexadecimal digits.</summary>
    public static bool IsSha256(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    /// <summary>True for what can be a stored model's id: 16 lower-case hexadecimal digits.</summary>
    public static bool IsModelId(string text) => text.Length == 16 && text.All(char.IsAsciiHexDigitLower);

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,62}\z")]
    private static partial Regex Id();
}
