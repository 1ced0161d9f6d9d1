using IonSweep.Learning.Inspection;

namespace IonSweep.Charts.Figures;

/// <summary>Correlations of a dataset's targets with each other.</summary>
/// <param name="Inspection">The dataset.</param>
public sealed record CorrelationFigure(DatasetInspection Inspection) : Figure
{
    private const int MostTargets = 16;

    /// <inheritdoc/>
    public override string Slug => "dataset-correlations";

    /// <inheritdoc/>
    public override string Title => "Correlations of the targets";

    /// <inheritdoc/>
    public override string Description => "Pearson's r of every pair of targets. "
        + string.Join(" ", from a in Enumerable.Range(0, Names.Count)
                           from b in Enumerable.Range(a + 1, Names.Count - a - 1)
                           select $"{Names[a]} and {Names[b]}: {Wording.Signed(Inspection.Correlations[a][b])}.");

    /// <inheritdoc/>
    public override string Caption =>
        "Pearson's r over the rows; blue above 0, orange below, the stronger the nearer to ±1. Targets that go together cannot be told "
        + "apart by a model that has only seen them so."
        + (Inspection.Targets.Count > MostTargets ? $" The first {MostTargets} of {Inspection.Targets.Count} targets." : "");

    /// <inheritdoc/>
    public override Type Component => typeof(CorrelationChart);

    /// <summary>The targets drawn, as printed.</summary>
    public IReadOnlyList<string> Names { get; } =
        [.. Inspection.Targets.Take(MostTargets).Select(target => ChemicalName.Pretty(target.Target.Name))];

    /// <inheritdoc/>
    public override FigureTable ToTable() => new(
        ["target", .. Inspection.Targets.Select(target => target.Target.Name)],
        Inspection.Targets.Select((target, a) => (object?[])[target.Target.Name, .. Inspection.Correlations[a].Select(r => (object?)r)]));
}
