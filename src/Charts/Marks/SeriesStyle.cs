namespace IonSweep.Charts.Marks;

/// <summary>
/// How one series looks everywhere: colour, marker and dash pattern belong together, so that no figure tells by colour alone.
/// </summary>
/// <param name="Index">0 for the reference, then 1, 2, … in the order of the spec.</param>
public readonly record struct SeriesStyle(int Index)
{
    private static readonly string[] Dashes = ["", "6 3", "2 2", "8 3 2 3", "4 4", "10 3", "1 3", "6 2 1 2 1 2"];

    /// <summary>CSS class that sets the colour of everything inside: <c>s0</c> … <c>s7</c>.</summary>
    public string Class => $"s{Index % 8}";

    /// <summary>The colour's name in the style sheet, without its hyphens: <c>series-0</c> … <c>series-7</c>.</summary>
    public string Colour => $"series-{Index % 8}";

    /// <summary>The marker.</summary>
    public MarkerShape Marker => (MarkerShape)(Index % 8);

    /// <summary>SVG dash array; empty for a solid line.</summary>
    public string Dash => Dashes[Index % 8];
}
