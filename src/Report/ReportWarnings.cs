using System.Globalization;
using IonSweep.Charts;
using IonSweep.Charts.Figures;
using IonSweep.Sweeps.Results;

namespace IonSweep.Report;

/// <summary>What a reader must know before trusting the numbers.</summary>
public static class ReportWarnings
{
    /// <summary>Share of kept patterns below which the discard rule is called strict.</summary>
    public const double LowAcceptance = 0.1;

    /// <summary>One sentence a warning; empty when there is none.</summary>
    public static IReadOnlyList<string> Of(SweepReport report)
    {
        List<string> warnings = [];
        if (report.Results.Summary.Reason.Length > 0) warnings.Add($"The sweep was interrupted: {report.Results.Summary.Reason}");

        foreach (CellResult cell in report.Results.Cells.Where(cell => cell.Failure.Length > 0))
            warnings.Add($"Fold {Fold(cell.Fold)}, {Target(report, cell.Target)}, {Strategy(report, cell.Strategy)} has no result: {cell.Failure}");

        CellResult[] capped = [.. report.Results.Cells.Where(cell => cell.CapHit)];
        if (capped.Length > 0)
            warnings.Add($"{capped.Length} of {report.Results.Cells.Count} cells trained until the cap of {report.Spec.Regression.EpochCap} epochs and might have gone on improving: "
                + string.Join("; ", capped.GroupBy(cell => (cell.Target, cell.Strategy)).Select(group =>
                    $"{Target(report, group.Key.Target)} {Strategy(report, group.Key.Strategy)} in fold {string.Join(", ", group.Select(cell => Fold(cell.Fold)))}")) + ".");

        foreach (GeneratorDetail generator in report.Generators.Where(generator => generator.Curve.Epochs.Count > 0 && generator.Curve.Epochs[^1] >= report.Spec.Generator.EpochCap))
            warnings.Add($"Generator {generator.Generator} of fold {Fold(generator.Fold)} trained until the cap of {report.Spec.Generator.EpochCap} epochs.");

        foreach (GeneratorDetail generator in report.Generators.Where(generator => generator.Divergence.Count > 0 && !generator.Divergence.Any(latent => latent > LatentFigure.ActiveAbove)))
            warnings.Add($"Generator {generator.Generator} of fold {Fold(generator.Fold)} collapsed: no latent is active, so it generates the mean spectrum.");

        foreach (SyntheticSetResult set in report.Results.Generators)
        {
            if (set.Failure.Length > 0)
                warnings.Add($"No patterns for {Strategy(report, set.Strategy)} in fold {Fold(set.Fold)}: {set.Failure}");
            else if (set.Drawn > 0 && (double)set.Kept / set.Drawn < LowAcceptance)
                warnings.Add($"The discard rule kept only {Wording.Percent((double)set.Kept / set.Drawn)} of the patterns of {Strategy(report, set.Strategy)} in fold {Fold(set.Fold)} "
                    + $"(it keeps {Wording.Percent(set.MeasuredPassRate)} of the measured training spectra).");
        }
        return warnings;
    }

    private static string Fold(int fold) => (fold + 1).ToString(CultureInfo.InvariantCulture);

    private static string Target(SweepReport report, string slug) =>
        ChemicalName.Pretty(report.Dataset.Targets.FirstOrDefault(target => target.Slug == slug)?.Name ?? slug);

    private static string Strategy(SweepReport report, string slug) =>
        report.Results.Aggregates.FirstOrDefault(aggregate => aggregate.Strategy == slug)?.StrategyName ?? slug;
}
