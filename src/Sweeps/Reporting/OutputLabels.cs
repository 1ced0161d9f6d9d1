using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;

namespace IonSweep.Sweeps.Reporting;

/// <summary>What must stand beside every number of a sweep: whether its spectra are simulated and its protocol shortened.</summary>
public static class OutputLabels
{
    /// <summary>One sentence a label; empty for the full protocol on measured spectra.</summary>
    public static IReadOnlyList<string> Of(SweepSummary summary)
    {
        List<string> labels = [];
        if (summary.Dataset.IsSimulated) labels.Add($"Simulated data: {summary.Dataset.Origin}.");
        if (summary.Shortened.Length > 0) labels.Add($"Shortened protocol: {summary.Shortened.TrimEnd('.')}.");
        return labels;
    }

    /// <summary>One word for a column: <c>simulated</c> or <c>measured</c>.</summary>
    public static string Data(SweepSummary summary) => summary.Dataset.IsSimulated ? "simulated" : "measured";

    /// <summary>One word for a column: <c>shortened</c> or <c>full</c>.</summary>
    public static string Protocol(SweepSummary summary) => summary.Shortened.Length > 0 ? "shortened" : "full";
}
