using System.Globalization;
using System.Text;
using System.Text.Json;
using IonSweep.Spectra.Axes;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Reporting;

/// <summary><c>report.md</c>: what was run, the errors, the differences with their p-values, acceptance rates and warnings.</summary>
public static class MarkdownReport
{
    /// <summary>The whole report as Markdown with line feeds.</summary>
    public static string Write(SweepReport report)
    {
        SweepResults results = report.Results;
        StringBuilder text = new();
        Line(text, $"# Sweep {results.Summary.Id}: {results.Summary.Dataset.Name}");
        foreach (string label in OutputLabels.Of(results.Summary)) Line(text, $"\n**{label}**");

        if (report.Recommendations is { Count: > 0 } recommendations)
        {
            Line(text, "\n## Which calibration to use\n");
            foreach (Recommendation one in recommendations) Line(text, $"- {RecommendationText.Of(one)}");
        }
        IReadOnlyList<string> warnings = ReportWarnings.Of(results);
        if (warnings.Count > 0)
        {
            Line(text, "\n## Warnings\n");
            foreach (string warning in warnings) Line(text, $"- {warning}");
        }

        Table(text, WhatWasRun(report));
        Table(text, ErrorTable.Of(results));
        Table(text, RecommendationText.Pipelines(report.Recommendations));
        Table(text, RecommendationText.SampleSizes(report.Recommendations));
        Table(text, DifferenceTable.Of(results));
        Table(text, DifferenceTable.OfModels(results));
        Table(text, EquivalenceTable.Of(results));
        if (results.Aggregates.Any(a => a.Comparison is not null)) Line(text, "\n" + HowToRead(report.Spec.Statistics));
        Table(text, TrainingTable.Of(results));
        Table(text, ChoiceTable.Of(results));
        Table(text, TrustTable.Intervals(results));
        Table(text, TrustTable.Warnings(results));
        Table(text, SyntheticSetTable.Of(results));
        Table(text, SyntheticSetTable.Labels(results));
        return text.ToString();
    }

    private static ReportTable WhatWasRun(SweepReport report)
    {
        SweepSummary summary = report.Results.Summary;
        SweepSpec spec = report.Spec;
        List<IReadOnlyList<string>> rows =
        [
            ["Data", $"{summary.Dataset.Name}: {summary.Dataset.Origin} ({OutputLabels.Data(summary)})"],
            ["SHA-256 of the data", summary.Dataset.Sha256],
            ["Spectra", Text($"{report.Dataset.Rows} rows, {report.Dataset.Samples} samples, {report.Dataset.Wavelengths.Count} channels")
                + Text($" from {report.Dataset.Wavelengths[0]} to {report.Dataset.Wavelengths[^1]}{report.Dataset.AxisUnit.Suffix()}")
                + (report.Dataset.Ordinate == Ordinate.Unknown ? "" : $", {report.Dataset.Ordinate.Name()}")],
            ["Protocol", $"preset {spec.Preset}, {OutputLabels.Protocol(summary)}"],
            ["Seed", Text($"{spec.Seed}")],
            ["Folds", $"{new FoldChoice(spec.Folds, spec.FirstFolds)}"],
            ["Models", string.Join(", ", spec.Models)],
            ["Strategies", string.Join(", ", spec.Strategies)],
            ["Targets", spec.Targets.Count == 0 ? "all" : string.Join(", ", spec.Targets)],
            ["Targets with augmented cells", spec.AugmentedTargets.Count == 0 ? "the same" : string.Join(", ", spec.AugmentedTargets)],
            ["Preprocessing", PreprocessingText.Of(spec.Preprocessing)],
            ["Scaling", $"channels on the rows: {Word(spec.Scaling)}; targets: {Word(spec.TargetScaling)}"],
            ["Regression",
                $"hidden {string.Join("–", spec.Regression.Hidden)}, "
                + Text($"patience {spec.Regression.Patience}, at most {spec.Regression.EpochCap} epochs")],
            ["Generators",
                Text($"hidden {spec.Generator.Hidden}, {spec.Generator.Latents} latents, patience {spec.Generator.Patience}, ")
                + Text($"at most {spec.Generator.EpochCap} epochs, uniform width {Word(spec.Generator.UniformWidth)}, ")
                + $"labels {Word(spec.Generator.LabelRange)}"],
            ["Trainer", spec.Trainer],
            ["Work", Text($"{summary.Finished} of {summary.WorkItems} work items finished, {summary.Failed} failed or blocked")],
            ["Training time",
                $"{NumberText.Duration(report.Timings.Where(t => t.ReusedFrom is null).Sum(t => t.Seconds))} summed over work items"
                + (summary.Reused > 0 ? Text($"; {summary.Reused} of them reused, {summary.Finished - summary.Reused} done anew") : "")],
        ];
        return new("What was run", ["", ""], rows);
    }

    private static string HowToRead(StatisticsSpec statistics) =>
        "p: corrected resampled t-test (Nadeau and Bengio 2003), two-sided, on the paired differences; Holm p: after Holm's correction "
        + "over all comparisons of one model family with E, or of all model families with PLS. \"better\" and \"worse\" mean "
        + Text($"Holm p < {statistics.Alpha}; ")
        + Text($"\"equivalent\": two one-sided tests put the difference within {statistics.Margin:P0} of the reference's error, corrected ")
        + "in the same way. \"undecided\": neither was shown; a difference smaller than the smallest detectable would have been missed. "
        + "The number of folds that would decide holds for this mean and spread of the differences; since all folds draw on one dataset, "
        + "more folds make a mean certain only to a point, and sometimes no number would. P: probabilities of a difference beyond the "
        + "margin, or within it (Bayesian correlated t-test, Benavoli et al. 2017); they are a second reading and give no verdict. "
        + Text($"Fewer than {statistics.MinimumFolds} complete pairs give no verdict.");

    private static void Table(StringBuilder text, ReportTable table)
    {
        if (table.Rows.Count == 0) return;
        Line(text, $"\n## {table.Title}\n");
        Line(text, Row(table.Columns));
        Line(text, Row([.. table.Columns.Select((_, c) => table.IsNumeric(c) ? "--:" : ":--")]));
        foreach (IReadOnlyList<string> row in table.Rows) Line(text, Row(row));
    }

    // A bar inside a cell would end it.
    private static string Row(IReadOnlyList<string> cells) =>
        "| " + string.Join(" | ", cells.Select(c => c.Replace("|", "\\|", StringComparison.Ordinal))) + " |";

    /// <summary>The word that a spec has for the value.</summary>
    private static string Word<T>(T value) where T : struct, Enum => JsonSerializer.Serialize(value, SweepJson.Compact).Trim('"');

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
