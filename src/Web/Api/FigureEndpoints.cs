using IonSweep.Web.Live;
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
        RouteGroupBuilder figures = routes.MapGroup("/api/sweeps/{id}/figures").WithTags("Figures").ProducesProblem(401)
            .ProducesProblem(404);
        figures.MapGet("/{name}.svg",
            (string id, string name, SweepAnswers answers, CancellationToken cancellation) => answers.FigureAsync(id, name, cancellation))
            .WithName("GetFigure").WithSummary("A figure of the report, e.g. 'mae' or 'predictions-zn2'.").Produces<string>(
                200, "image/svg+xml").Produces(304);
        figures.MapGet("/{name}.csv", (string id, string name, SweepAnswers answers, CancellationToken cancellation) =>
            answers.FigureNumbersAsync(id, name, cancellation))
            .WithName("GetFigureNumbers").WithSummary("The numbers behind a figure.").Produces<string>(200, "text/csv").Produces(304);
    }
}
