using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.State;
using IonSweep.Web.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IonSweep.Web.Api;

/// <summary><c>/api/queue</c>: how much work there is for trainers, for whoever decides how many machines should train.</summary>
internal static class QueueEndpoint
{
    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/queue", async (string? trainer, ISweepService service, SweepFeeds feeds, CancellationToken cancellation) =>
                Results.Json(await LengthAsync(trainer, service, feeds, cancellation), SweepJson.Compact))
            .WithTags("Queue").WithName("GetQueue")
                .WithSummary("Work items of running sweeps by state; of the sweeps of one trainer when it is named.")
            .Produces<QueueLength>().ProducesProblem(401);

    // The feeds hold every running sweep's state in this process, so asking often costs the cluster nothing.
    private static async Task<QueueLength> LengthAsync(
        string? trainer, ISweepService service, SweepFeeds feeds, CancellationToken cancellation)
    {
        int sweeps = 0, running = 0, ready = 0, waiting = 0;
        foreach (SweepSummary sweep in await service.ListAsync(cancellation))
        {
            if (sweep.Status != SweepStatus.Running) continue;
            SweepSnapshot snapshot;
            try
            {
                snapshot = await feeds.Get(sweep.Id).SnapshotAsync(cancellation);
            }
            catch (SweepNotFoundException)
            {
                continue; // removed between the two questions
            }
            if (snapshot.Summary.Status != SweepStatus.Running || (trainer is not null && snapshot.Spec.Trainer != trainer)) continue;
            sweeps++;
            foreach (WorkItemSnapshot item in snapshot.Items)
            {
                if (item.Status == WorkStatus.Running) running++;
                else if (item.Status == WorkStatus.Ready) ready++;
                else if (item.Status == WorkStatus.Waiting) waiting++;
            }
        }
        return new QueueLength(sweeps, running, ready, waiting, running + ready);
    }
}

/// <summary>Work items of all running sweeps.</summary>
/// <param name="Sweeps">Sweeps that run.</param>
/// <param name="Running">Work items in training.</param>
/// <param name="Ready">Those that wait for nothing but a trainer.</param>
/// <param name="Waiting">Those that wait for other work.</param>
/// <param name="Trainable">Running and ready together: training slots that could be busy now. What an autoscaler scales by, since
/// with the ready ones alone it would take silos away from work that runs.</param>
internal sealed record QueueLength(int Sweeps, int Running, int Ready, int Waiting, int Trainable);
