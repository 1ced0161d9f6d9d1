using IonSweep.Learning.Inspection;
using IonSweep.Spectra.Axes;

namespace IonSweep.Charts.Figures;

/// <summary>Scatter among spectra of one sample beside that among all spectra, channel by channel.</summary>
/// <param name="Inspection">The dataset, which has replicates.</param>
public sealed record ReplicateFigure(DatasetInspection Inspection) : Figure
{
    private const int MostTableRows = 2000;

    /// <inheritdoc/>
    public override string Slug => "dataset-replicates";

    /// <inheritdoc/>
    public override string Title => "Scatter among replicates";

    /// <inheritdoc/>
    public override string Description =>
        $"Standard deviation among the spectra of a sample, pooled over {Scatter.Samples.Count} samples with "
        + $"{Scatter.Samples.Sum(sample => sample.Spectra)} spectra: median over channels {Wording.Number(Median(Scatter.Pooled))}; among "
        + $"all spectra {Wording.Number(Median(Inspection.Envelope.Sd))}.";

    /// <inheritdoc/>
    public override string Caption =>
        "Solid: standard deviation among the spectra of one sample, pooled; dashed: among all spectra. Where both come near, a channel "
        + "says little of the sample.";

    /// <inheritdoc/>
    public override Type Component => typeof(ReplicateChart);

    /// <summary>The scatter.</summary>
    public ReplicateScatter Scatter => Inspection.Replicates!;

    /// <inheritdoc/>
    public override FigureTable ToTable()
    {
        int channels = Inspection.Data.ChannelCount, step = (channels + MostTableRows - 1) / MostTableRows;
        return new FigureTable(
            [Inspection.Data.AxisUnit.ColumnName(), "sd_among_replicates", "sd_among_all"],
            Enumerable.Range(0, channels).Where(c => c % step == 0).Select(object?[] (c) =>
                [Inspection.Data.Wavelengths[c], Scatter.Pooled[c], Inspection.Envelope.Sd[c]]));
    }

    private static double Median(IReadOnlyList<double> values) => values.Order().ElementAt(values.Count / 2);
}
