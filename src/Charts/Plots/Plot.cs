using IonSweep.Spectra.Axes;

namespace IonSweep.Charts.Plots;

/// <summary>
/// One panel of a figure as a browser gets it to be explored: values under the pointer, a part enlarged, series hidden. Numbers only; how
/// they are drawn is up to <c>figures.js</c>.
/// </summary>
/// <param name="Title">Printed above; empty for none.</param>
/// <param name="X">Horizontal axis.</param>
/// <param name="Y">Vertical axis.</param>
/// <param name="Series">What is drawn, the first at the bottom.</param>
public sealed record Plot(string Title, PlotAxis X, PlotAxis Y, IReadOnlyList<PlotSeries> Series)
{
    /// <summary>Straight lines from edge to edge, such as limits.</summary>
    public IReadOnlyList<PlotRule> Rules { get; init; } = [];

    /// <summary>Panels stand in one row as long as each has this width, in pixels. Default 290.</summary>
    public int LeastWidth { get; init; } = 290;
}

/// <summary>An axis of a <see cref="Plot"/>.</summary>
/// <param name="Title">Quantity and unit.</param>
/// <param name="From">Its lower end before anything is enlarged.</param>
/// <param name="To">Its upper end.</param>
public sealed record PlotAxis(string Title, double From, double To)
{
    /// <summary>Equal steps for equal ratios. Default false.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Runs from high to low, as infrared wavenumbers do. Default false.</summary>
    public bool RunsHighToLow { get; init; }

    /// <summary>Names of the positions 0, 1, 2, …; empty, the default, for an axis of numbers.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The horizontal axis of spectra.</summary>
    /// <param name="positions">C positions, ascending.</param>
    /// <param name="unit">What they are.</param>
    public static PlotAxis OfSpectra(IReadOnlyList<double> positions, AxisUnit unit) =>
        new(unit.Title(), positions[0], positions[^1]) { RunsHighToLow = unit.RunsHighToLow() };

    /// <summary>An axis with some room beyond its smallest and largest value.</summary>
    public static PlotAxis Around(string title, double low, double high)
    {
        double room = high > low ? 0.03 * (high - low) : 1;
        return new PlotAxis(title, low - room, high + room);
    }
}

/// <summary>Points, a line or a band of a <see cref="Plot"/>.</summary>
/// <param name="Name">Said with its values.</param>
/// <param name="Legend">What hides it: series with the same word are hidden together, in all panels of a figure.</param>
/// <param name="Colour">Name of a colour of the style sheet without its hyphens, e.g. <c>series-1</c>.</param>
/// <param name="Kind">How it is drawn.</param>
/// <param name="X">N abscissae; ascending but for points.</param>
/// <param name="Y">N ordinates; what is not finite breaks a line. Of a band the lower ones.</param>
public sealed record PlotSeries(
    string Name, string Legend, string Colour, PlotKind Kind, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>N upper ordinates of a band; empty for others.</summary>
    public IReadOnlyList<double> Upper { get; init; } = [];

    /// <summary>N names of points; empty, the default, where the series' name says enough.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Dash array of a line; empty, the default, for a solid one.</summary>
    public string Dash { get; init; } = "";
}

/// <summary>A straight line from edge to edge of a <see cref="Plot"/>.</summary>
/// <param name="IsVertical">From top to bottom, else from left to right.</param>
/// <param name="At">Where it crosses the other axis.</param>
/// <param name="IsDashed">Dashed, else solid.</param>
public sealed record PlotRule(bool IsVertical, double At, bool IsDashed);

/// <summary>How a series is drawn.</summary>
public enum PlotKind
{
    /// <summary>A line.</summary>
    Line,

    /// <summary>A thin line among many.</summary>
    ThinLine,

    /// <summary>Points that nothing joins.</summary>
    Points,

    /// <summary>Rings that nothing joins.</summary>
    Rings,

    /// <summary>A line with its points.</summary>
    LineWithPoints,

    /// <summary>The area between two lines.</summary>
    Band,
}
