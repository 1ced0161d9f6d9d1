using System.Text;
using IonSweep.Sweeps.Reporting;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Service;

/// <summary>Writes what a sweep leaves for people and programs when it ends, completed or not.</summary>
public static class SweepEnding
{
    /// <summary>
    /// Writes results.csv, timings.csv, summary.json, failures that have no stored result and, last, how the sweep ended.
    /// </summary>
    /// <param name="store">Holds the sweep.</param>
    /// <param name="report">Spec, results and timings.</param>
    /// <param name="failures">
    /// Reasons, by id, of items that failed by an error which another run may not meet: the store keeps no result of those. Null for none.
    /// </param>
    /// <exception cref="StorageFullException">There is no room left.</exception>
    public static async Task WriteAsync(IArtifactStore store, SweepReport report, IReadOnlyDictionary<string, string>? failures = null)
    {
        string id = report.Results.Summary.Id;
        await store.WriteAsync(SweepPaths.ResultsCsv(id), Text(writer => ResultsCsv.Write(writer, report.Results)));
        await store.WriteAsync(SweepPaths.TimingsCsv(id), Text(writer => TimingsCsv.Write(writer, report.Results.Summary, report.Timings)));
        await store.WriteAsync(SweepPaths.SummaryJson(id), Encoding.UTF8.GetBytes(SummaryJson.Write(report)));
        if (failures is { Count: > 0 }) await store.WriteAsync(SweepPaths.Failures(id), SealedJson.Seal(failures));
        else await store.DeleteAsync(SweepPaths.Failures(id));
        await store.WriteAsync(SweepPaths.Ending(id), SealedJson.Seal(report.Results.Summary));
    }

    private static byte[] Text(Action<TextWriter> write)
    {
        using StringWriter writer = new() { NewLine = "\n" };
        write(writer);
        return Encoding.UTF8.GetBytes(writer.ToString());
    }
}
