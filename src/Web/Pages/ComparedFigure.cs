using IonSweep.Charts.Figures;
using IonSweep.Sweeps.Reporting;
using IonSweep.Sweeps.Results;

namespace IonSweep.Web.Pages;

/// <summary>The main figure of compared sweeps: one column of each panel is a column of a sweep.</summary>
internal static class ComparedFigure
{
    /// <summary>The figure.</summary>
    public static MaeFigure Of(ComparedSweeps compared) => new(new SweepResults(
        compared.Sweeps[0],
        [.. from target in compared.Targets
            from column in target.Columns
            from i in Enumerable.Range(0, target.Folds.Count)
            select new CellResult { Fold = target.Folds[i], Target = target.Target, Strategy = column.Column, Mae = column.Mae[i] }],
        [.. from target in compared.Targets
            from column in target.Columns
            select new StrategyAggregate
            {
                Target = target.Target,
                TargetName = target.Name,
                Unit = target.Unit,
                Strategy = column.Column,
                StrategyName = ComparedTables.Name(compared, column.Column),
                Folds = target.Folds.Count,
                MeanMae = column.MeanMae,
                SdMae = column.SdMae,
                Comparison = column.Comparison,
            }],
        []))
    { Reference = "the reference" };
}
