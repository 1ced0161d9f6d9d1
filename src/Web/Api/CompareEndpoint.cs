using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Web.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IonSweep.Web.Api;

/// <summary><c>/api/compare</c>: sweeps of one dataset side by side.</summary>
internal static class CompareEndpoint
{
    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/compare",
            async (string[]? sweeps, string[]? columns, string? reference, SweepComparisons comparisons, CancellationToken cancellation) =>
                Results.Json(await comparisons.OfAsync(sweeps ?? [], columns ?? [], reference ?? "", cancellation), SweepJson.Compact))
            .WithTags("Sweeps").WithName("CompareSweeps")
            .WithSummary("Sweeps of one dataset and seed, e.g. sweeps=one,two, or columns of them, e.g. columns=one:e/pls,two:sim/pls, "
                + "side by side on the folds that they share, with the tests of results.")
            .Produces<ComparedSweeps>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(404).ProducesProblem(409);
}
