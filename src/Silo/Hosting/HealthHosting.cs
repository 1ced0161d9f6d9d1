using IonSweep.Silo.Health;
using IonSweep.Silo.Options;
using IonSweep.Web.Security;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace IonSweep.Silo.Hosting;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it takes part in the cluster.</summary>
internal static class HealthHosting
{
    private const string Ready = "ready";

    public static void AddNodeHealth(this WebApplicationBuilder builder, NodeOptions options)
    {
        IHealthChecksBuilder checks = builder.Services.AddHealthChecks().AddCheck<StorageHealth>("storage", tags: [Ready]);
        if (options.IsSilo) checks.AddCheck<SiloHealth>("silo", tags: [Ready]);
        else checks.AddCheck<ClusterHealth>("cluster", tags: [Ready]);
    }

    public static void MapNodeHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).ForEverybody();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) })
            .ForEverybody();
    }
}
