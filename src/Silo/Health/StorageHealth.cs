using IonSweep.Sweeps.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IonSweep.Silo.Health;

/// <summary>Degraded while the artifact store does not answer: work is tried again, so traffic need not be kept away.</summary>
internal sealed class StorageHealth(IArtifactStore store) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await Task.Run(() => store.ExistsAsync("health", cancellationToken), cancellationToken).WaitAsync(Patience, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return HealthCheckResult.Degraded($"The artifact store does not answer: {e.Message}");
        }
    }
}
