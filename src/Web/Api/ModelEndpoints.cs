using System.Globalization;
using System.Text;
using System.Text.Json;
using IonSweep.Formats.Blocks;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Deployment;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Storage;
using IonSweep.Web.Http;
using IonSweep.Web.Live;
using IonSweep.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IonSweep.Web.Api;

/// <summary>A stored model with its card.</summary>
/// <param name="Model">The line of the list.</param>
/// <param name="Card">All that is known of it.</param>
public sealed record ModelDetail(ModelSummary Model, ModelCard Card);

/// <summary><c>/api/models</c>.</summary>
internal static class ModelEndpoints
{
    private const string Csv = "text/csv", File = "application/octet-stream";
    private const int Small = 1024 * 1024; // bytes of a body that needs no slot

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder models = routes.MapGroup("/api/models").WithTags("Models").ProducesProblem(401);
        models.MapGet("/", async (ISweepService service, CancellationToken cancellation) =>
                Json(await service.Models.ListAsync(cancellation)))
            .WithName("ListModels").WithSummary("All stored models, newest first.").Produces<IReadOnlyList<ModelSummary>>();
        models.MapGet("/{id}", async (string id, ISweepService service, LoadedModels loaded, CancellationToken cancellation) =>
                Json(await DetailAsync(id, service, loaded, cancellation)))
            .WithName("GetModel").WithSummary("A stored model's card: what it predicts, how well, and where it comes from.")
            .Produces<ModelDetail>().ProducesProblem(404).ProducesProblem(409);
        models.MapGet("/{id}/file", async (string id, ISweepService service, CancellationToken cancellation) =>
                Results.Bytes(
                    ModelFile.ToBytes(await service.Models.GetAsync(id, cancellation) ?? throw new ModelNotFoundException(id)), File,
                    $"model-{id}.safetensors"))
            .WithName("GetModelFile").WithSummary("A stored model as one safetensors file, as 'ionsweep train' writes it.")
            .Produces<byte[]>(200, File).ProducesProblem(404).ProducesProblem(409);
        models.MapPut("/", StoreAsync).WithName("StoreModel").Needs(Role.Submit).Takes(QuotaKind.Upload)
            .WithSummary("Stores a model that was made elsewhere: a file of 'ionsweep train', or of GET /api/models/{id}/file.")
            .Accepts<byte[]>(File).Produces<ModelSummary>(201).ProducesProblem(400).ProducesProblem(413).ProducesProblem(415);
        models.MapDelete("/{id}", async (string id, ISweepService service, LoadedModels loaded, CancellationToken cancellation) =>
            {
                await service.Models.DeleteAsync(id, cancellation);
                loaded.Forget(id);
                return Results.NoContent();
            })
            .WithName("DeleteModel").Needs(Role.Administer).WithSummary("Removes a stored model.").Produces(204).ProducesProblem(404);
        models.MapPost("/{id}/predict", PredictAsync).WithName("Predict").Needs(Role.Read)
            .WithSummary("Predicts spectra: JSON, or a file in any known format. Answers with JSON, or with CSV where that is asked for.")
            .Accepts<SpectraJson>(SpectraBody.Json, DatasetEndpoints.FileTypes)
            .Produces<PredictionAnswer>(200, SpectraBody.Json, Csv).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409)
            .ProducesProblem(413).ProducesProblem(415);
        routes.MapPost("/api/sweeps/{id}/models", TrainAsync).WithTags("Models").WithName("TrainModel").Needs(Role.Submit)
            .WithSummary("Trains what an ended sweep recommends, or the model that the body names, on all rows, and stores it.")
            .Accepts<ModelRequest>(isOptional: true, "application/json").Produces<ModelSummary>(201).ProducesProblem(400)
            .ProducesProblem(401).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(429);
    }

    /// <summary>A stored model with its card.</summary>
    /// <exception cref="ModelNotFoundException">There is none of this id.</exception>
    public static async Task<ModelDetail> DetailAsync(
        string id, ISweepService service, LoadedModels loaded, CancellationToken cancellation)
    {
        ModelSummary summary = await service.Models.SummaryAsync(id, cancellation) ?? throw new ModelNotFoundException(id);
        return new ModelDetail(summary, (await loaded.GetAsync(id, cancellation)).Card);
    }

    private static async Task<IResult> StoreAsync(
        HttpContext context, ISweepService service, ServerOptions options, UploadSlots slots, LoadedModels loaded,
        CancellationToken cancellation)
    {
        RequestText.Limit(context, options.MaximumDatasetBytes);
        using IDisposable slot = await slots.TakeAsync(cancellation);
        ReadOnlyMemory<byte> bytes = await SpectraBody.BytesAsync(context.Request, cancellation);
        DeployedModel model = await Task.Run(() => Read(bytes.ToArray(), loaded), cancellation);
        ModelSummary summary = await service.Models.StoreAsync(model, cancellation);
        context.Response.Headers.Location = $"/api/models/{summary.Id}";
        return Results.Json(summary, SweepJson.Compact, null, 201);
    }

    /// <summary>A model that was sent, tried out.</summary>
    /// <exception cref="InvalidModelException">It is none: whatever is wrong with the bytes is the sender's, not a defect here.</exception>
    public static DeployedModel Read(byte[] bytes, LoadedModels loaded)
    {
        try
        {
            DeployedModel model = ModelFile.Read(bytes, "The file that was sent");
            loaded.Try(model);
            return model;
        }
        catch (InvalidModelException)
        {
            throw;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidModelException(e.Message, e);
        }
    }

    private static async Task<IResult> TrainAsync(
        string id, HttpContext context, ModelTrainings trainings, ServerOptions options, CancellationToken cancellation)
    {
        SweepPaths.CheckId(id);
        string body = await RequestText.ReadAsync(context.Request, options.MaximumSpecBytes, cancellation);
        ModelSummary summary = await trainings.TrainAsync(id, RequestOf(body), cancellation);
        context.Response.Headers.Location = $"/api/models/{summary.Id}";
        return Results.Json(summary, SweepJson.Compact, null, 201);
    }

    private static ModelRequest RequestOf(string body)
    {
        if (string.IsNullOrWhiteSpace(body)) return new ModelRequest();
        try
        {
            return JsonSerializer.Deserialize<ModelRequest>(body, SweepJson.Compact) switch
            {
                { Targets: null } => throw new InvalidSpecException("targets", "targets: expected an array of targets, found null."),
                { } request => request,
                null => new ModelRequest(),
            };
        }
        catch (JsonException e)
        {
            throw new InvalidSpecException("body", $"The body is not what was expected: {e.Message}", e);
        }
    }

    private static async Task<IResult> PredictAsync(
        string id, HttpContext context, string? resample, string? sheet, [Microsoft.AspNetCore.Mvc.FromQuery(Name = "idColumn")]
        string? idColumn, string? spectrum, string? name, LoadedModels loaded, ServerOptions options, UploadSlots slots,
        CancellationToken cancellation)
    {
        if (!SweepPaths.IsModelId(id)) throw new ModelNotFoundException(id);
        string type = context.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() ?? "";
        if (type != SpectraBody.Json && !DatasetEndpoints.FileTypes.Contains(type))
            return Problems.Result(415,
                $"Expected spectra as {SpectraBody.Json}, or a file as {string.Join(", ", DatasetEndpoints.FileTypes)}; found "
                    + $"'{(type.Length == 0 ? "none" : type)}'.", "content-type");
        Interpolation? interpolation = InterpolationOf(resample);
        RequestText.Limit(context, options.MaximumDatasetBytes);
        Predictor predictor = await loaded.GetAsync(id, cancellation);
        using IDisposable? slot = context.Request.ContentLength <= Small ? null : await slots.TakeAsync(cancellation);
        ReadOnlyMemory<byte> body = await SpectraBody.BytesAsync(context.Request, cancellation);
        ReadingOptions reading = new() { Sheet = sheet, IdColumn = idColumn, Spectrum = spectrum };
        IReadOnlyList<SpectrumPrediction> predictions = await Task.Run(
            () => predictor.Predict(
                SpectraBody.Read(body, type == SpectraBody.Json, DatasetEndpoints.FileName(name), reading, predictor.Card),
                interpolation), cancellation);
        if (!WantsCsv(context.Request)) return Json(PredictionAnswer.Of(id, predictor.Card, predictions));
        return Results.Text(CsvOf(predictor.Card, predictions), Csv, Encoding.UTF8);
    }

    /// <summary>Predictions as <c>ionsweep predict --out</c> writes them.</summary>
    public static string CsvOf(ModelCard card, IReadOnlyList<SpectrumPrediction> predictions)
    {
        using StringWriter csv = new(CultureInfo.InvariantCulture);
        PredictionTable.WriteCsv(csv, card, predictions);
        return csv.ToString();
    }

    /// <summary>How spectra of other channels are brought to the model's; null refuses them.</summary>
    /// <exception cref="BadHttpRequestException">It is no known word.</exception>
    public static Interpolation? InterpolationOf(string? resample) => resample switch
    {
        null or "" => null,
        "linear" => Interpolation.Linear,
        "cubic" => Interpolation.Cubic,
        _ => throw new BadHttpRequestException($"resample: expected linear or cubic, found '{resample}'."),
    };

    private static bool WantsCsv(HttpRequest request)
    {
        string accept = request.Headers.Accept.ToString();
        return accept.Contains(Csv, StringComparison.OrdinalIgnoreCase)
            && !accept.Contains(SpectraBody.Json, StringComparison.OrdinalIgnoreCase);
    }

    private static IResult Json<T>(T value) => Results.Json(value, SweepJson.Compact);
}
