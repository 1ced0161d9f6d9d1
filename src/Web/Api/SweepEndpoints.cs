using IonSweep.Report;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Storage;
using IonSweep.Web.Http;
using IonSweep.Web.Live;
using IonSweep.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IonSweep.Web.Api;

/// <summary>What a spec comes to.</summary>
/// <param name="Cells">Results that it gives: fold × target × strategy × model family.</param>
/// <param name="WorkItems">Pieces of work.</param>
/// <param name="ExpectedSeconds">Estimated time with nothing else running.</param>
/// <param name="Basis">How that was estimated, in words.</param>
/// <param name="Spec">The spec as short YAML: its preset and what differs from it.</param>
public sealed record PlannedSweep(int Cells, int WorkItems, double ExpectedSeconds, string Basis, string Spec);

/// <summary><c>/api/sweeps</c>: the operations of <see cref="ISweepService"/> on sweeps.</summary>
internal static class SweepEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder sweeps = routes.MapGroup("/api/sweeps").WithTags("Sweeps").ProducesProblem(401);

        sweeps.MapPost("/", SubmitAsync).WithName("SubmitSweep").Needs(Role.Submit).Takes(QuotaKind.RunningSweep)
            .WithSummary("Starts a sweep, or goes on with the one of this id. The body is a spec in JSON or YAML.")
            .Accepts<SweepSpec>("application/json", "application/yaml", "text/yaml",
                "text/plain").Produces<SweepSummary>(201).ProducesProblem(400).ProducesProblem(409).ProducesProblem(413);
        sweeps.MapPost("/plan", PlanAsync).WithName("PlanSweep").Needs(Role.Read)
            .WithSummary("Checks a spec against its data and says what it comes to; starts nothing. The body is a spec in JSON or YAML.")
            .Accepts<SweepSpec>("application/json", "application/yaml", "text/yaml", "text/plain").Produces<PlannedSweep>()
            .ProducesProblem(400).ProducesProblem(413);
        sweeps.MapGet("/", async (ISweepService service, CancellationToken cancellation) => Json(await service.ListAsync(cancellation)))
            .WithName("ListSweeps").WithSummary("All sweeps, newest first.").Produces<IReadOnlyList<SweepSummary>>();
        sweeps.MapGet("/{id}", (string id, SweepAnswers answers, CancellationToken cancellation) => answers.SnapshotAsync(id, cancellation))
            .WithName("GetSweep").WithSummary("Where a sweep and each of its work items stands.").Produces<SweepSnapshot>().Produces(304)
                .ProducesProblem(404);
        sweeps.MapGet(
            "/{id}/results", (string id, SweepAnswers answers, CancellationToken cancellation) => answers.ResultsAsync(id, cancellation))
            .WithName("GetResults").WithSummary("Results so far with their statistics.").Produces<SweepResults>().Produces(304)
                .ProducesProblem(404);
        sweeps.MapGet("/{id}/results.csv",
            (string id, SweepAnswers answers, CancellationToken cancellation) => answers.ResultsCsvAsync(id, cancellation))
            .WithName("GetResultsCsv").WithSummary("One row per cell.").Produces<string>(
                200, "text/csv").Produces(304).ProducesProblem(404);
        sweeps.MapGet("/{id}/history", (string id, SweepAnswers answers, CancellationToken cancellation) =>
            answers.HistoryAsync(id, cancellation))
            .WithName("GetHistory").WithSummary("What happened to a sweep, oldest first.").Produces<IReadOnlyList<HistoryEntry>>()
            .ProducesProblem(404);
        sweeps.MapGet("/{id}/report", ReportAsync).WithName("GetReport")
            .WithSummary("The report as a self-contained page, or its numbers when JSON is asked for.")
            .Produces<string>(200, "text/html").Produces<SweepReport>(200, "application/json").ProducesProblem(404);
        sweeps.MapGet("/{id}/events", EventsAsync).WithName("WatchSweep")
            .WithSummary("Server-sent events: a snapshot, then numbered changes until the sweep ends. Resumes after Last-Event-ID.")
            .Produces<SweepUpdate>(200, "text/event-stream").ProducesProblem(404);
        sweeps.MapPost("/{id}/cancel", async (string id, ISweepService service, CancellationToken cancellation) =>
            {
                await service.CancelAsync(SweepPaths.CheckId(id), cancellation);
                return Results.NoContent();
            })
            .WithName("CancelSweep").Needs(Role.Submit).WithSummary("Stops a sweep after saving checkpoints; deletes nothing.")
                .Produces(204)
                .ProducesProblem(404);
        sweeps.MapPost("/{id}/extend", ExtendAsync).WithName("ExtendSweep").Needs(Role.Submit).Takes(QuotaKind.RunningSweep)
            .WithSummary("Gives a sweep more folds, strategies or models and goes on with it; what it has done is kept.")
            .Accepts<SweepExtension>("application/json").Produces<SweepSummary>().ProducesProblem(400).ProducesProblem(404)
            .ProducesProblem(409).ProducesProblem(413);
        sweeps.MapDelete("/{id}", DeleteAsync).WithName("DeleteSweep").Needs(Role.Administer)
            .WithSummary("Removes a sweep that does not run, with its artifacts.")
            .Produces(204).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IResult> DeleteAsync(string id, ISweepService service, CancellationToken cancellation)
    {
        await service.DeleteAsync(SweepPaths.CheckId(id), cancellation);
        return Results.NoContent();
    }

    private static async Task<IResult> ExtendAsync(
        string id, HttpRequest request, ISweepService service, SweepFeeds feeds, ServerOptions options, CancellationToken cancellation)
    {
        SweepPaths.CheckId(id);
        SweepExtension extension = ExtensionReader.Read(
            await RequestText.ReadAsync(request, options.MaximumSpecBytes, cancellation), "body");
        return Json(await ExtendWithinLimitsAsync(id, extension, service, feeds, options, cancellation));
    }

    /// <summary>Extends a sweep, within this server's limits.</summary>
    /// <exception cref="InvalidSpecException">The extension is unusable; says which field and what was expected.</exception>
    /// <exception cref="SweepNotFoundException">There is no such sweep.</exception>
    public static async Task<SweepSummary> ExtendWithinLimitsAsync(
        string id, SweepExtension extension, ISweepService service, SweepFeeds feeds, ServerOptions options, CancellationToken cancellation)
    {
        SweepSnapshot now = await service.GetAsync(id, cancellation) ?? throw new SweepNotFoundException(id);
        SpecLimits.Check(now.Spec with
        {
            Data = new DataSpec { Source = DataSources.Stored, Sha256 = now.Summary.Dataset.Sha256 },
            Folds = Math.Max(now.Spec.Folds, extension.Folds ?? 0),
            Strategies = [.. now.Spec.Strategies.Union(extension.Strategies)],
            Models = [.. now.Spec.Models.Union(extension.Models)],
        }, options);
        SweepSummary summary = await service.ExtendAsync(id, extension, cancellation);
        feeds.Get(summary.Id);
        return summary;
    }

    private static async Task<IResult> PlanAsync(
        HttpRequest request, ISweepService service, ServerOptions options, CancellationToken cancellation)
    {
        string text = await RequestText.ReadAsync(request, options.MaximumSpecBytes, cancellation);
        SweepSpec spec = SpecReader.Read(text, "body");
        try
        {
            SweepEstimate estimate = await service.EstimateAsync(SpecLimits.Check(spec, options), cancellation);
            return Json(new PlannedSweep(
                estimate.Cells, estimate.WorkItems, estimate.ExpectedSeconds, estimate.Basis, SpecWriter.ToShortYaml(spec)));
        }
        catch (InvalidSpecException error)
        {
            throw SpecReader.Located(error, text);
        }
    }

    private static async Task<IResult> SubmitAsync(
        HttpRequest request, string? id, ISweepService service, SweepFeeds feeds, ServerOptions options, CancellationToken cancellation)
    {
        if (id is not null) SweepPaths.CheckId(id);
        SweepSpec spec = SpecReader.Read(await RequestText.ReadAsync(request, options.MaximumSpecBytes, cancellation), "body");
        SweepSummary summary = await service.SubmitAsync(SpecLimits.Check(spec, options), id, cancellation);
        feeds.Get(summary.Id); // so that the page of a sweep that runs shows its curves from the start
        return Results.Json(summary, SweepJson.Compact, null, 201).WithLocation($"/api/sweeps/{summary.Id}");
    }

    private static async Task<IResult> ReportAsync(string id, HttpContext context, ISweepService service, CancellationToken cancellation)
    {
        SweepReport report = await service.ReportAsync(SweepPaths.CheckId(id), cancellation);
        string accept = context.Request.Headers.Accept.ToString();
        if (accept.Contains("application/json", StringComparison.OrdinalIgnoreCase)
            && !accept.Contains("text/html", StringComparison.OrdinalIgnoreCase)) return Json(report);
        context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.DocumentPolicy;
        return Results.Text(await ReportDocument.RenderAsync(report), "text/html; charset=utf-8");
    }

    private static Task EventsAsync(string id, HttpContext context, SweepFeeds feeds, ServerStopping stopping) =>
        StreamAsync(id, page: false, context, feeds, stopping);

    /// <summary>Sends a sweep's events until it ends, the watcher leaves or the server stops.</summary>
    public static async Task StreamAsync(string id, bool page, HttpContext context, SweepFeeds feeds, ServerStopping stopping)
    {
        SweepFeed feed = feeds.Get(SweepPaths.CheckId(id));
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping.Token);
        await feed.ToldAsync(end.Token); // an unknown sweep is answered before the stream begins
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await context.Response.Body.WriteAsync("retry: 1000\n\n"u8.ToArray(), end.Token);
            string lastEventId = context.Request.Headers["Last-Event-ID"].ToString();
            await foreach (ReadOnlyMemory<byte> bytes in feed.WatchAsync(lastEventId, end.Token, page))
            {
                await context.Response.BodyWriter.WriteAsync(bytes, end.Token);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // the watcher left, or the server stops; the watcher may come back with Last-Event-ID
        }
    }

    private static IResult Json<T>(T value) => Results.Json(value, SweepJson.Compact);

    private static IResult WithLocation(this IResult result, string location) => new Located(result, location);

    private sealed class Located(IResult result, string location) : IResult
    {
        public Task ExecuteAsync(HttpContext context)
        {
            context.Response.Headers.Location = location;
            return result.ExecuteAsync(context);
        }
    }
}
