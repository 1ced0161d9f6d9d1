using IonSweep.Learning.Trust;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Trust;

namespace IonSweep.Sweeps.Reporting;

/// <summary>What was measured of intervals and warnings, averaged over folds.</summary>
public static class TrustTable
{
    /// <summary>One row for each target, model family and strategy: half width and coverage on the test rows.</summary>
    public static ReportTable Intervals(SweepResults results)
    {
        List<IReadOnlyList<string>> rows = [];
        foreach (StrategyAggregate aggregate in results.Aggregates)
        {
            IntervalResult[] folds =
            [
                .. results.Trust.Where(t => t.Failure is null && SeriesKey.Of(t.Model, t.Strategy) == aggregate.Series)
                    .SelectMany(t => t.Intervals).Where(interval => interval.Target == aggregate.Target),
            ];
            if (folds.Length == 0) continue;
            rows.Add(
            [
                aggregate.Unit.Length == 0 ? aggregate.TargetName : $"{aggregate.TargetName} ({aggregate.Unit})", aggregate.Label,
                double.IsFinite(folds.Max(f => f.HalfWidth)) ? NumberText.Significant(folds.Average(f => f.HalfWidth), 3) : "too few rows",
                NumberText.Share(folds.Average(f => f.Coverage)),
            ]);
        }
        return new("Split-conformal prediction intervals, mean over folds", ["Target", "Model", "± half width", "Coverage on test rows"],
            rows);
    }

    /// <summary>
    /// One row a score: AUC for each kind of disturbance, false alarms and share noticed. The distance is the same for every model.
    /// </summary>
    public static ReportTable Warnings(SweepResults results)
    {
        List<IReadOnlyList<string>> rows = [];
        DisturbanceKind[] kinds = [
            .. results.Trust.SelectMany(t => t.Warnings).SelectMany(w => w.Disturbances).Select(d => d.Kind).Distinct()];
        var scores = from trust in results.Trust
                     where trust.Failure is null
                     from warning in trust.Warnings
                     let series = warning.Score == OutlierScores.Distance ? "" : SeriesKey.Of(trust.Model, trust.Strategy)
                     group warning by (warning.Score, series, trust.Model, Strategy: trust.Strategy) into folds
                     select folds;
        foreach (var folds in scores.DistinctBy(folds => (folds.Key.Score, folds.Key.series)))
        {
            string label = results.Aggregates.FirstOrDefault(a => a.Series == folds.Key.series)?.Label
                ?? ModelCatalog.Get(folds.Key.Model).Name;
            rows.Add(
            [
                Name(folds.Key.Score, label), NumberText.Share(folds.Average(w => w.FalseAlarms)),
                .. kinds.Select(kind =>
                {
                    DisturbanceResult[] all = [.. folds.Select(w => w.Disturbances.First(d => d.Kind == kind))];
                    return $"{NumberText.Fixed(all.Average(d => d.Auc), 3)} ({NumberText.Share(all.Average(d => d.Noticed))})";
                }),
            ]);
        }
        return new(
            "Warnings of outliers: AUC for each disturbance, in brackets the share that is called outliers; mean over folds",
            ["Score", "False alarms", .. kinds.Select(Name)], rows);
    }

    /// <summary>A kind of disturbance in words.</summary>
    public static string Name(DisturbanceKind kind) => kind switch
    {
        DisturbanceKind.ShiftedAxis => "Shifted axis",
        DisturbanceKind.ExtraLine => "Extra line",
        DisturbanceKind.SaturatedDetector => "Saturated detector",
        DisturbanceKind.ChangedTemperature => "Changed temperature",
        _ => "Baseline drift",
    };

    private static string Name(string score, string label) => score switch
    {
        OutlierScores.Distance => "Distance from the training spectra",
        OutlierScores.Auxiliary => $"{label}, auxiliary quantities",
        _ => $"{label}, either",
    };
}
