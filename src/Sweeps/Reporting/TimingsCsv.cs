using System.Globalization;
using CsvHelper;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;

namespace IonSweep.Sweeps.Reporting;

/// <summary><c>timings.csv</c>: when, where and how fast each work item ran; what varies between runs stands here.</summary>
public static class TimingsCsv
{
    private static readonly string[] Header =
        ["work_item", "started_utc", "seconds", "epochs", "seconds_per_epoch", "host", "resumed", "data", "protocol", "reused_from"];

    /// <summary>Comma-separated, a header line, line feeds, invariant numbers, UTC in ISO 8601.</summary>
    public static void Write(TextWriter output, SweepSummary summary, IReadOnlyList<WorkTiming> timings)
    {
        string data = OutputLabels.Data(summary), protocol = OutputLabels.Protocol(summary);
        using CsvWriter csv = CsvWriter.Create(output, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord(Header);
        foreach (WorkTiming timing in timings)
        {
            csv.WriteRecord(
            [
                timing.Id,
                timing.StartedUtc.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
                timing.Seconds.ToString("F3", CultureInfo.InvariantCulture),
                timing.Epochs.ToString(CultureInfo.InvariantCulture),
                timing.Epochs > 0 ? (timing.Seconds / timing.Epochs).ToString("G4", CultureInfo.InvariantCulture) : "",
                timing.Host,
                timing.Resumed ? "true" : "false",
                data,
                protocol,
                timing.ReusedFrom ?? "",
            ]);
        }
    }
}
