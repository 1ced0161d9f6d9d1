using System.Text;
using IonSweep.Sweeps.Reporting;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Service;

/// <summary>Writes what a sweep leaves for people and programs when it ends, completed or not.</summary>
internal static class SweepEnding
{
    /// <summary>Writes results.csv, timings.csv, summary.json and, last, how the sweep ended.</summary>
    /// <exception cref="StorageFullException">There is no room left.</exception>
    public static async Task WriteAsync(IArtifactStore store, SweepReport report)
    {
        string id = report.Results.Summary.Id;
        await store.WriteAsync(SweepPaths.ResultsCsv(id), Text(writer => ResultsCsv.Write(writer, report.Results)));
        await store.WriteAsync(SweepPaths.TimingsCsv(id), Text(writer => TimingsCsv.Write(writer, report.Results.Summary, report.Timings)));
        await store.WriteAsync(SweepPaths.SummaryJson(id), Encoding.UTF8.GetBytes(SummaryJson.Write(report)));
        await store.WriteAsync(SweepPaths.Ending(id), SealedJson.Seal(report.Results.Summary));
    }

    private static byte[] Text(Action<TextWriter> write)
    {
        using StringWriter writer = new() { NewLine = "\n" };
        write(writer);
        return Encoding.UTF8.GetBytes(writer.ToString());
    }
}
