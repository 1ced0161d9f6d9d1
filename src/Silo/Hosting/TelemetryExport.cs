using IonSweep.Grains.Training;
using IonSweep.Silo.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace IonSweep.Silo.Hosting;

/// <summary>Sends metrics and traces of sweeps, Orleans, the web server and the runtime to an OTLP endpoint, from start to stop.</summary>
internal sealed class TelemetryExport(NodeOptions options) : IHostedService, IDisposable
{
    private MeterProvider? _metrics;
    private TracerProvider? _traces;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Uri endpoint = new(options.Telemetry.Otlp);
        ResourceBuilder resource = ResourceBuilder.CreateDefault().AddService("ionsweep", serviceInstanceId: options.Cluster.Name);
        void Send(OtlpExporterOptions otlp) => otlp.Endpoint = endpoint;
        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(SweepMetrics.Name, "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel",
                "System.Runtime")
            .AddOtlpExporter(Send)
            .Build();
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(SweepMetrics.Name, "Microsoft.Orleans.Application", "Microsoft.AspNetCore")
            .AddOtlpExporter(Send)
            .Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _metrics?.ForceFlush(2000);
        _traces?.ForceFlush(2000);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _metrics?.Dispose();
        _traces?.Dispose();
    }
}
