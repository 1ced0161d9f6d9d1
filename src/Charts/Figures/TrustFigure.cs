using IonSweep.Sweeps.Reporting;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Trust;

namespace IonSweep.Charts.Figures;

/// <summary>How well each score tells disturbed from undisturbed test spectra: area under the ROC curve, mean and every fold.</summary>
/// <param name="Results">Results so far.</param>
public sealed record TrustFigure(SweepResults Results) : Figure
{
    /// <inheritdoc/>
    public override string Slug => "trust";

    /// <inheritdoc/>
    public override string Title => "How well disturbed spectra are noticed";

    /// <inheritdoc/>
    public override string Description =>
        "Area under the ROC curve for each kind of disturbance and each outlier score; 0.5 is guessing, 1 tells all apart. "
        + string.Join(" ", Rows.Select(row => $"{row.Disturbance}, {row.Score}: {Wording.Number(row.Mean)}."));

    /// <inheritdoc/>
    public override string Caption =>
        "Large markers: mean over folds; small ones: single folds. The distance from the training spectra is the same for every model.";

    /// <inheritdoc/>
    public override Type Component => typeof(TrustChart);

    /// <summary>One entry for each kind of disturbance and score.</summary>
    public IReadOnlyList<Row> Rows { get; } =
        [.. from trust in Results.Trust
            from warning in trust.Warnings
            from disturbance in warning.Disturbances
            let series = warning.Score == OutlierScores.Distance ? "" : SeriesKey.Of(trust.Model, trust.Strategy)
            group (trust.Fold, disturbance.Auc) by (disturbance.Kind, warning.Score, Series: series) into folds
            orderby folds.Key.Kind
            select new Row(
                TrustTable.Name(folds.Key.Kind),
                folds.Key.Score == OutlierScores.Distance ? "distance"
                    : $"{Results.Aggregates.FirstOrDefault(one => one.Series == folds.Key.Series)?.Label ?? folds.Key.Series}, "
                        + $"{folds.Key.Score}",
                [.. folds.DistinctBy(fold => fold.Fold)])];

    /// <inheritdoc/>
    public override FigureTable ToTable() => new(
        ["disturbance", "score", "fold", "auc"],
        from row in Rows from fold in row.Folds select new object?[] { row.Disturbance, row.Score, fold.Fold, fold.Auc });

    /// <summary>One kind of disturbance and score.</summary>
    /// <param name="Disturbance">The kind in words.</param>
    /// <param name="Score">The score in words.</param>
    /// <param name="Folds">AUC of each fold.</param>
    public sealed record Row(string Disturbance, string Score, IReadOnlyList<(int Fold, double Auc)> Folds)
    {
        /// <summary>Mean over folds.</summary>
        public double Mean => Folds.Average(fold => fold.Auc);
    }
}
