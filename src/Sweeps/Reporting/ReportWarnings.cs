using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.State;

namespace IonSweep.Sweeps.Reporting;

/// <summary>What a reader of the numbers must know: what failed, was cut short, or allows no verdict.</summary>
public static class ReportWarnings
{
    /// <summary>Below this share of accepted generated spectra the label distribution deserves a look.</summary>
    private const double LowAcceptance = 0.1;

    /// <summary>One sentence a warning; empty when there is nothing to say.</summary>
    public static IReadOnlyList<string> Of(SweepResults results)
    {
        List<string> warnings = [];
        if (results.Summary.Status is not (SweepStatus.Completed or SweepStatus.CompletedWithFailures))
            warnings.Add(
                $"The sweep has not ended: {results.Summary.Finished} of {results.Summary.WorkItems} work items are finished; these are "
                    + $"results so far.");

        foreach (CellResult cell in results.Cells.Where(c => c.Failure is not null))
            warnings.Add($"Fold {cell.Fold}, {cell.Target}, {cell.Series} failed: {cell.Failure}");
        foreach (SyntheticSetResult set in results.SyntheticSets.Where(g => g.Failure is not null))
            warnings.Add($"Fold {set.Fold}, generated spectra of {set.Strategy} failed: {set.Failure}");

        foreach (TrustResult trust in results.Trust.Where(t => t.Failure is not null))
            warnings.Add($"Fold {trust.Fold}, trust of {SeriesKey.Of(trust.Model, trust.Strategy)} was not measured: {trust.Failure}");

        int capped = results.Cells.Count(c => c.CapHit);
        if (capped > 0)
            warnings.Add($"{capped} of {results.Cells.Count} cells stopped at the epoch cap, not by the stopping rule.");

        List<Comparison> comparisons = [.. results.Aggregates.Where(a => a.Comparison is not null).Select(a => a.Comparison!)];
        int tooFew = comparisons.Count(c => c.Verdict == Verdict.TooFewFolds);
        if (tooFew > 0)
            warnings.Add($"{tooFew} of {comparisons.Count} comparisons have too few folds for a verdict.");

        foreach (IGrouping<string, SyntheticSetResult> sets in results.SyntheticSets.Where(g => g.Drawn > 0).GroupBy(g => g.Strategy))
        {
            double accepted = (double)sets.Sum(s => s.Kept) / sets.Sum(s => (long)s.Drawn);
            if (accepted < LowAcceptance)
                warnings.Add(
                    $"Only {NumberText.Share(accepted)} of the spectra drawn for {sets.Key} were accepted; compare the labels' means "
                        + $"and spreads.");
        }
        return warnings;
    }
}
