using IonSweep.Charts.Plots;
using IonSweep.Learning.Inspection;

namespace IonSweep.Charts.Figures;

/// <summary>Q and T² of every spectrum with their limits.</summary>
/// <param name="Inspection">The dataset, which has outlier scores.</param>
public sealed record OutlierFigure(DatasetInspection Inspection) : Figure
{
    private const int MostShown = 2000, MostNamed = 12;

    /// <inheritdoc/>
    public override string Slug => "dataset-outliers";

    /// <inheritdoc/>
    public override string Title => "Spectra unlike the others";

    /// <inheritdoc/>
    public override string Description =>
        $"Q against T² of {Scores.Components} principal components, which explain {Wording.Percent(Scores.Explained)} of the variance. "
        + $"Limits at 99 percent: Q {Wording.Number(Scores.QLimit)}, T² {Wording.Number(Scores.T2Limit)}; "
        + $"{Enumerable.Range(0, Scores.Q.Count).Count(IsBeyond99)} of {Scores.Q.Count} spectra lie beyond one of them, about "
        + $"{Wording.Number(0.02 * Scores.Q.Count)} would by chance. {Scores.Rows.Count} lie beyond the corrected limits"
        + (Named.Count == 0 ? "."
            : $": rows {string.Join(", ", Named.Select(row => row + 1))}{(Scores.Rows.Count > MostNamed ? ", …" : "")}.");

    /// <inheritdoc/>
    public override string Caption =>
        "Q: what the principal components leave of a spectrum (an extra band, a spike); T²: how extreme it is within them. Dashed: limits "
        + "that one spectrum in a hundred exceeds by chance. Solid: limits that one dataset in twenty exceeds anywhere; what lies beyond "
        + "is marked and named by its row."
        + (Shown.Count < Scores.Q.Count ? $" {Shown.Count} of {Scores.Q.Count} spectra are drawn, all that lie beyond among them." : "");

    /// <inheritdoc/>
    public override Type Component => typeof(OutlierChart);

    /// <summary>The scores.</summary>
    public SpectralOutliers Scores => Inspection.Outliers!;

    /// <summary>Outliers that are named, the farthest first.</summary>
    public IReadOnlyList<int> Named => [.. Scores.Rows.Take(MostNamed)];

    /// <summary>Rows drawn.</summary>
    public IReadOnlyList<int> Shown { get; } = ShownOf(Inspection.Outliers!);

    /// <summary>The row exceeds a limit at 99 %.</summary>
    public bool IsBeyond99(int row) => Scores.Q[row] > Scores.QLimit || Scores.T2[row] > Scores.T2Limit;

    private static IReadOnlyList<int> ShownOf(SpectralOutliers scores)
    {
        int step = (scores.Q.Count + MostShown - 1) / MostShown;
        HashSet<int> beyond = [.. scores.Rows.Take(MostShown)];
        return [.. Enumerable.Range(0, scores.Q.Count).Where(row => row % step == 0 || beyond.Contains(row))];
    }

    /// <inheritdoc/>
    public override FigureTable ToTable() => new(
        ["row", "sample", "q", "t2", "outlier"],
        Shown.Select(object?[] (row) =>
            [row + 1, Inspection.Data.SampleIds?[row] ?? "", Scores.Q[row], Scores.T2[row], Scores.Rows.Contains(row) ? 1 : 0]));

    /// <inheritdoc/>
    public override IReadOnlyList<Plot> ToPlots()
    {
        HashSet<int> beyond = [.. Scores.Rows];
        PlotAxis x = Axis("T² (distance within the components)", Scores.T2, Scores.T2Outlier);
        PlotAxis y = Axis("Q (left by the components)", Scores.Q, Scores.QOutlier);
        return
        [
            new Plot("", x, y, [Marks("spectra", "series-1", false), Marks("unlike the others", "series-2", true)])
            {
                Rules =
                [
                    new PlotRule(IsVertical: true, Scores.T2Limit, IsDashed: true),
                    new PlotRule(IsVertical: false, Scores.QLimit, IsDashed: true),
                    new PlotRule(IsVertical: true, Scores.T2Outlier, IsDashed: false),
                    new PlotRule(IsVertical: false, Scores.QOutlier, IsDashed: false),
                ],
            },
        ];

        PlotSeries Marks(string name, string colour, bool outliers)
        {
            int[] rows = [.. Shown.Where(row => beyond.Contains(row) == outliers)];
            return new PlotSeries(name, name, colour, outliers ? PlotKind.Rings : PlotKind.Points,
                [.. rows.Select(row => Math.Max(x.From, Scores.T2[row]))], [.. rows.Select(row => Math.Max(y.From, Scores.Q[row]))])
            {
                Names = [.. rows.Select(row => $"row {row + 1}{(Inspection.Data.SampleIds?[row] is { Length: > 0 } id ? ", " + id : "")}")],
            };
        }
    }

    /// <summary>Ends of a logarithmic axis; what is 0 or far below everything else stands at its edge.</summary>
    /// <param name="values">Scores of all spectra.</param>
    /// <param name="limit">Beyond which one is unlike the others.</param>
    internal static (double Low, double High) RangeOf(IReadOnlyList<double> values, double limit)
    {
        double high = Math.Max(values.Max(), limit) * 1.3;
        return (Math.Max(values.Where(value => value > 0).DefaultIfEmpty(limit).Min() * 0.8, high * 1e-4), high);
    }

    private static PlotAxis Axis(string title, IReadOnlyList<double> values, double limit)
    {
        (double low, double high) = RangeOf(values, limit);
        return new PlotAxis(title, low, high) { IsLogarithmic = true };
    }
}
