using System.Globalization;
using IonSweep.Spectra.Axes;
using IonSweep.Sweeps.Results;

namespace IonSweep.Sweeps.Reporting;

/// <summary>A recommendation in words: what to use, how good it is, what it needs, and for what not to trust it.</summary>
public static class RecommendationText
{
    private const double HalfExplained = 0.5, LittleExplained = 0.2, Likely = 0.05;

    /// <summary>E.g. <c>Use Ensemble for Oil: MAE 0.0129 ± 0.0047 % on samples never used to choose …</c>.</summary>
    public static string Of(Recommendation one) =>
        string.Join(' ', new[] { Headline(one), Comparison(one), Interval(one), Needs(one), MoreSamples(one), Caution(one) }
            .Where(text => text.Length > 0));

    /// <summary>What to use, and its error.</summary>
    public static string Headline(Recommendation one) =>
        $"Use {one.ModelName} for {one.TargetName}: MAE {WithUnit(NumberText.MeanAndSpread(one.MeanMae, one.SdMae), one)} on samples never "
        + Text($"used to choose (mean{(double.IsFinite(one.SdMae) ? " ± SD" : "")} over {one.Folds} fold{(one.Folds == 1 ? "" : "s")}).");

    /// <summary>How it stands beside PLS.</summary>
    public static string Comparison(Recommendation one)
    {
        if (one.AgainstPls is not { } comparison)
            return double.IsNaN(one.PlsMae) ? "PLS was not in this sweep, so nothing says that it is better than that." : "";
        if (one.Model == Models.ModelCatalog.Pls.Slug)
            return $"The search gave nothing at least as good (difference of its best to PLS "
                + $"{WithUnit(NumberText.Significant(comparison.MeanDifference, 2), one)}: {Verdict(comparison)}).";
        string pls = $"PLS alone {WithUnit(NumberText.Significant(one.PlsMae, 3), one)}";
        return comparison.Verdict == Results.Verdict.Better ? $"{pls} (better than that, {P(comparison)})."
            : $"{pls}; that it is better than PLS was not shown ({Verdict(comparison)}).";
    }

    /// <summary>The interval of a prediction.</summary>
    public static string Interval(Recommendation one) => double.IsFinite(one.HalfWidth)
        ? $"{NumberText.Share(one.Coverage)} interval ± {WithUnit(NumberText.Significant(one.HalfWidth, 2), one)}"
            + (double.IsNaN(one.MeasuredCoverage) ? "."
                : $" (each fold's test rows in the interval of the other folds: {NumberText.Share(one.MeasuredCoverage)}).")
        : $"Too few test rows for a {NumberText.Share(one.Coverage)} interval.";

    /// <summary>What spectra it needs.</summary>
    public static string Needs(Recommendation one) => Text(
        $"Needs spectra of {one.Channels} channels, {one.AxisFrom:0.####} to {one.AxisTo:0.####}{one.AxisUnit.Suffix()}.");

    /// <summary>Whether more samples would help; empty where that was not measured.</summary>
    public static string MoreSamples(Recommendation one)
    {
        if (one.Samples is not { } samples) return "";
        double change = 100 * (samples.All.MeanMae / samples.Fewer.MeanMae - 1);
        string measured = Text($"Learning from {samples.All.Samples} samples instead of {samples.Fewer.Samples} changed the error by ")
            + Text($"{change:+0;−0;0} % (")
            + (double.IsNaN(samples.P) ? "no p-value" : samples.P < 0.001 ? "p < 0.001" : $"p {NumberText.P(samples.P)}") + ")";
        return samples.P <= Likely && change < 0 ? $"{measured}: more samples would probably lower it further."
            : $"{measured}: that more samples would lower it was not shown.";
    }

    /// <summary>The error against the number of samples: one row a target and size.</summary>
    public static ReportTable SampleSizes(IReadOnlyList<Recommendation>? recommendations) => new(
        "Error against the number of samples",
        ["Target", "Samples learned from", "Test MAE of Selected", "Folds"],
        [
            .. (recommendations ?? []).SelectMany(one => (one.Samples?.Sizes ?? []).Select(size => (IReadOnlyList<string>)
            [
                one.TargetName, Text($"{size.Samples}"), WithUnit(NumberText.MeanAndSpread(size.MeanMae, size.SdMae), one),
                Text($"{size.Folds}"),
            ])),
        ]);

    /// <summary>For what not to trust it.</summary>
    public static string Caution(Recommendation one)
    {
        List<string> doubts =
            [$"values outside {NumberText.Significant(one.Minimum, 4)} to {WithUnit(NumberText.Significant(one.Maximum, 4), one)}"];
        if (one.Missed.Count > 0)
            doubts.Add("spectra with " + string.Join(" or ", one.Missed.Select(missed =>
                $"{Lower(TrustTable.Name(missed.Kind))}, of which warnings noticed {NumberText.Share(missed.Noticed)}")));
        string caution = $"Do not trust it for {string.Join(", nor for ", doubts)}.";
        return one.MeanR2 >= HalfExplained || double.IsNaN(one.MeanR2) ? caution
            : $"{caution} It explains only {NumberText.Share(Math.Max(0, one.MeanR2))} of the variance"
                + (one.MeanR2 < LittleExplained ? ": little more than the mean does." : ".");
    }

    /// <summary>How often each pipeline was chosen: one row a target and pipeline of the recommended models.</summary>
    public static ReportTable Pipelines(IReadOnlyList<Recommendation>? recommendations) => new(
        "What the recommended models consist of",
        ["Target", "Preprocessing", "Regression", "Folds", "Mean share"],
        [
            .. (recommendations ?? []).SelectMany(one => one.Pipelines.Take(MostPipelines).Select(pipeline => (IReadOnlyList<string>)
            [
                one.TargetName, pipeline.Preprocessing, pipeline.Method, Text($"{pipeline.Folds} of {one.Folds}"),
                NumberText.Share(pipeline.Share),
            ])),
        ]);

    private const int MostPipelines = 6;

    private static string Verdict(Comparison comparison) => comparison.FoldsToDecide is { } folds
        ? Text($"{NumberText.Verdict(comparison.Verdict)}, {P(comparison)}; {folds} folds would decide")
        : $"{NumberText.Verdict(comparison.Verdict)}, {P(comparison)}";

    private static string P(Comparison comparison) =>
        double.IsNaN(comparison.HolmP) ? "no p-value" : comparison.HolmP < 0.001 ? "p < 0.001" : $"p {NumberText.P(comparison.HolmP)}";

    private static string WithUnit(string number, Recommendation one) => one.Unit.Length == 0 ? number : $"{number} {one.Unit}";

    private static string Lower(string text) => char.ToLowerInvariant(text[0]) + text[1..];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
