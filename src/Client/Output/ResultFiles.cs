using System.Globalization;
using IonSweep.Sweeps.Reporting;
using IonSweep.Sweeps.Results;

namespace IonSweep.Client.Output;

/// <summary>The files a finished sweep leaves beside its artifacts: <c>results.csv</c>, <c>timings.csv</c>, <c>summary.json</c>.</summary>
internal static class ResultFiles
{
    /// <summary>Writes all of them.</summary>
    /// <returns>Their paths.</returns>
    public static IReadOnlyList<string> Write(string folder, SweepReport report)
    {
        string results = Path.Combine(folder, "results.csv"), timings = Path.Combine(folder, "timings.csv"), summary = Path.Combine(
            folder, "summary.json");
        WholeFile.Write(results, Text(t => ResultsCsv.Write(t, report.Results)));
        WholeFile.Write(timings, Text(t => TimingsCsv.Write(t, report.Results.Summary, report.Timings)));
        WholeFile.Write(summary, SummaryJson.Write(report));
        return [results, timings, summary];
    }

    private static string Text(Action<TextWriter> write)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture);
        write(text);
        return text.ToString();
    }
}
