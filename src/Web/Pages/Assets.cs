using System.Text;
using IonSweep.Charts;
using IonSweep.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IonSweep.Web.Pages;

/// <summary>Style sheet and scripts of the pages, from this assembly.</summary>
internal static class Assets
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder assets = routes.MapGroup("/assets").ForEverybody();
        Add(assets, "live.css", Read("live.css") + Read("data.css") + Read("models.css") + ChartStyle.Page, "text/css");
        Add(assets, "figures.css", ChartScript.Style, "text/css");
        Add(assets, "uplot.js", ChartScript.Library, "text/javascript");
        Add(assets, "figures.js", ChartScript.Figures, "text/javascript");
        foreach (string name in (string[])["live.js", "datasets.js", "machines.js", "models.js", "start.js"])
            Add(assets, name, Read(name), "text/javascript");
    }

    private static void Add(RouteGroupBuilder assets, string name, string content, string type)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(content);
        assets.MapGet("/" + name, () => Results.Bytes(bytes, type + "; charset=utf-8"));
    }

    private static string Read(string name)
    {
        using Stream stream = typeof(Assets).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
