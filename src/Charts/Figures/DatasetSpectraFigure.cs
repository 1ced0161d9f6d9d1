using IonSweep.Learning.Inspection;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;

namespace IonSweep.Charts.Figures;

/// <summary>
/// The spectra of a dataset, coloured by one target in five groups of about as many rows, and how the groups' means differ.
/// </summary>
/// <param name="Inspection">The dataset.</param>
/// <param name="Target">Index of the target; of no meaning for spectra without targets, which have no groups.</param>
public sealed record DatasetSpectraFigure(DatasetInspection Inspection, int Target) : Figure
{
    /// <summary>Groups at most.</summary>
    public const int MostGroups = 5;

    private const int MostSpectra = 200, MostTableRows = 2000;

    /// <inheritdoc/>
    public override string Slug => "dataset-spectra";

    /// <inheritdoc/>
    public override string Title => Inspection.Targets.Count == 0 ? "Spectra"
        : $"Spectra, coloured by {ChemicalName.Pretty(Inspection.Targets[Target].Target.Name)}";

    /// <inheritdoc/>
    public override string Description =>
        $"{Data.RowCount} spectra of {Data.ChannelCount} channels from {Wording.Number(Data.Wavelengths[0])} to "
        + $"{Wording.Number(Data.Wavelengths[^1])}{Data.AxisUnit.Suffix()}, {Shown.Count} of them drawn, with the smallest and largest "
        + "value of all in every channel behind."
        + (Groups.Count == 0 ? ""
            : $" Groups: {string.Join("; ", Groups.Select(group => $"{group.Name}, {group.Rows.Count} rows"))}.");

    /// <inheritdoc/>
    public override string Caption =>
        $"{(Shown.Count < Data.RowCount ? $"{Shown.Count} of {Data.RowCount} spectra, evenly chosen" : "All spectra")}; behind them "
        + "the range of all in each channel."
        + (Groups.Count == 0 ? "" : " Below: mean spectrum of each group less the mean of all: where spectra change with the target, or "
            + "with what goes along with it.");

    /// <inheritdoc/>
    public override Type Component => typeof(DatasetSpectraChart);

    /// <summary>The spectra.</summary>
    public UnlabelledSpectra Data => Inspection.Data;

    /// <summary>The groups, from low to high values; rows without a value belong to none.</summary>
    public IReadOnlyList<Group> Groups { get; } = GroupsOf(Inspection, Target);

    /// <summary>The rows that are drawn, in the dataset's order, each with the index of its group; −1 for none.</summary>
    public IReadOnlyList<(int Row, int Group)> Shown { get; } = ShownOf(Inspection, Target);

    private static IReadOnlyList<Group> GroupsOf(DatasetInspection inspection, int target)
    {
        if (inspection.Targets.Count == 0) return [];
        float[] values = inspection.Values[target];
        return [.. Ranked(values).Where(one => one.Group >= 0).GroupBy(one => one.Group).OrderBy(group => group.Key).Select(group =>
        {
            int[] rows = [.. group.Select(one => one.Row)];
            float low = rows.Min(row => values[row]), high = rows.Max(row => values[row]);
            string range = low == high ? Wording.Number(low) : $"{Wording.Number(low)} to {Wording.Number(high)}";
            return new Group($"{range} {inspection.Targets[target].Target.Unit}".TrimEnd(), group.Key, rows,
                SpectralEnvelope.Of(inspection.Data, rows).Mean);
        })];
    }

    private static IReadOnlyList<(int Row, int Group)> ShownOf(DatasetInspection inspection, int target)
    {
        (int Row, int Group)[] ranked = inspection.Targets.Count > 0 ? [.. Ranked(inspection.Values[target])]
            : [.. Enumerable.Range(0, inspection.Data.RowCount).Select(row => (row, -1))];
        if (ranked.Length > MostSpectra)
            ranked = [.. Enumerable.Range(0, MostSpectra).Select(i => ranked[(int)((long)i * (ranked.Length - 1) / (MostSpectra - 1))])];
        return [.. ranked.OrderBy(one => one.Row)]; // so that no group lies on top of all others
    }

    /// <summary>Rows from low to high values with their groups: fifths, but equal values together; rows without a value first.</summary>
    private static IEnumerable<(int Row, int Group)> Ranked(float[] values)
    {
        foreach (int row in Enumerable.Range(0, values.Length).Where(row => !float.IsFinite(values[row]))) yield return (row, -1);
        int[] order = [.. Enumerable.Range(0, values.Length).Where(row => float.IsFinite(values[row])).OrderBy(row => values[row])];
        int group = 0;
        for (int rank = 0; rank < order.Length; rank++)
        {
            if (rank == 0 || values[order[rank]] != values[order[rank - 1]]) group = (int)((long)rank * MostGroups / order.Length);
            yield return (order[rank], group);
        }
    }

    /// <inheritdoc/>
    public override FigureTable ToTable()
    {
        int step = (Data.ChannelCount + MostTableRows - 1) / MostTableRows;
        return new FigureTable(
            [Data.AxisUnit.ColumnName(), "lowest", "mean", "highest", "sd", .. Groups.Select(group => $"mean of {group.Name}")],
            Enumerable.Range(0, Data.ChannelCount).Where(c => c % step == 0).Select(object?[] (c) =>
            [
                Data.Wavelengths[c], Inspection.Envelope.Lowest[c], Inspection.Envelope.Mean[c], Inspection.Envelope.Highest[c],
                Inspection.Envelope.Sd[c], .. Groups.Select(group => (object?)group.Mean[c]),
            ]));
    }

    /// <summary>Rows whose target values lie together.</summary>
    /// <param name="Name">Their values.</param>
    /// <param name="Index">0 for the lowest fifth to 4.</param>
    /// <param name="Rows">The rows.</param>
    /// <param name="Mean">Their mean spectrum, C values.</param>
    public sealed record Group(string Name, int Index, IReadOnlyList<int> Rows, IReadOnlyList<float> Mean);
}
