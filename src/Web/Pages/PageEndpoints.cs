using System.Globalization;
using IonSweep.Charts;
using IonSweep.Charts.Figures;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Storage;
using IonSweep.Web.Api;
using IonSweep.Web.Http;
using IonSweep.Web.Live;
using IonSweep.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using EntityTagHeaderValue = Microsoft.Net.Http.Headers.EntityTagHeaderValue;

namespace IonSweep.Web.Pages;

/// <summary>The live page: sweeps, one sweep, login.</summary>
internal static class PageEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder pages = routes.MapGroup("").ExcludeFromDescription();
        pages.AddEndpointFilter(ExplainErrorsAsync);
        pages.MapGet("/", ListAsync);
        StartEndpoints.Map(pages);
        pages.MapGet("/sweeps/{id}", SweepAsync);
        pages.MapGet("/sweeps/{id}/fragments/{name}", FragmentAsync);
        DatasetPageEndpoints.Map(pages);
        ModelPageEndpoints.Map(pages);
        pages.MapGet("/sweeps/{id}/events", (string id, HttpContext context, SweepFeeds feeds, ServerStopping stopping) =>
            SweepEndpoints.StreamAsync(id, page: true, context, feeds, stopping));
        pages.MapPost("/sweeps/{id}/cancel", async (string id, ISweepService service, CancellationToken cancellation) =>
        {
            await service.CancelAsync(SweepPaths.CheckId(id), cancellation);
            return PageAnswer.See($"/sweeps/{id}");
        }).Needs(Role.Submit);
        pages.MapPost("/sweeps/{id}/resume", async (string id, ISweepService service, CancellationToken cancellation) =>
        {
            SweepSnapshot snapshot = await service.GetAsync(SweepPaths.CheckId(id), cancellation) ?? throw new SweepNotFoundException(id);
            DataSpec stored = new() { Source = DataSources.Stored, Sha256 = snapshot.Summary.Dataset.Sha256 };
            await service.SubmitAsync(snapshot.Spec with { Data = stored }, id, cancellation);
            return PageAnswer.See($"/sweeps/{id}");
        }).Needs(Role.Submit).Takes(QuotaKind.RunningSweep);
        pages.MapPost("/sweeps/{id}/extend", ExtendAsync).Needs(Role.Submit).Takes(QuotaKind.RunningSweep);
        pages.MapPost("/sweeps/{id}/delete", async (string id, ISweepService service, CancellationToken cancellation) =>
        {
            await service.DeleteAsync(SweepPaths.CheckId(id), cancellation);
            return PageAnswer.See("/");
        }).Needs(Role.Administer);
        ComparePageEndpoints.Map(pages);
        MachinePageEndpoints.Map(pages);
        LoginEndpoints.Map(pages);
        Assets.Map(pages);
        // People get a page; programs, and whatever asks below /api, the problem that stands for 404.
        pages.MapGet("/{**path:regex(^(?!api/))}", () => Results.StatusCode(404)).Needs(Role.Read);
    }

    private static async Task<IResult> ListAsync(HttpContext context, ISweepService service, CancellationToken cancellation) =>
        await PageAnswer.OfAsync(context, typeof(SweepListPage), new()
        {
            [nameof(SweepListPage.Sweeps)] = await service.ListAsync(cancellation),
            [nameof(SweepListPage.Antiforgery)] = AccessControl.AntiforgeryOf(context),
        });

    private static async Task<IResult> ExtendAsync(
        string id, HttpContext context, ISweepService service, SweepFeeds feeds, ServerOptions options, CancellationToken cancellation)
    {
        if (!RequestForm.Is(context.Request)) return Problems.Result(415, "Expected the form of the sweep's page.", "content-type");
        IFormCollection form = await RequestForm.ReadAsync(context.Request, cancellation);
        string folds = form["folds"].ToString().Trim();
        SweepExtension extension = new()
        {
            Folds = folds.Length == 0 ? null : int.TryParse(folds, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                ? number : throw new InvalidSpecException("folds", $"folds: expected a whole number, found '{folds}'."),
            Strategies = [.. form["strategies"].OfType<string>()],
            Models = [.. form["models"].OfType<string>()],
        };
        SweepSummary summary = await SweepEndpoints.ExtendWithinLimitsAsync(
            SweepPaths.CheckId(id), extension, service, feeds, options, cancellation);
        return PageAnswer.See($"/sweeps/{summary.Id}");
    }

    private static async Task<IResult> SweepAsync(
        string id, string? folds, HttpContext context, SweepViews views, CancellationToken cancellation)
    {
        SweepView view = await views.LookAsync(SweepPaths.CheckId(id), cancellation);
        string frame = await PageAnswer.MarkupAsync(context, typeof(SweepPage), new()
        {
            [nameof(SweepPage.Snapshot)] = await view.SnapshotAsync(cancellation),
            [nameof(SweepPage.Antiforgery)] = AccessControl.AntiforgeryOf(context),
        });
        Dictionary<string, byte[]> parts = new()
        {
            ["grid"] = await LiveFragments.GridAsync(view, cancellation),
            ["folds"] = FoldSpan.Parse(folds ?? "") is { } range ? await LiveFragments.FoldsAsync(view, range, cancellation) : [],
        };
        foreach (string name in LiveFragments.Names)
            parts[name] = LiveFragments.OnRequest(id, name, (await LiveFragments.GetAsync(view, name, cancellation)).Markup);
        return new ComposedPage(frame, parts);
    }

    private static async Task<IResult> FragmentAsync(
        string id, string name, string? folds, SweepViews views, CancellationToken cancellation)
    {
        SweepView view = await views.LookAsync(SweepPaths.CheckId(id), cancellation);
        EntityTagHeaderValue? tag = view.StatesTag;
        byte[] markup;
        if (name == "grid") markup = await LiveFragments.GridAsync(view, cancellation);
        else if (name == "folds" && FoldSpan.Parse(folds ?? "") is { } span)
            markup = await LiveFragments.FoldsAsync(view, span, cancellation);
        else if (LiveFragments.Names.Contains(name)) (markup, tag) = await LiveFragments.GetAsync(view, name, cancellation);
        else return Problems.Result(404, "There is no such part of the page.", "name");
        return Results.Bytes(markup, "text/html; charset=utf-8", entityTag: tag);
    }

    // Pages answer people: an error is a page as well.
    private static async ValueTask<object?> ExplainErrorsAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        try
        {
            return await next(invocation);
        }
        catch (Exception exception) when (ProblemKinds.Of(exception) is { } kind)
        {
            return await PageAnswer.OfAsync(invocation.HttpContext, typeof(ErrorPage), new()
            {
                [nameof(ErrorPage.Message)] = exception.Message,
                [nameof(ErrorPage.Damaged)] = (exception as DamagedSweepException)?.Id ?? "",
                [nameof(ErrorPage.Antiforgery)] = AccessControl.AntiforgeryOf(invocation.HttpContext),
            }, kind.Status);
        }
    }
}
