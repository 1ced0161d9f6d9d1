using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting.Kubernetes;

namespace IonSweep.Silo.Membership;

/// <summary>
/// Declares the silo of a deleted pod dead at once. The watch of Microsoft.Orleans.Hosting.Kubernetes 10.4.2 stays off for that: it pauses
/// at every second change of the membership, and takes any member of the pod's name, so in a StatefulSet often one that is dead already.
/// What is deleted while no watch is open, Orleans notices by its probes.
/// </summary>
internal sealed class DeletedPods(
    IClusterMembershipService membership, IOptions<ClusterOptions> cluster, IOptions<KubernetesHostingOptions> hosting,
    TimeProvider clock, ILogger<DeletedPods> log)
    : ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();

    private string Pods => $"{KubernetesHostingOptions.ServiceIdLabel}={cluster.Value.ServiceId},"
        + $"{KubernetesHostingOptions.ClusterIdLabel}={cluster.Value.ClusterId}";

    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(DeletedPods), ServiceLifecycleStage.Active, StartAsync, _ => _stopping.CancelAsync());

    private Task StartAsync(CancellationToken cancellation)
    {
        _ = Task.Run(WatchAsync, cancellation);
        return Task.CompletedTask;
    }

    private async Task WatchAsync()
    {
        using Kubernetes api = new(hosting.Value.GetClientConfiguration());
        string space = Environment.GetEnvironmentVariable(KubernetesHostingOptions.PodNamespaceEnvironmentVariable)!;
        for (LogLevel level = LogLevel.Warning; ;)
        {
            try
            {
                // The API ends a watch after some minutes.
                await foreach ((WatchEventType what, V1Pod pod) in api.CoreV1.WatchListNamespacedPodAsync(
                    space, labelSelector: Pods, cancellationToken: _stopping.Token))
                {
                    level = LogLevel.Warning;
                    if (what == WatchEventType.Deleted) await DeclareDeadAsync(pod);
                }
                await Task.Delay(Pause, clock, _stopping.Token);
            }
            catch (Exception) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.Log(level, e, "Pods of {Namespace} cannot be watched, so that silos of deleted ones are noticed later, by probes. The "
                    + "service account must be allowed to watch pods; tried again every {Pause}", space, Pause);
                level = LogLevel.Debug; // once, until it works again
                await Task.Delay(Pause, clock, CancellationToken.None);
            }
        }
    }

    private async Task DeclareDeadAsync(V1Pod pod)
    {
        await membership.Refresh();
        // By the address, too: the next pod of this name may be there when this is heard late.
        foreach (ClusterMember silo in membership.CurrentSnapshot.Members.Values.Where(silo => silo.Status != SiloStatus.Dead
            && silo.Name == pod.Name() && silo.SiloAddress.Endpoint.Address.ToString() == pod.Status?.PodIP))
        {
            log.LogInformation("Silo {Silo} is declared dead: its pod, {Pod}, has been deleted", silo.SiloAddress, pod.Name());
            await membership.TryKill(silo.SiloAddress);
        }
    }
}
