using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Web.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IonSweep.Web.Api;

/// <summary><c>/api/machines</c>: what trains.</summary>
internal static class MachinesEndpoint
{
    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/machines", async (MachineLooks machines, CancellationToken cancellation) =>
                Results.Json(await machines.NowAsync(cancellation), SweepJson.Compact))
            .WithTags("Machines").WithName("ListMachines")
            .WithSummary("The process that trains, or the silos of a cluster: slots, trainers, and what each trains now.")
            .Produces<IReadOnlyList<Machine>>().ProducesProblem(401);
}
