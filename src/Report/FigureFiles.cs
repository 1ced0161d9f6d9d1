using IonSweep.Charts;
using IonSweep.Charts.Figures;

namespace IonSweep.Report;

/// <summary>A figure with the files that can be downloaded beside it.</summary>
/// <param name="Figure">The figure.</param>
/// <param name="Svg">The figure as an SVG file.</param>
/// <param name="Csv">Its numbers as a CSV file.</param>
public sealed record FigureFiles(Figure Figure, string Svg, string Csv)
{
    /// <summary>Renders both files.</summary>
    public static async Task<FigureFiles> OfAsync(Figure figure) =>
        new(figure, await ComponentText.StandaloneSvgAsync(figure), figure.ToTable().ToCsv());
}
