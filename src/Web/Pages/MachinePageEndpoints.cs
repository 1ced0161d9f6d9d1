using System.Text;
using IonSweep.Charts.Figures;
using IonSweep.Web.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IonSweep.Web.Pages;

/// <summary>The page of the machines that train, and its part that changes.</summary>
internal static class MachinePageEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/machines", async (HttpContext context, MachineLooks machines, ServerOptions options,
            CancellationToken cancellation) => await PageAnswer.OfAsync(context, typeof(MachinesPage), new()
            {
                [nameof(MachinesPage.Machines)] = await machines.NowAsync(cancellation),
                [nameof(MachinesPage.At)] = options.Clock.GetUtcNow(),
                [nameof(MachinesPage.Dashboard)] = options.Dashboard,
            }));
        pages.MapGet("/machines/now", async (MachineLooks machines, ServerOptions options, CancellationToken cancellation) =>
            Results.Text(await ComponentText.RenderAsync(typeof(MachinesFragment), new Dictionary<string, object?>
            {
                [nameof(MachinesFragment.Machines)] = await machines.NowAsync(cancellation),
                [nameof(MachinesFragment.At)] = options.Clock.GetUtcNow(),
            }), "text/html; charset=utf-8", Encoding.UTF8));
    }
}
