using IonSweep.Charts.Figures;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IonSweep.Charts.Figures;

/// <summary>Renders Razor components to text with the framework's own renderer, without a web server.</summary>
public static class ComponentText
{
    private static readonly ServiceProvider Services = new ServiceCollection()
        .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).BuildServiceProvider();

    /// <summary>A component's markup.</summary>
    /// <param name="component">Type of the component.</param>
    /// <param name="parameters">Its parameters by name.</param>
    public static async Task<string> RenderAsync(Type component, IDictionary<string, object?> parameters)
    {
        await using HtmlRenderer renderer = new(Services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync(component, ParameterView.FromDictionary(parameters))).ToHtmlString());
    }

    /// <summary>A figure's SVG element for a page that carries <see cref="ChartStyle.Page"/>.</summary>
    public static Task<string> SvgAsync(Figure figure) =>
        RenderAsync(figure.Component, new Dictionary<string, object?> { ["Figure"] = figure });

    /// <summary>A figure as an SVG file with its own style.</summary>
    public static async Task<string> StandaloneSvgAsync(Figure figure) =>
        """<?xml version="1.0" encoding="UTF-8"?>""" + "\n" +
        await RenderAsync(typeof(StandaloneFigure), new Dictionary<string, object?> { ["Figure"] = figure });
}
