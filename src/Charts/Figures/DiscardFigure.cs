using IonSweep.Sweeps.Results;

namespace IonSweep.Charts.Figures;

/// <summary>
/// How the discard rule acted: share of generated spectra that passed, for measured and generated spectra, and which target rejected.
/// </summary>
/// <param name="Report">The report whose synthetic sets are drawn.</param>
public sealed record DiscardFigure(SweepReport Report) : Figure
{
    /// <inheritdoc/>
    public override string Slug => "discard-rule";

    /// <inheritdoc/>
    public override string Title => "What the discard rule rejected";

    /// <inheritdoc/>
    public override string Description => string.Join(" ", Panels.Select(panel =>
        $"{panel.Series.Name}: {Wording.Percent(panel.GeneratedPassRate)} of the generated and {Wording.Percent(panel.MeasuredPassRate)} "
        + "of the measured training spectra pass; rejecting most: "
        + string.Join(", ", panel.Targets.OrderByDescending(target => target.Mean).Take(3)
            .Select(target => $"{target.Name} {Wording.Percent(target.Mean)}")) + "."));

    /// <inheritdoc/>
    public override string Caption =>
        "Bars: share of drawn spectra whose label for that target left the allowed range, mean over folds; markers: single folds. One "
            + "spectrum may be rejected by several targets.";

    /// <inheritdoc/>
    public override Type Component => typeof(DiscardChart);

    /// <summary>One entry a strategy that discards.</summary>
    public IReadOnlyList<Panel> Panels { get; } =
        [.. from series in Series.OfStrategies(Report.Results)
            let sets = Report.Results.SyntheticSets.Where(
                set => set.Strategy == series.Key && set.Drawn > 0 && (set.RejectedBy.Count > 0 || set.Drawn > set.Kept)).ToArray()
            where sets.Length > 0
            select new Panel(
                series, sets.Average(set => (double)set.Kept / set.Drawn), sets.Average(set => set.MeasuredPassRate),
                [.. Report.Dataset.Targets.Select(target => new Rejection(
                    ChemicalName.Pretty(target.Name),
                    [.. sets.Select(set => (set.Fold, set.RejectedBy.GetValueOrDefault(target.Slug) / (double)set.Drawn))]))])];

    /// <inheritdoc/>
    public override FigureTable ToTable() => new(
        ["strategy", "fold", "drawn", "kept", "measured_pass_rate",
            .. Report.Dataset.Targets.Select(target => $"rejected_by {target.Name}")],
        Report.Results.SyntheticSets.Where(set => Panels.Any(panel => panel.Series.Key == set.Strategy)).Select(object?[] (set) =>
        [
            set.Strategy, set.Fold, set.Drawn, set.Kept, set.MeasuredPassRate,
            .. Report.Dataset.Targets.Select(target => (object?)set.RejectedBy.GetValueOrDefault(target.Slug)),
        ]));

    /// <summary>One strategy.</summary>
    /// <param name="Series">The strategy.</param>
    /// <param name="GeneratedPassRate">Kept ÷ drawn, mean over folds.</param>
    /// <param name="MeasuredPassRate">Share of measured training spectra that pass the same rule, mean over folds.</param>
    /// <param name="Targets">Rejections by each target of the dataset.</param>
    public sealed record Panel(Series Series, double GeneratedPassRate, double MeasuredPassRate, IReadOnlyList<Rejection> Targets);

    /// <summary>Rejections by one target.</summary>
    /// <param name="Name">Target as printed.</param>
    /// <param name="Folds">For each fold: share of the drawn spectra.</param>
    public sealed record Rejection(string Name, IReadOnlyList<(int Fold, double Share)> Folds)
    {
        /// <summary>Mean over folds.</summary>
        public double Mean => Folds.Average(fold => fold.Share);
    }
}
