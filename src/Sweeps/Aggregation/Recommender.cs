using IonSweep.Learning.Trust;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Statistics;
using IonSweep.Sweeps.Strategies;
using IonSweep.Sweeps.Trust;

namespace IonSweep.Sweeps.Aggregation;

/// <summary>
/// Chooses what to recommend from the results of a search. The order ensemble, selected is fixed beforehand, so that no error on test rows
/// makes a choice between them; PLS takes their place only where it was better on test rows.
/// </summary>
internal static class Recommender
{
    private const double OftenMissed = 0.5;
    private static readonly string Reference = StrategyCatalog.Reference.Slug;

    /// <summary>One entry a target that has results; null for a sweep without a search.</summary>
    /// <param name="definition">The sweep.</param>
    /// <param name="results">Its results so far.</param>
    /// <param name="residuals">Test residuals of measured spectra's models.</param>
    public static IReadOnlyList<Recommendation>? Of(SweepDefinition definition, SweepResults results, TestResiduals residuals)
    {
        string[] searching = [.. new[] { ModelCatalog.Ensemble.Slug, ModelCatalog.Selected.Slug }.Where(definition.Spec.Models.Contains)];
        if (searching.Length == 0) return null;
        List<Recommendation> found = [];
        foreach (TargetFacts target in definition.Facts.Targets)
        {
            StrategyAggregate[] models =
                [.. results.Aggregates.Where(one => one.Target == target.Slug && one.Strategy == Reference && one.Folds > 0)];
            StrategyAggregate? pls = models.FirstOrDefault(one => one.Model == ModelCatalog.Pls.Slug);
            StrategyAggregate[] searched = [.. searching.SelectMany(slug => models.Where(one => one.Model == slug))];
            StrategyAggregate? best = searched.FirstOrDefault(one => AsGood(one, pls)) ?? pls ?? searched.FirstOrDefault();
            if (best is not null) found.Add(Of(definition, results, residuals, target, best, pls, searched.FirstOrDefault()));
        }
        return found;

        bool AsGood(StrategyAggregate one, StrategyAggregate? pls) => pls is null
            || (one.MeanMae <= pls.MeanMae && AgainstPls(results, one)?.Verdict != Verdict.Worse);
    }

    private static Recommendation Of(
        SweepDefinition definition, SweepResults results, TestResiduals residuals, TargetFacts target, StrategyAggregate best,
        StrategyAggregate? pls, StrategyAggregate? searched)
    {
        CellResult[] cells =
        [
            .. results.Cells.Where(cell => cell.Failure is null && cell.Target == target.Slug && cell.Model == best.Model
                && cell.Strategy == Reference),
        ];
        double coverage = definition.Spec.Trust.Coverage;
        IReadOnlyList<double[]> folds = residuals.Of(target.Slug, best.Model);
        return new Recommendation
        {
            Target = target.Slug,
            TargetName = target.Name,
            Unit = target.Unit,
            Model = best.Model,
            ModelName = ModelCatalog.Get(best.Model).Name,
            Folds = best.Folds,
            MeanMae = best.MeanMae,
            SdMae = best.SdMae,
            MeanR2 = MeanR2(cells),
            PlsMae = pls?.MeanMae ?? double.NaN,
            AgainstPls = pls is null ? null : AgainstPls(results, best.Model == pls.Model ? searched ?? pls : best),
            Coverage = coverage,
            HalfWidth = FoldIntervals.HalfWidth(folds, coverage),
            MeasuredCoverage = FoldIntervals.Coverage(folds, coverage),
            Channels = definition.Facts.Wavelengths.Count,
            AxisFrom = definition.Facts.Wavelengths[0],
            AxisTo = definition.Facts.Wavelengths[^1],
            AxisUnit = definition.Facts.AxisUnit,
            Minimum = target.Minimum,
            Maximum = target.Maximum,
            Pipelines = Shares(cells),
            Samples = SampleCurves.Of(
            [
                .. results.Cells.Where(cell => cell.Failure is null && cell.Target == target.Slug && cell.Strategy == Reference
                    && cell.Model == ModelCatalog.Selected.Slug),
            ]),
            Missed = Missed(results, best.Model),
        };
    }

    /// <summary>
    /// Weighed by the squared spread of each fold's test values, as all test rows together are: of few rows that happen to lie close
    /// together R² is far below zero, and a plain mean would let them speak for all.
    /// </summary>
    internal static double MeanR2(IReadOnlyList<CellResult> cells)
    {
        double errors = 0, spread = 0;
        foreach (CellResult cell in cells)
        {
            double unexplained = 1 - cell.R2, squared = cell.Rmse * cell.Rmse;
            if (!double.IsFinite(unexplained) || !(unexplained > 0)) continue; // equal test values, or no error at all
            errors += squared;
            spread += squared / unexplained;
        }
        return spread > 0 ? 1 - errors / spread : cells.Count == 0 ? double.NaN : cells.Average(cell => cell.R2);
    }

    /// <summary>What was measured of one family, target by target, whether or not it is recommended.</summary>
    /// <param name="definition">The sweep.</param>
    /// <param name="results">Its results so far.</param>
    /// <param name="residuals">Test residuals of measured spectra's models.</param>
    /// <param name="model">Slug of the family.</param>
    public static IReadOnlyList<Recommendation> OfModel(
        SweepDefinition definition, SweepResults results, TestResiduals residuals, string model) =>
    [
        .. from target in definition.Facts.Targets
           let models = results.Aggregates.Where(
               one => one.Target == target.Slug && one.Strategy == Reference && one.Folds > 0).ToArray()
           let named = models.FirstOrDefault(one => one.Model == model)
           where named is not null
           select Of(definition, results, residuals, target, named,
               models.FirstOrDefault(one => one.Model == ModelCatalog.Pls.Slug), searched: null),
    ];

    private static Comparison? AgainstPls(SweepResults results, StrategyAggregate one) =>
        results.ModelComparisons.FirstOrDefault(other => other.Target == one.Target && other.Model == one.Model)?.Comparison;

    /// <summary>Largest share first; ties in the order of the folds.</summary>
    private static IReadOnlyList<PipelineShare> Shares(CellResult[] cells) =>
    [
        .. from chosen in cells.SelectMany(cell => cell.Search?.Chosen ?? [])
           group chosen.Weight by (chosen.Preprocessing, chosen.Method) into pipeline
           let share = new PipelineShare(
               pipeline.Key.Preprocessing, pipeline.Key.Method, pipeline.Count(), pipeline.Sum() / cells.Length)
           orderby share.Share descending
           select share,
    ];

    private static IReadOnlyList<MissedDisturbance> Missed(SweepResults results, string model) =>
    [
        .. from trust in results.Trust
           where trust.Failure is null && trust.Model == model && trust.Strategy == Reference
           from warning in trust.Warnings.Skip(trust.Warnings.Count - 1) // the last is the one that predictions use
           from disturbance in warning.Disturbances
           group disturbance.Noticed by disturbance.Kind into kind
           let noticed = kind.Average()
           where noticed < OftenMissed
           select new MissedDisturbance(kind.Key, noticed),
    ];
}
