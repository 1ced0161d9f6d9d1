using IonSweep.Grains.Interfaces;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IonSweep.Silo.Health;

/// <summary>Ready once the gateway reaches the cluster.</summary>
internal sealed class ClusterHealth(IGrainFactory grains) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await grains.GetGrain<ISweepDirectoryGrain>(ISweepDirectoryGrain.Key).ListAsync().WaitAsync(Patience, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, $"The cluster does not answer: {e.Message}");
        }
    }
}
