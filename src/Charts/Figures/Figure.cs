using IonSweep.Charts.Plots;

namespace IonSweep.Charts.Figures;

/// <summary>
/// A figure and the numbers behind it. The numbers are immutable data; the drawing is the Razor component
/// <see cref="Component"/>, whose single parameter <c>Figure</c> takes this record.
/// </summary>
public abstract record Figure
{
    /// <summary>Key in file names and element ids: lower-case letters, digits and hyphens.</summary>
    public abstract string Slug { get; }

    /// <summary>One line for a reader.</summary>
    public abstract string Title { get; }

    /// <summary>Text alternative: what the figure shows, with its main numbers.</summary>
    public abstract string Description { get; }

    /// <summary>How to read it; printed below. Empty for nothing to say.</summary>
    public virtual string Caption => "";

    /// <summary>The component that draws it.</summary>
    public abstract Type Component { get; }

    /// <summary>The numbers that are drawn, one row a mark.</summary>
    public abstract FigureTable ToTable();

    /// <summary>The same panels to be explored in a browser; empty for a figure that is only drawn.</summary>
    public virtual IReadOnlyList<Plot> ToPlots() => [];
}
