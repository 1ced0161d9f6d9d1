using IonSweep.Silo.Options;

namespace IonSweep.Silo.Hosting;

/// <summary>Logs: lines for people, or lines of JSON with all scopes and fields.</summary>
internal static class LoggingHosting
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(20);

    public static void AddNodeLogging(this WebApplicationBuilder builder, NodeOptions options)
    {
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(options.Telemetry.Level);
        LogLevel libraries = options.Telemetry.Level is LogLevel.Trace or > LogLevel.Warning ? options.Telemetry.Level : LogLevel.Warning;
        builder.Logging.AddFilter("Orleans", libraries);
        builder.Logging.AddFilter("Microsoft", libraries);
        builder.Logging.AddFilter("Azure", libraries);
        builder.Logging.AddFilter("Polly", libraries); // placement goes through it: two lines a grain
        // A new silo is compared with a time of zero: one warning at every start that means nothing.
        builder.Logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        if (options.Telemetry.JsonLogs)
            builder.Logging.AddJsonConsole(json =>
            {
                json.IncludeScopes = true;
                json.UseUtcTimestamp = true;
                json.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            });
        else
            builder.Logging.AddSimpleConsole(lines =>
            {
                lines.SingleLine = true;
                lines.TimestampFormat = "HH:mm:ss.fff ";
            });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopTimeout);
    }
}
