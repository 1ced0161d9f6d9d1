using IonSweep.Silo.Options;

namespace IonSweep.Silo.Hosting;

/// <summary>Telemetry, where an endpoint is named.</summary>
internal static class TelemetryHosting
{
    public static void AddTelemetry(this WebApplicationBuilder builder, NodeOptions options)
    {
        if (options.Telemetry.Otlp.Length > 0) builder.Services.AddHostedService(_ => new TelemetryExport(options));
    }
}
