using System.Net;
using Orleans.Hosting.Kubernetes;

namespace IonSweep.Silo.Options;

/// <summary>
/// The pod that a silo runs in: its name and address come from the downward API in the variables <c>POD_NAME</c>,
/// <c>POD_NAMESPACE</c> and <c>POD_IP</c>.
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

    /// <summary>The pod's address; checked by <see cref="Problems"/>.</summary>
    public static IPAddress Address =>
        IPAddress.Parse(Environment.GetEnvironmentVariable(KubernetesHostingOptions.PodIPEnvironmentVariable)!);

    /// <summary>The pod's name.</summary>
    public static string Name => Environment.GetEnvironmentVariable(KubernetesHostingOptions.PodNameEnvironmentVariable)!;

    /// <summary>A file that stands in for the service account; empty for none.</summary>
    public static string Kubeconfig => Environment.GetEnvironmentVariable("KUBECONFIG") ?? "";

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
}
