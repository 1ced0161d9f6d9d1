using System.Text.Json.Serialization;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Service;
using IonSweep.Web.Api;
using IonSweep.Web.Http;
using IonSweep.Web.Live;
using IonSweep.Web.Pages;
using IonSweep.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IonSweep.Web.Hosting;

/// <summary>The HTTP API and the live page over any <see cref="ISweepService"/>.</summary>
public static class IonSweepServer
{
    /// <summary>Serves until <paramref name="cancellation"/>, then lets answers in progress end for a few seconds.</summary>
    /// <exception cref="InvalidServerOptionsException">The server would be open to strangers, or an option is unusable.</exception>
    /// <exception cref="IOException">An address is in use.</exception>
    public static async Task RunAsync(ServerOptions options, ISweepService service, CancellationToken cancellation)
    {
        await using WebApplication application = Create(options, service);
        await application.StartAsync(cancellation);
        options.Started([.. application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses]);
        try
        {
            CancellationToken signalled = application.Lifetime.ApplicationStopping; // the host listens to the terminal's signals itself
            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, signalled);
            await Task.Delay(Timeout.Infinite, end.Token);
        }
        catch (OperationCanceledException)
        {
            // asked to stop
        }
        await application.StopAsync(CancellationToken.None);
    }

    /// <summary>Refuses options that cannot be served, before anything else is opened.</summary>
    /// <exception cref="InvalidServerOptionsException">The server would be open to strangers, or an option is unusable.</exception>
    public static void Check(ServerOptions options) => ListenAddress.Check(options);

    /// <summary>The application, not yet started; for hosts that add to it.</summary>
    /// <exception cref="InvalidServerOptionsException">The server would be open to strangers, or an option is unusable.</exception>
    public static WebApplication Create(ServerOptions options, ISweepService service)
    {
        // Empty: no settings files, no environment, nothing but what stands here.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.Services.AddSingleton(service); // an instance: whoever made it disposes of it
        AddTo(builder, options);

        WebApplication application = builder.Build();
        MapTo(application);
        return application;
    }

    /// <summary>Adds the server to a host that brings its own <see cref="ISweepService"/> and logging.</summary>
    /// <exception cref="InvalidServerOptionsException">The server would be open to strangers, or an option is unusable.</exception>
    public static void AddTo(WebApplicationBuilder builder, ServerOptions options)
    {
        Check(options);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaximumSpecBytes;
            kestrel.Limits.MaxConcurrentConnections = 2000;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        }).UseUrls([.. options.Urls]);
        AddServices(builder.Services, options);
    }

    /// <summary>
    /// Adds the routes and what guards them: whatever is mapped afterwards is behind the same login, and says by
    /// <see cref="RequiredRoles"/> whom it is for.
    /// </summary>
    public static void MapTo(WebApplication application)
    {
        application.UseMiddleware<SecurityHeaders>();
        application.UseMiddleware<ProblemAnswers>();
        application.UseRouting();
        application.UseMiddleware<AccessControl>();
        application.UseMiddleware<AuditedRequests>();
        application.UseMiddleware<Quotas>();
        RouteGroupBuilder routes = application.MapGroup("").WhereGetNeedsRead();
        routes.MapGet("/healthz", () => Results.Json(new { status = "ok" })).WithTags("Health").WithName("Health")
            .WithSummary("Answers while the server can take requests.").ForEverybody();
        SweepEndpoints.Map(routes);
        FigureEndpoints.Map(routes);
        DatasetEndpoints.Map(routes);
        ModelEndpoints.Map(routes);
        QueueEndpoint.Map(routes);
        MachinesEndpoint.Map(routes);
        CompareEndpoint.Map(routes);
        CatalogEndpoint.Map(routes);
        PageEndpoints.Map(routes);
        routes.MapOpenApi("/api/openapi.json").ExcludeFromDescription();
    }

    private static void AddServices(IServiceCollection services, ServerOptions options)
    {
        services.AddRouting();
        services.AddSingleton(options);
        services.AddSingleton(options.Clock);
        services.AddSingleton<People>();
        services.AddSingleton<FailedAttempts>();
        services.AddSingleton<SessionCookie>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<SweepFeeds>();
        services.AddSingleton(_ => new MadeOnce(64 * 1024 * 1024, TimeSpan.FromMinutes(1)));
        services.AddSingleton<LoadedModels>();
        services.AddSingleton<ModelTrainings>();
        services.AddSingleton<SweepViews>();
        services.AddSingleton<SweepAnswers>();
        services.AddSingleton<SweepComparisons>();
        services.AddSingleton<MachineLooks>();
        services.AddSingleton<DatasetPages>();
        services.AddSingleton<UploadSlots>();
        services.AddSingleton<DatasetImport>();
        services.AddSingleton<StartChoices>();
        services.AddSingleton<IProblemPages, ProblemPages>();
        services.AddHostedService<FirstRequest>();
        services.AddSingleton(provider => new ServerStopping(provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping));
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = SweepJson.Compact.PropertyNamingPolicy;
            json.SerializerOptions.NumberHandling = SweepJson.Compact.NumberHandling;
            foreach (JsonConverter converter in SweepJson.Compact.Converters) json.SerializerOptions.Converters.Add(converter);
        });
        services.AddOpenApi(document => document.AddDocumentTransformer<ApiDescription>().AddOperationTransformer<ApiOperation>());
    }
}
