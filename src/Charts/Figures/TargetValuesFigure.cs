using IonSweep.Learning.Inspection;

namespace IonSweep.Charts.Figures;

/// <summary>How the values of a dataset's targets are distributed, one panel a target.</summary>
/// <param name="Inspection">The dataset.</param>
public sealed record TargetValuesFigure(DatasetInspection Inspection) : Figure
{
    private const int MostPanels = 24;

    /// <inheritdoc/>
    public override string Slug => "dataset-targets";

    /// <inheritdoc/>
    public override string Title => "Values of the targets";

    /// <inheritdoc/>
    public override string Description => "Histograms of the rows by target value. " + string.Join(" ", Panels.Select(target =>
        $"{ChemicalName.Pretty(target.Target.Name)}: {target.Values} values from {Wording.Number(target.Minimum)} to "
        + $"{Wording.Number(target.Maximum)} {target.Target.Unit}, mean {Wording.Number(target.Mean)}, SD {Wording.Number(target.Sd)}."));

    /// <inheritdoc/>
    public override string Caption =>
        "Rows in each of equally wide bins. A calibration can be trusted where there are values, and hardly between or beyond them."
        + (Inspection.Targets.Count > MostPanels ? $" The first {MostPanels} of {Inspection.Targets.Count} targets." : "");

    /// <inheritdoc/>
    public override Type Component => typeof(TargetValuesChart);

    /// <summary>The targets drawn: those with values.</summary>
    public IReadOnlyList<TargetSummary> Panels { get; } = [.. Inspection.Targets.Where(target => target.Values > 0).Take(MostPanels)];

    /// <inheritdoc/>
    public override FigureTable ToTable() => new(
        ["target", "unit", "from", "to", "rows"],
        from target in Panels
        from bin in Enumerable.Range(0, target.Counts.Count)
        select new object?[] { target.Target.Name, target.Target.Unit, target.Edges[bin], target.Edges[bin + 1], target.Counts[bin] });
}
