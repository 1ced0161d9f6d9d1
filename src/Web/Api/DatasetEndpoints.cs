using IonSweep.Formats;
using IonSweep.Formats.Blocks;
using IonSweep.Formats.Text;
using IonSweep.Learning.Inspection;
using IonSweep.Spectra;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Service;
using IonSweep.Web.Http;
using IonSweep.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace IonSweep.Web.Api;

/// <summary>What the server stored.</summary>
/// <param name="Sha256">By which a spec refers to it: <c>data: {source: stored, sha256: …}</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Rows">Spectra.</param>
/// <param name="Channels">Channels of each.</param>
/// <param name="Targets">Headers of its targets.</param>
/// <param name="Warnings">What is remarkable about it, in words.</param>
public sealed record StoredDataset(
    string Sha256, string Name, int Rows, int Channels, IReadOnlyList<string> Targets, IReadOnlyList<string> Warnings)
{
    /// <summary>A dataset, looked at.</summary>
    internal static Task<StoredDataset> OfAsync(string sha256, SpectralDataset data, CancellationToken cancellation) => Task.Run(
        () => new StoredDataset(sha256, data.Name, data.RowCount, data.ChannelCount, [.. data.Targets.Select(target => target.Header)],
            DatasetInspection.Of(data).Warnings), cancellation);
}

/// <summary><c>/api/datasets</c>.</summary>
internal static class DatasetEndpoints
{
    /// <summary>Media type of a dataset artifact, for programs.</summary>
    public const string ArtifactType = "application/vnd.ionsweep.dataset";

    /// <summary>Media types of files of spectra.</summary>
    public static string[] FileTypes =>
    [
        "application/octet-stream", "text/csv", "text/tab-separated-values", "chemical/x-jcamp-dx", "application/vnd.apache.parquet",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ];

