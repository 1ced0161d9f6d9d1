using IonSweep.Charts.Marks;
using IonSweep.Charts.Plots;
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
    private const int MostPlotted = 60_000; // values of all spectra of a plot

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

    /// <inheritdoc/>
    public override IReadOnlyList<Plot> ToPlots()
    {
        // Fewer points, then fewer spectra, until they fit on a page.
        (int Points, int Every)[] steps = [(2000, 1), (1000, 1), (500, 1), (500, 2), (500, 4), (300, 8)];
        (int points, int every) = steps.FirstOrDefault(
            step => Math.Min(step.Points, Data.ChannelCount) * (Shown.Count / step.Every) <= MostPlotted, steps[^1]);
        ThinnedAxis axis = new(Data.Wavelengths, points);
        PlotAxis x = PlotAxis.OfSpectra(Data.Wavelengths, Data.AxisUnit);
        PlotAxis y = PlotAxis.Around(Data.Ordinate.Title(), Inspection.Envelope.Lowest.Min(), Inspection.Envelope.Highest.Max());
        List<PlotSeries> spectra =
        [
            new PlotSeries("range of all spectra", "range of all", "envelope", PlotKind.Band, axis.X, axis.Of(Inspection.Envelope.Lowest))
            { Upper = axis.Of(Inspection.Envelope.Highest) },
        ];
        (int Row, int Group)[] shown = [.. Shown.Where((_, i) => i % every == 0)];
        (int Row, int Group)[] first = [.. shown.GroupBy(one => one.Group).OrderBy(group => group.Key).Select(group => group.First())];
        foreach ((int row, int group) in first.Concat(shown.Except(first))) // so that groups are named in their order
            spectra.Add(new PlotSeries(
                Data.SampleIds?[row] is { Length: > 0 } sample ? $"row {row + 1}, {sample}" : $"row {row + 1}",
                group < 0 ? Groups.Count == 0 ? "spectra" : "no value" : Groups.First(one => one.Index == group).Name,
                group < 0 ? "frame" : $"rank-{group}", PlotKind.ThinLine, axis.X, axis.Of([.. Data.Spectrum(row)])));
        List<Plot> plots = [new("", x, y, spectra) { LeastWidth = 700 }];
        if (Groups.Count == 0) return plots;

        PlotSeries[] differences =
        [
            .. Groups.Select(group => new PlotSeries(
                $"mean of {group.Name} − mean of all", group.Name, $"rank-{group.Index}", PlotKind.Line, axis.X,
                axis.Of([.. group.Mean.Zip(Inspection.Envelope.Mean, (mean, all) => mean - all)]))
            { Dash = new SeriesStyle(group.Index).Dash }),
        ];
        double most = differences.SelectMany(one => one.Y).Select(Math.Abs).DefaultIfEmpty(0).Max() * 1.05;
        if (!(most > 0)) most = 1;
        plots.Add(new Plot("", x, new PlotAxis("difference to the mean", -most, most), differences)
        {
            LeastWidth = 700,
            Rules = [new PlotRule(IsVertical: false, 0, IsDashed: false)],
        });
        return plots;
    }

    /// <summary>Rows whose target values lie together.</summary>
    /// <param name="Name">Their values.</param>
    /// <param name="Index">0 for the lowest fifth to 4.</param>
    /// <param name="Rows">The rows.</param>
    /// <param name="Mean">Their mean spectrum, C values.</param>
    public sealed record Group(string Name, int Index, IReadOnlyList<int> Rows, IReadOnlyList<float> Mean);
}
