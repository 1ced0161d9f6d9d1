using IonSweep.Formats.Blocks;
using IonSweep.Sweeps.Deployment;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Storage;
using IonSweep.Web.Api;
using IonSweep.Web.Http;
using IonSweep.Web.Live;
using IonSweep.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IonSweep.Web.Pages;

/// <summary>Pages of stored models: all of them, and each with its card and a place for new spectra.</summary>
internal static class ModelPageEndpoints
{
    private static readonly TimeSpan ShortTraining = TimeSpan.FromSeconds(5); // a browser waits so long before it is sent on

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/models", (HttpContext context, ISweepService service, ModelTrainings trainings, CancellationToken cancellation) =>
            ListAsync(context, service, trainings, "", 200, cancellation));
        pages.MapPost("/models", StoreAsync).Needs(Role.Submit).Takes(QuotaKind.Upload);
        pages.MapGet("/models/{id}", (string id, HttpContext context, ISweepService service, LoadedModels loaded,
            CancellationToken cancellation) => PageAsync(id, context, service, loaded, null, "", 200, cancellation));
        pages.MapPost("/models/{id}/predict", PredictAsync).Needs(Role.Read);
        pages.MapPost("/models/{id}/delete", async (
            string id, ISweepService service, LoadedModels loaded, CancellationToken cancellation) =>
        {
            await service.Models.DeleteAsync(id, cancellation);
            loaded.Forget(id);
            return PageAnswer.See("/models");
        }).Needs(Role.Administer);
        pages.MapPost("/sweeps/{id}/models", TrainAsync).Needs(Role.Submit);
    }

    private static async Task<IResult> ListAsync(HttpContext context, ISweepService service, ModelTrainings trainings, string error,
        int status, CancellationToken cancellation) => await PageAnswer.OfAsync(context, typeof(ModelListPage), new()
        {
            [nameof(ModelListPage.Models)] = await service.Models.ListAsync(cancellation),
            [nameof(ModelListPage.Trainings)] = trainings.All,
            [nameof(ModelListPage.Error)] = error,
        }, status);

    private static async Task<IResult> PageAsync(string id, HttpContext context, ISweepService service, LoadedModels loaded,
        PredictedSpectra? predicted, string error, int status, CancellationToken cancellation)
    {
        ModelDetail model = await ModelEndpoints.DetailAsync(id, service, loaded, cancellation);
        return await PageAnswer.OfAsync(context, typeof(ModelPage), new()
        {
            [nameof(ModelPage.Model)] = model,
            [nameof(ModelPage.Predicted)] = predicted,
            [nameof(ModelPage.Error)] = error,
        }, status);
    }

    private static async Task<IResult> PredictAsync(string id, HttpContext context, ISweepService service, LoadedModels loaded,
        ServerOptions options, UploadSlots slots, CancellationToken cancellation)
    {
        if (!SweepPaths.IsModelId(id)) throw new ModelNotFoundException(id);
        Predictor predictor = await loaded.GetAsync(id, cancellation);
        using IDisposable slot = await slots.TakeAsync(cancellation);
        IFormCollection form = await FilesForm.ReadAsync(context.Request, options.MaximumDatasetBytes, cancellation);
        IReadOnlyList<(string Name, byte[] Bytes)> files = FilesForm.Files(form, "files");
        if (files.Count == 0)
            return await PageAsync(id, context, service, loaded, null, "Choose at least one file of spectra.", 400, cancellation);
        ReadingOptions reading = new()
        {
            Sheet = Text("sheet"),
            IdColumn = Text("id"),
            Spectrum = Text("spectrum"),
        };
        PredictedSpectra predicted = await Task.Run(
            () => PredictedSpectra.Of(predictor, files, reading, ModelEndpoints.InterpolationOf(Text("resample"))), cancellation);
        return await PageAsync(id, context, service, loaded, predicted, "", predicted.Count == 0 ? 400 : 200, cancellation);

        string? Text(string field) => form[field].ToString().Trim() is { Length: > 0 } text ? text : null;
    }

    private static async Task<IResult> StoreAsync(HttpContext context, ISweepService service, ModelTrainings trainings,
        LoadedModels loaded, ServerOptions options, UploadSlots slots, CancellationToken cancellation)
    {
        using IDisposable slot = await slots.TakeAsync(cancellation);
        try
        {
            IFormCollection form = await FilesForm.ReadAsync(context.Request, options.MaximumDatasetBytes, cancellation);
            if (FilesForm.Files(form, "file") is not [{ Bytes: var bytes }])
                return await ListAsync(context, service, trainings, "Choose one model file.", 400, cancellation);
            ModelSummary stored = await service.Models.StoreAsync(
                await Task.Run(() => ModelEndpoints.Read(bytes, loaded), cancellation), cancellation);
            return PageAnswer.See($"/models/{stored.Id}");
        }
        catch (InvalidModelException e)
        {
            return await ListAsync(context, service, trainings, e.Message, 400, cancellation);
        }
    }

    // A short training ends on the model's page, a longer one goes on while the list shows it.
    private static async Task<IResult> TrainAsync(
        string id, ModelTrainings trainings, ServerOptions options, CancellationToken cancellation)
    {
        SweepPaths.CheckId(id);
        Task<ModelSummary> training = trainings.TrainAsync(id, new ModelRequest(), CancellationToken.None);
        Task first = await Task.WhenAny(training, Task.Delay(ShortTraining, options.Clock, cancellation));
        return PageAnswer.See(first == training ? $"/models/{(await training).Id}" : "/models");
    }
}
