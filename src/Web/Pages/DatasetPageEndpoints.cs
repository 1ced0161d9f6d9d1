using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Web.Api;
using IonSweep.Web.Http;
using IonSweep.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IonSweep.Web.Pages;

/// <summary>Pages of datasets: all of them, and each by itself.</summary>
internal static class DatasetPageEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/datasets", (HttpContext context, ISweepService service, ServerOptions options, CancellationToken cancellation) =>
            ListAsync(context, service, options, null, "", 200, cancellation));
        pages.MapPost("/datasets", ImportAsync).Needs(Role.Submit).Takes(QuotaKind.Upload);
        pages.MapGet("/datasets/{sha256}", OneAsync);
        pages.MapGet("/datasets/{sha256}/figures/{name}", FileAsync);
        pages.MapPost("/datasets/{sha256}/delete", async (string sha256, ISweepService service, CancellationToken cancellation) =>
        {
            await service.DeleteDatasetAsync(sha256, cancellation);
            return PageAnswer.See("/datasets");
        }).Needs(Role.Administer);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, ISweepService service, ServerOptions options, ImportedDataset? imported, string error, int status,
        CancellationToken cancellation) => await PageAnswer.OfAsync(context, typeof(DatasetListPage), new()
        {
            [nameof(DatasetListPage.Datasets)] = await service.ListDatasetsAsync(cancellation),
            [nameof(DatasetListPage.Imported)] = imported,
            [nameof(DatasetListPage.Error)] = error,
            [nameof(DatasetListPage.Limit)] = options.MaximumDatasetBytes,
            [nameof(DatasetListPage.Antiforgery)] = AccessControl.AntiforgeryOf(context),
        }, status);

    private static async Task<IResult> ImportAsync(
        HttpContext context, ISweepService service, ServerOptions options, DatasetImport import, CancellationToken cancellation)
    {
        try
        {
            return await ListAsync(context, service, options, await import.ReadAsync(context, cancellation), "", 201, cancellation);
        }
        catch (Exception exception) when (ProblemKinds.Of(exception) is { Status: < 500 and not 413 } kind)
        {
            return await ListAsync(context, service, options, null, exception.Message, kind.Status, cancellation);
        }
    }

    private static async Task<IResult> OneAsync(
        string sha256, HttpContext context, ISweepService service, DatasetPages datasets, CancellationToken cancellation)
    {
        DatasetSummary summary = (await service.ListDatasetsAsync(cancellation)).FirstOrDefault(one => one.Sha256 == sha256)
            ?? throw new DatasetNotFoundException(sha256);
        DatasetParts? parts = summary.Damage is null ? await datasets.GetAsync(sha256, cancellation) : null;
        string frame = await PageAnswer.MarkupAsync(context, typeof(StoredDatasetPage), new()
        {
            [nameof(StoredDatasetPage.Dataset)] = summary,
            [nameof(StoredDatasetPage.IsWhole)] = parts is not null,
            [nameof(StoredDatasetPage.Antiforgery)] = AccessControl.AntiforgeryOf(context),
        });
        return new ComposedPage(frame, parts is null ? new Dictionary<string, byte[]>() : new() { ["sections"] = parts.Sections });
    }

    private static async Task<IResult> FileAsync(
        string sha256, string name, DatasetPages datasets, CancellationToken cancellation) =>
        await datasets.GetAsync(sha256, cancellation) is { } parts && parts.Files.TryGetValue(name, out byte[]? file)
            ? Results.Bytes(file, name.EndsWith(".svg", StringComparison.Ordinal) ? "image/svg+xml" : "text/csv; charset=utf-8", name)
            : throw new BadHttpRequestException("There is no such figure.", 404);
}
