using System.Globalization;
using IonSweep.Learning.Inspection;
using IonSweep.Sweeps.Reporting;

namespace IonSweep.Report;

/// <summary>What there is to see of a dataset as tables, for the console and the page.</summary>
public static class DatasetTables
{
    private const int MostOutliers = 20;

    /// <summary>The targets, one a row.</summary>
    public static ReportTable Targets(DatasetInspection inspection) => new(
        "Targets",
        ["Target", "Key", "Minimum", "Maximum", "Mean", "SD", "Rows", "Rows above 0"],
        [
            .. inspection.Targets.Select((summary, t) => (IReadOnlyList<string>)
            [
                summary.Target.Header, summary.Target.Slug, NumberText.Significant(summary.Minimum, 4),
                NumberText.Significant(summary.Maximum, 4), NumberText.Significant(summary.Mean, 4), NumberText.Significant(summary.Sd, 4),
                summary.Values.ToString(CultureInfo.InvariantCulture),
                inspection.Values[t].Count(value => value > 0).ToString(CultureInfo.InvariantCulture),
            ]),
        ]);

    /// <summary>The farthest outliers; no rows without any.</summary>
    public static ReportTable Outliers(DatasetInspection inspection) => new(
        "Spectra beyond the limits, the farthest first",
        ["Row", "Sample", "Q ÷ limit", "T² ÷ limit"],
        [
            .. (inspection.Outliers?.Rows ?? []).Take(MostOutliers).Select(row => (IReadOnlyList<string>)
            [
                (row + 1).ToString(CultureInfo.InvariantCulture), inspection.Data.SampleIds?[row] ?? "–",
                NumberText.Significant(inspection.Outliers!.Q[row] / inspection.Outliers.QOutlier, 3),
                NumberText.Significant(inspection.Outliers.T2[row] / inspection.Outliers.T2Outlier, 3),
            ]),
        ]);
}
