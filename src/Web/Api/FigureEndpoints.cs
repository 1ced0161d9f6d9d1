using System.Text;
using IonSweep.Charts;
using IonSweep.Charts.Figures;
using IonSweep.Report;
using IonSweep.Sweeps.Service;
using IonSweep.Web.Http;
using IonSweep.Web.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IonSweep.Web.Api;

/// <summary><c>/api/sweeps/{id}/figures/…</c>: every figure of the report as SVG and its numbers as CSV.</summary>
internal static class FigureEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder figures = routes.MapGroup("/api/sweeps/{id}/figures").WithTags("Figures").ProducesProblem(401).ProducesProblem(404);
        figures.MapGet("/{name}.svg", async (string id, string name, ISweepService service, LiveFragments recent, CancellationToken cancellation) =>
                Results.File(Encoding.UTF8.GetBytes(LiveFragments.Files.Contains(name + ".svg")
                    ? await recent.GetAsync(SweepId.Check(id), name + ".svg", cancellation)
                    : await ComponentText.StandaloneSvgAsync(await FindAsync(id, name, service, cancellation))), "image/svg+xml", $"{id}-{name}.svg"))
            .WithName("GetFigure").WithSummary("A figure of the report, e.g. 'mae' or 'predictions-zn2'.").Produces<string>(200, "image/svg+xml");
        figures.MapGet("/{name}.csv", async (string id, string name, ISweepService service, CancellationToken cancellation) =>
                Results.File(Encoding.UTF8.GetBytes((await FindAsync(id, name, service, cancellation)).ToTable().ToCsv()), "text/csv; charset=utf-8", $"{id}-{name}.csv"))
            .WithName("GetFigureNumbers").WithSummary("The numbers behind a figure.").Produces<string>(200, "text/csv");
    }

    private static async Task<Figure> FindAsync(string id, string name, ISweepService service, CancellationToken cancellation)
    {
        SweepId.Check(id);
        Figure? figure = name switch
        {
            "mae" => new MaeFigure(await service.ResultsAsync(id, cancellation)),
            "differences" => new DifferenceFigure(await service.ResultsAsync(id, cancellation)),
            _ => new ReportFigures(await service.ReportAsync(id, cancellation)).All.FirstOrDefault(one => one.Slug == name),
        };
        return figure ?? throw new BadHttpRequestException("There is no such figure, or no numbers for it yet.", 404);
    }
}
