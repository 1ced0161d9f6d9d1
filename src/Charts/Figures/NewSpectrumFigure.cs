using IonSweep.Charts.Plots;
using IonSweep.Spectra.Axes;

namespace IonSweep.Charts.Figures;

/// <summary>One spectrum that a model predicted, before the smallest to largest value of its training spectra in each channel.</summary>
/// <param name="Number">Number of the spectrum, from 1.</param>
/// <param name="Name">Its sample id; empty when it has none.</param>
/// <param name="Wavelengths">C positions, ascending.</param>
/// <param name="Lowest">C smallest values of the training spectra.</param>
/// <param name="Highest">C largest values of the training spectra.</param>
/// <param name="Values">C values of the spectrum.</param>
public sealed record NewSpectrumFigure(
    int Number, string Name, IReadOnlyList<double> Wavelengths, IReadOnlyList<float> Lowest, IReadOnlyList<float> Highest,
    IReadOnlyList<float> Values) : Figure
{
    private const int MostPositions = 500; // of a plot: a page has many

    /// <summary>What the positions are.</summary>
    public AxisUnit AxisUnit { get; init; }

    /// <summary>What the values are.</summary>
    public Ordinate Ordinate { get; init; }

    /// <summary>Channels where the spectrum lies outside the training range.</summary>
    public int Outside { get; } = Enumerable.Range(0, Values.Count).Count(c => Values[c] < Lowest[c] || Values[c] > Highest[c]);

    /// <inheritdoc/>
    public override string Slug => $"spectrum-{Number}";

    /// <inheritdoc/>
    public override string Title => Name.Length > 0 ? $"Spectrum {Number}, {Name}" : $"Spectrum {Number}";

    /// <inheritdoc/>
    public override string Description =>
        $"{Values.Count} channels from {Wording.Number(Wavelengths[0])} to {Wording.Number(Wavelengths[^1])}{AxisUnit.Suffix()}, values "
        + $"from {Wording.Number(Values.Min())} to {Wording.Number(Values.Max())}. Behind it: smallest to largest value of the training "
        + "spectra in every channel. "
        + (Outside == 0 ? "The spectrum lies inside everywhere." : $"In {Outside} channels the spectrum lies outside.");

    /// <inheritdoc/>
    public override Type Component => typeof(NewSpectrumChart);

    /// <inheritdoc/>
    public override FigureTable ToTable() => new(
        [AxisUnit.ColumnName(), "training_lowest", "training_highest", "spectrum"],
        Enumerable.Range(0, Wavelengths.Count).Select(object?[] (c) => [Wavelengths[c], Lowest[c], Highest[c], Values[c]]));

    /// <inheritdoc/>
    public override IReadOnlyList<Plot> ToPlots()
    {
        ThinnedAxis axis = new(Wavelengths, MostPositions);
        return
        [
            new Plot(Title, PlotAxis.OfSpectra(Wavelengths, AxisUnit),
                PlotAxis.Around(Ordinate.Title(), Math.Min(Values.Min(), Lowest.Min()), Math.Max(Values.Max(), Highest.Max())),
                [
                    new PlotSeries("range of training spectra", "range of training spectra", "envelope", PlotKind.Band, axis.X,
                        axis.Of(Lowest)) { Upper = axis.Of(Highest) },
                    new PlotSeries(Title, "spectrum", Outside > 0 ? "series-2" : "series-1", PlotKind.Line, axis.X, axis.Of(Values)),
                ]),
        ];
    }
}
