using IonSweep.Silo.Membership;
using IonSweep.Silo.Options;
using k8s;
using Orleans.Configuration;
using Orleans.Hosting.Kubernetes;

namespace IonSweep.Silo.Hosting;

/// <summary>
/// A silo in a pod, by Microsoft.Orleans.Hosting.Kubernetes: a silo that starts declares dead whoever has no pod with the labels
/// <c>orleans/clusterId</c> and <c>orleans/serviceId</c>, and <see cref="DeletedPods"/> from then on. The labels stand in the manifest,
/// so that nobody has to patch pods, and none is deleted: verbs get, list and watch are all that it takes.
/// </summary>
internal static class KubernetesHosting
{
    /// <summary>Takes name, address and the death of deleted pods from Kubernetes.</summary>
    public static void UsePodOfKubernetes(this ISiloBuilder silo, ClusteringOptions cluster)
    {
        silo.Configure<EndpointOptions>(endpoints =>
        {
            (endpoints.SiloPort, endpoints.GatewayPort) = (cluster.SiloPort, cluster.GatewayPort);
            // The package would set it too, but after Orleans (10.4.2) has guessed one.
            endpoints.AdvertisedIPAddress = KubernetesPod.Address;
        });
        silo.UseKubernetesHosting(options => options.Configure(hosting =>
        {
            hosting.DeleteDefunctSiloPods = false;
            hosting.MaxAgents = 0; // DeletedPods watches in their place, and says why
            if (KubernetesPod.Kubeconfig.Length > 0)
                hosting.GetClientConfiguration = () =>
                    KubernetesClientConfiguration.BuildConfigFromConfigFile(KubernetesPod.Kubeconfig);
        }));
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, DeletedPods>();
    }
}
