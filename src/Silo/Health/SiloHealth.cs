using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Runtime;

namespace IonSweep.Silo.Health;

/// <summary>Ready once the silo is an active member of its cluster.</summary>
internal sealed class SiloHealth(IClusterMembershipService membership, ILocalSiloDetails silo) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        SiloStatus status = membership.CurrentSnapshot.GetSiloStatus(silo.SiloAddress);
        return Task.FromResult(status == SiloStatus.Active ? HealthCheckResult.Healthy()
            : new HealthCheckResult(context.Registration.FailureStatus, $"The silo is {status}."));
    }
}