    // The content says what it is; forms and plain text, which other sites' pages can send, are not taken.
    private static readonly string[] Types = [.. FileTypes, ArtifactType];

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/datasets",
            async (ISweepService service, CancellationToken cancellation) =>
                Results.Json(await service.ListDatasetsAsync(cancellation), SweepJson.Compact))
            .WithTags("Datasets").WithName("ListDatasets").WithSummary("All stored datasets by name, each with the sweeps that use it.")
            .Produces<IReadOnlyList<DatasetSummary>>().ProducesProblem(401);
        routes.MapDelete("/api/datasets/{sha256}", async (string sha256, ISweepService service, CancellationToken cancellation) =>
            {
                await service.DeleteDatasetAsync(sha256, cancellation);
                return Results.NoContent();
            })
            .WithTags("Datasets").WithName("DeleteDataset").Needs(Role.Administer).WithSummary("Removes a dataset that no sweep uses.")
            .Produces(204).ProducesProblem(401).ProducesProblem(404).ProducesProblem(409);
        routes.MapGet("/api/datasets/{sha256}/file", FileAsync).WithTags("Datasets").WithName("GetDatasetFile")
            .WithSummary("A stored dataset to keep: as a table (as=csv), or as the safetensors file that it is stored as.")
            .Produces<byte[]>(200, "text/csv", ArtifactType).ProducesProblem(400).ProducesProblem(401).ProducesProblem(404);
        routes.MapGet("/api/datasets/{sha256}", GetAsync).WithTags("Datasets").WithName("GetDataset")
            .WithSummary("A stored dataset as a safetensors file.").Produces<byte[]>(200, ArtifactType).ProducesProblem(401)
            .ProducesProblem(404);
        routes.MapPut("/api/datasets", StoreAsync).WithTags("Datasets").WithName("StoreDataset").Needs(Role.Submit).Takes(QuotaKind.Upload)
            .WithSummary("Stores a dataset: spectra with targets in any known format, which is told by the content.")
            .Accepts<string>(Types[0], Types[1..]).Produces<StoredDataset>(201).ProducesProblem(400).ProducesProblem(401)
                .ProducesProblem(413).ProducesProblem(415);
        routes.MapPost("/api/datasets/import", ImportAsync).WithTags("Datasets").WithName("ImportDataset")
            .Needs(Role.Submit).Takes(QuotaKind.Upload)
            .WithSummary("Makes one dataset of many files and, where there is one, a table of reference values; says what matched.")
            .Accepts<ImportForm>(FilesForm.MediaType).Produces<ImportedDataset>(201).ProducesProblem(400).ProducesProblem(401)
            .ProducesProblem(413).ProducesProblem(415);
    }

    private static async Task<IResult> GetAsync(string sha256, ISweepService service, CancellationToken cancellation) =>
        await service.DatasetAsync(sha256, cancellation) is { } dataset
            ? Results.Bytes(DatasetArtifact.Of(dataset).Bytes, ArtifactType, $"{sha256}.safetensors")
            : Problems.Result(404, "There is no such dataset, or it is damaged.", "sha256");

    private static async Task<IResult> ImportAsync(HttpContext context, DatasetImport import, CancellationToken cancellation) =>
        Results.Json(await import.ReadAsync(context, cancellation), SweepJson.Compact, null, 201);

    private static async Task<IResult> FileAsync(
        string sha256, [FromQuery(Name = "as")] string? kind, HttpContext context, ISweepService service, CancellationToken cancellation)
    {
        if (kind is not (null or "csv" or "safetensors"))
            return Problems.Result(400, $"as: expected csv or safetensors, found '{kind}'.", "as");
        if (await service.DatasetAsync(sha256, cancellation) is not { } dataset) throw new DatasetNotFoundException(sha256);
        string name = FileName(dataset.Name + (kind == "csv" ? ".csv" : ".safetensors"));
        if (kind != "csv") return Results.Bytes(DatasetArtifact.Of(dataset).Bytes, ArtifactType, name);
        // The writer waits for the receiver, on a thread of its own.
        context.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        return Results.Stream(
            body => Task.Factory.StartNew(() => DatasetCsvWriter.Write(dataset, body), cancellation, TaskCreationOptions.LongRunning,
                TaskScheduler.Default), "text/csv; charset=utf-8", name);
    }

    private static async Task<IResult> StoreAsync(
        HttpContext context, string? name, string? sheet, string? id, string? targets, ISweepService service, ServerOptions options,
        UploadSlots slots, CancellationToken cancellation)
    {
        string type = context.Request.ContentType?.Split(';')[0].Trim() ?? "";
        if (!Types.Contains(type, StringComparer.OrdinalIgnoreCase))
            return Problems.Result(
                415, $"Expected a body of type {string.Join(", ", Types)}; found '{(type.Length == 0 ? "none" : type)}'.", "content-type");
        RequestText.Limit(context, options.MaximumDatasetBytes);
        ReadingOptions reading = new()
        {
            Sheet = sheet,
            IdColumn = id,
            Targets = targets?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        };

        using IDisposable slot = await slots.TakeAsync(cancellation);
        SpectralDataset dataset = type.Equals(ArtifactType, StringComparison.OrdinalIgnoreCase)
            ? await ReadArtifactAsync(context.Request, cancellation) : await ReadFileAsync(context, FileName(name), reading);
        string sha256 = await service.StoreDatasetAsync(dataset, cancellation);
        return Results.Json(await StoredDataset.OfAsync(sha256, dataset, cancellation), SweepJson.Compact, null, 201);
    }

    // Reading takes a while and holds its thread, so it gets one of its own.
    private static async Task<SpectralDataset> ReadFileAsync(HttpContext context, string fileName, ReadingOptions options)
    {
        FileContent file = new(fileName, await SpectraBody.BytesAsync(context.Request, context.RequestAborted));
        return await Task.Factory.StartNew(() => DatasetFile.Read(file, options), context.RequestAborted,
            TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private static async Task<SpectralDataset> ReadArtifactAsync(HttpRequest request, CancellationToken cancellation)
    {
        using MemoryStream body = new();
        await request.Body.CopyToAsync(body, cancellation);
        try
        {
            return DatasetArtifact.Read(body.ToArray(), "body").Data;
        }
        catch (DamagedArtifactException e)
        {
            throw new InvalidDatasetException(e.Message, e); // the sender's, not one of the store
        }
    }

    /// <summary>A name for outputs; it never becomes a path.</summary>
    public static string FileName(string? name)
    {
        string plain = new([.. (name ?? "").Where(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or ' ').Take(80)]);
        return plain.Trim().Length == 0 ? "dataset.csv" : plain.Trim();
    }
}
