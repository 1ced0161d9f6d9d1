using IonSweep.Grains;
using IonSweep.Silo.Options;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Storage;
using IonSweep.Web;
using IonSweep.Web.Hosting;

namespace IonSweep.Silo.Hosting;

/// <summary>The API, the live page and the dashboard, all behind one login.</summary>
internal static class GatewayHosting
{
    /// <exception cref="InvalidServerOptionsException">The server would be open to strangers, or an option is unusable.</exception>
    public static void AddGateway(this WebApplicationBuilder builder, NodeOptions options)
    {
        builder.Services.AddSingleton<ISweepService>(services =>
            new ClusterSweepService(services.GetRequiredService<IGrainFactory>(), services.GetRequiredService<IArtifactStore>(),
                TimeProvider.System));
        IonSweepServer.AddTo(builder, new ServerOptions
        {
            Urls = [options.Http.Url],
            Token = options.Http.Token,
            TokensFile = options.Http.TokensFile,
            AuditFile = options.Http.AuditFile,
            RunningSweeps = options.Http.MaxRunning,
            RunningSweepsEach = options.Http.MaxRunningEach,
            UploadsEach = options.Http.MaxUploadsEach,
            UploadBytesEach = options.Http.MaxUploadGibEach * 1024L * 1024 * 1024,
            Insecure = options.Http.Insecure,
            Dashboard = options.Http.Dashboard,
        });
    }

    public static void MapGateway(this WebApplication app)
    {
        IonSweepServer.MapTo(app);
        app.MapDashboard();
    }
}
