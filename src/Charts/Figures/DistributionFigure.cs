using IonSweep.Sweeps.Results;

namespace IonSweep.Charts.Figures;

/// <summary>Targets of the training rows before and after augmentation by one strategy, one panel a target.</summary>
/// <param name="Report">The report whose distributions are drawn.</param>
/// <param name="Strategy">The strategy.</param>
public sealed record DistributionFigure(SweepReport Report, Series Strategy) : Figure
{
    /// <inheritdoc/>
    public override string Slug => $"targets-{Strategy.Key}";

    /// <inheritdoc/>
    public override string Title => $"Targets before and after augmentation: {Strategy.Name}";

    /// <inheritdoc/>
    public override string Description => "Histograms of measured and generated training rows, all folds together. "
        + string.Join(
            " ",
            Panels.Select(
                panel =>
                    $"{panel.Name}: means {Wording.Number(panel.MeasuredMean)} measured, {Wording.Number(panel.GeneratedMean)} generated "
                        + $"{panel.Facts.Unit}."));

    /// <inheritdoc/>
    public override string Caption =>
        "Grey bars: measured training rows. Line: generated rows that were kept. Each adds up to 100 %; all folds together.";

    /// <inheritdoc/>
    public override Type Component => typeof(DistributionChart);

    /// <summary>One entry a target of the dataset.</summary>
    public IReadOnlyList<Panel> Panels { get; } =
        [.. from distribution in Report.Distributions
            where distribution.Strategy == Strategy.Key
            from target in Report.Dataset.Targets
            where target.Slug == distribution.Target
            select new Panel(ChemicalName.Pretty(target.Name), target, distribution)];

    /// <inheritdoc/>
    public override FigureTable ToTable() => new(
        ["target", "unit", "from", "to", "measured_rows", "generated_rows"],
        from panel in Panels
        from bin in Enumerable.Range(0, panel.Bins.Measured.Count)
        select new object?[] { panel.Facts.Name, panel.Facts.Unit, panel.Bins.Edges[bin], panel.Bins.Edges[bin + 1],
            panel.Bins.Measured[bin], panel.Bins.Generated[bin] });

    /// <summary>One target.</summary>
    /// <param name="Name">As printed.</param>
    /// <param name="Facts">The target.</param>
    /// <param name="Bins">Its histograms.</param>
    public sealed record Panel(string Name, TargetFacts Facts, TargetDistribution Bins)
    {
        /// <summary>Mean of the measured rows, from the bins.</summary>
        public double MeasuredMean => Mean(Bins.Measured);

        /// <summary>Mean of the generated rows, from the bins.</summary>
        public double GeneratedMean => Mean(Bins.Generated);

        private double Mean(IReadOnlyList<int> counts) =>
            counts.Select((count, bin) => count * (Bins.Edges[bin] + Bins.Edges[bin + 1]) / 2).Sum() / counts.Sum(count => (double)count);
    }
}
