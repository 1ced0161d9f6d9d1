namespace IonSweep.Charts.Axes;

/// <summary>The rectangle that marks are drawn in, in pixels.</summary>
public readonly record struct PlotArea(double Left, double Top, double Width, double Height)
{
    /// <summary>Right edge.</summary>
    public double Right => Left + Width;

    /// <summary>Lower edge.</summary>
    public double Bottom => Top + Height;

    /// <summary>Middle from left to right.</summary>
    public double Middle => Left + Width / 2;

    /// <summary>
    /// Equal panels in rows for a figure of several small plots, each with room for its own axis labels around the plot area.
    /// </summary>
    /// <param name="count">Number of panels.</param>
    /// <param name="columns">Panels in a row.</param>
    /// <param name="width">Width of the whole figure.</param>
    /// <param name="panelHeight">Height of one panel with its margins.</param>
    /// <param name="top">Where the first row begins.</param>
    /// <param name="margins">Room around each plot area: left, top, right, bottom.</param>
    public static PlotArea[] Grid(
        int count, int columns, double width, double panelHeight, double top,
        (double Left, double Top, double Right, double Bottom) margins)
    {
        double panelWidth = width / columns;
        return [.. Enumerable.Range(0, count).Select(i => new PlotArea(
            i % columns * panelWidth + margins.Left,
            top + i / columns * panelHeight + margins.Top,
            panelWidth - margins.Left - margins.Right,
            panelHeight - margins.Top - margins.Bottom))];
    }
}
