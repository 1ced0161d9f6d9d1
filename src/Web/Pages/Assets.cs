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
        byte[] style = Encoding.UTF8.GetBytes(Read("live.css") + Read("data.css") + Read("models.css") + ChartStyle.Page);
        RouteGroupBuilder assets = routes.MapGroup("/assets").ForEverybody();
        assets.MapGet("/live.css", () => Results.Bytes(style, "text/css; charset=utf-8"));
        foreach (string name in (string[])["live.js", "datasets.js", "models.js", "start.js"])
        {
            byte[] script = Encoding.UTF8.GetBytes(Read(name));
            assets.MapGet("/" + name, () => Results.Bytes(script, "text/javascript; charset=utf-8"));
        }
    }

    private static string Read(string name)
    {
        using Stream stream = typeof(Assets).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
