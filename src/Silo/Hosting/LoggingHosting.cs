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
        // Warnings at every start that mean nothing here: a new silo is compared with a time of zero; the garbage collector and the
        // reminders' period are as this program wants them. A grain service tells its place on the ring of silos.
        foreach (string category in (string[])["Orleans.Runtime.Watchdog", "Orleans.Runtime.Silo",
            "Orleans.Hosting.ReminderOptionsValidator"])
            builder.Logging.AddFilter(category, LogLevel.Error);
        builder.Logging.AddFilter("IonSweep.Grains.Training.TrainingService", libraries);
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
