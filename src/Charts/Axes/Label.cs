using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace IonSweep.Charts.Axes;

/// <summary>A line of SVG text. A class of its own because <c>&lt;text&gt;</c> means something else to Razor.</summary>
public sealed class Label : ComponentBase
{
    /// <summary>Anchor point, pixels from the left.</summary>
    [Parameter, EditorRequired] public double X { get; set; }

    /// <summary>Baseline, pixels from the top.</summary>
    [Parameter, EditorRequired] public double Y { get; set; }

    /// <summary>What is printed.</summary>
    [Parameter, EditorRequired] public string Text { get; set; } = "";

    /// <summary>start (default), middle or end.</summary>
    [Parameter] public string Anchor { get; set; } = "start";

    /// <summary>CSS class; empty, the default, for none.</summary>
    [Parameter] public string Class { get; set; } = "";

    /// <summary>Degrees clockwise around the anchor point. Default 0.</summary>
    [Parameter] public double Rotate { get; set; }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", SvgNumber.Px(X));
        builder.AddAttribute(2, "y", SvgNumber.Px(Y));
        if (Anchor != "start") builder.AddAttribute(3, "text-anchor", Anchor);
        if (Class.Length > 0) builder.AddAttribute(4, "class", Class);
        if (Rotate != 0) builder.AddAttribute(5, "transform", $"rotate({SvgNumber.Px(Rotate)} {SvgNumber.Px(X)} {SvgNumber.Px(Y)})");
        builder.AddContent(6, Text);
        builder.CloseElement();
    }
}
