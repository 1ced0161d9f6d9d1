using System.Net;
using IonSweep.Silo.Membership;
using IonSweep.Silo.Options;
using k8s;
using Orleans.Configuration;
using Orleans.Hosting.Kubernetes;

namespace IonSweep.Silo.Hosting;

/// <summary>
/// A silo in a pod, by Microsoft.Orleans.Hosting.Kubernetes: its name and address come from the downward API in the variables
/// <c>POD_NAME</c>, <c>POD_NAMESPACE</c> and <c>POD_IP</c>; a silo that starts declares dead whoever has no pod with the labels
/// <c>orleans/clusterId</c> and <c>orleans/serviceId</c>, and <see cref="DeletedPods"/> from then on. The labels stand in the manifest,
/// so that nobody has to patch pods, and none is deleted: verbs get, list and watch are all that it takes.
/// </summary>
internal static class KubernetesPod
{
    private const string ServiceAccount = "/var/run/secrets/kubernetes.io/serviceaccount";

    private static readonly (string Variable, string Field)[] DownwardApi =
    [
        (KubernetesHostingOptions.PodNameEnvironmentVariable, "metadata.name"),
        (KubernetesHostingOptions.PodNamespaceEnvironmentVariable, "metadata.namespace"),
        (KubernetesHostingOptions.PodIPEnvironmentVariable, "status.podIP"),
    ];

    /// <summary>The pod's name.</summary>
    public static string Name => Environment.GetEnvironmentVariable(KubernetesHostingOptions.PodNameEnvironmentVariable)!;

    private static string Kubeconfig => Environment.GetEnvironmentVariable("KUBECONFIG") ?? "";

    /// <summary>What is missing; one text for each.</summary>
    public static IEnumerable<string> Problems(ClusteringOptions cluster)
    {
        if (cluster.Redis.Length == 0) yield return "kubernetes is true, but redis is empty; silos in pods find each other in Redis.";
        foreach ((string variable, string field) in DownwardApi)
            if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable)))
                yield return $"kubernetes is true, but {variable} is not set; set it from {field} as deploy/k8s/base/silo.yaml does, "
                    + "or leave kubernetes out when this is no pod.";
        string? address = Environment.GetEnvironmentVariable(KubernetesHostingOptions.PodIPEnvironmentVariable);
        if (!string.IsNullOrEmpty(address) && !IPAddress.TryParse(address, out _))
            yield return $"POD_IP is '{address}'; expected an IP address.";
        if (Kubeconfig.Length > 0 && !File.Exists(Kubeconfig)) yield return $"KUBECONFIG is '{Kubeconfig}', which does not exist.";
        if (Kubeconfig.Length == 0 && !File.Exists($"{ServiceAccount}/token"))
            yield return $"kubernetes is true, but there is no {ServiceAccount}/token; set automountServiceAccountToken: true for silos, "
                + "or name a kubeconfig file in KUBECONFIG.";
    }

    /// <summary>Takes name, address and the death of deleted pods from Kubernetes.</summary>
    public static void UsePodOfKubernetes(this ISiloBuilder silo, ClusteringOptions cluster)
    {
        silo.Configure<EndpointOptions>(endpoints =>
        {
            (endpoints.SiloPort, endpoints.GatewayPort) = (cluster.SiloPort, cluster.GatewayPort);
            // The package would set it too, but after Orleans (10.4.2) has guessed one.
            endpoints.AdvertisedIPAddress = IPAddress.Parse(
                Environment.GetEnvironmentVariable(KubernetesHostingOptions.PodIPEnvironmentVariable)!);
        });
        silo.UseKubernetesHosting(options => options.Configure(hosting =>
        {
            hosting.DeleteDefunctSiloPods = false;
            hosting.MaxAgents = 0; // DeletedPods watches in their place, and says why
            if (Kubeconfig.Length > 0)
                hosting.GetClientConfiguration = () => KubernetesClientConfiguration.BuildConfigFromConfigFile(Kubeconfig);
        }));
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, DeletedPods>();
    }
}
