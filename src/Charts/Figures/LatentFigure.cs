using IonSweep.Sweeps.Results;

namespace IonSweep.Charts.Figures;

/// <summary>How much each latent of a generator carries: KL divergence of the posterior to N(0, 1), latents sorted in each fold.</summary>
/// <param name="Report">The report whose generators are drawn.</param>
public sealed record LatentFigure(SweepReport Report) : Figure
{
    /// <summary>Latents drawn at most; the rest carries less than any of these.</summary>
    public const int Shown = 40;

    /// <inheritdoc/>
    public override string Slug => "latents";

    /// <inheritdoc/>
    public override string Title => "Latent use of the generators";

    /// <inheritdoc/>
    public override string Description => string.Join(" ", Panels.Select(panel =>
        $"{panel.Name}: {panel.Active} of {panel.Latents} latents active; largest divergences "
            + $"{string.Join(", ", panel.Ranks.Take(4).Select(rank => Wording.Number(rank.Average())))} nat."));

    /// <inheritdoc/>
    public override string Caption =>
        "Latents of each fold sorted by their KL divergence to N(0, 1), averaged over the training rows. Bars: mean over folds; "
        + "markers: single folds. Active: the posterior mean varies by more than 0.01 (variance) between training spectra. "
        + FormattableString.Invariant($"At most {Shown} latents are drawn; the CSV has all.");

    /// <inheritdoc/>
    public override Type Component => typeof(LatentChart);

    /// <summary>One entry a generator.</summary>
    public IReadOnlyList<Panel> Panels { get; } =
        [.. Report.Generators.Where(generator => generator.Divergence.Count > 0).GroupBy(generator => generator.Generator)
            .Select((group, i) =>
        {
            double[][] sorted = [.. group.Select(generator => generator.Divergence.OrderDescending().ToArray())];
            int[] active = [.. group.Select(generator => generator.ActiveLatents)];
            return new Panel(
                group.Key, i == 0 ? 1 : 2 + i, sorted[0].Length,
                active.Min() == active.Max() ? $"{active[0]}" : $"{active.Min()} to {active.Max()}",
                [.. Enumerable.Range(0, sorted[0].Length).Select(rank => sorted.Select(fold => fold[rank]).ToArray())]);
        })];

    /// <inheritdoc/>
    public override FigureTable ToTable() => new(
        ["generator", "fold", "latent", "kl_nats"],
        from generator in Report.Generators
        from latent in Enumerable.Range(0, generator.Divergence.Count)
        select new object?[] { generator.Generator, generator.Fold, latent, generator.Divergence[latent] });

    /// <summary>One generator.</summary>
    /// <param name="Name">Its slug.</param>
    /// <param name="Style">Index of the series style.</param>
    /// <param name="Latents">Latents in all.</param>
    /// <param name="Active">Active ones, smallest to largest over folds.</param>
    /// <param name="Ranks">For each rank, largest first: one divergence a fold.</param>
    public sealed record Panel(string Name, int Style, int Latents, string Active, IReadOnlyList<double[]> Ranks);
}
