using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IonSweep.Deploy.Tests.Rendering;

namespace IonSweep.Deploy.Tests;

/// <summary>How every pod is confined, looked after and stopped.</summary>
public sealed partial class PodPolicyTests
{
    [RenderedTheory]
    [MemberData(nameof(Overlay.Clusters), MemberType = typeof(Overlay))]
    public void No_container_is_root_gains_rights_or_writes_to_its_image(string overlay) => EachContainer(overlay, (workload, container) =>
    {
        JsonNode pod = workload.PodSpec["securityContext"]!, own = container["securityContext"]!;
        Assert.True((bool)pod["runAsNonRoot"]!);
        Assert.InRange((long)pod["runAsUser"]!, 1, long.MaxValue);
        Assert.InRange((long)pod["runAsGroup"]!, 1, long.MaxValue);
        Assert.Null(own["runAsUser"]); // nothing overrides the pod's
        Assert.Equal("RuntimeDefault", (string)pod["seccompProfile"]!["type"]!);
        Assert.False((bool)own["allowPrivilegeEscalation"]!);
        Assert.True((bool)own["readOnlyRootFilesystem"]!);
        Assert.Equal(["ALL"], own["capabilities"]!["drop"]!.AsArray().Select(one => (string)one!));
        Assert.Null(own["capabilities"]!["add"]);
        Assert.Null(own["privileged"]);
        foreach (string shared in (string[])["hostNetwork", "hostPID", "hostIPC"]) Assert.Null(workload.PodSpec[shared]);
        Assert.DoesNotContain(workload.PodSpec["volumes"]?.AsArray() ?? [], volume => volume!["hostPath"] is not null);
    });

    [RenderedTheory]
    [MemberData(nameof(Overlay.Clusters), MemberType = typeof(Overlay))]
    public void Every_container_has_requests_limits_and_probes(string overlay) => EachContainer(overlay, (_, container) =>
    {
        foreach (string kind in (string[])["requests", "limits"])
            foreach (string resource in (string[])["cpu", "memory"])
                Assert.Matches(@"^[1-9]\d*(m|Mi|Gi)?$", container["resources"]![kind]![resource]!.ToString());
        foreach (string probe in (string[])["startupProbe", "readinessProbe", "livenessProbe"]) Assert.NotNull(container[probe]);
        // A process is killed only long after it stopped being asked for.
        Assert.True(PeriodOf(container["livenessProbe"]!) > PeriodOf(container["readinessProbe"]!));
    });

    [RenderedTheory]
    [MemberData(nameof(Overlay.Clusters), MemberType = typeof(Overlay))]
    public void Every_image_has_a_version(string overlay) => EachContainer(overlay, (_, container) =>
        Assert.Matches(@"^[a-z0-9./-]+:\d[\w.-]+$", (string)container["image"]!)); // no tag that says only "latest"

    [RenderedTheory]
    [MemberData(nameof(Overlay.Clusters), MemberType = typeof(Overlay))]
    public void Secrets_are_referred_to_and_never_written_down(string overlay)
    {
        Assert.Empty(Overlay.Of(overlay).OfKind("Secret")); // they are made by hand, outside the repository
        foreach (Workload workload in Overlay.Of(overlay).Workloads)
            foreach (JsonNode container in workload.Containers)
                foreach ((string name, string value) in workload.PlainEnvironment(container))
                {
                    Assert.DoesNotMatch(SecretName(), name);
                    Assert.DoesNotMatch(SecretValue(), value);
                }
        foreach (JsonObject map in Overlay.Of(overlay).OfKind("ConfigMap")) Assert.DoesNotMatch(SecretValue(), map["data"]!.ToJsonString());
    }

    [RenderedTheory]
    [MemberData(nameof(Overlay.Clusters), MemberType = typeof(Overlay))]
    public void Every_secret_key_is_one_that_the_readme_makes(string overlay)
    {
        string readme = Repository.Read("deploy/README.md");
        foreach (Workload workload in Overlay.Of(overlay).Workloads)
        {
            List<(string Secret, string Key)> used = [];
            foreach (JsonNode container in workload.Containers)
                foreach (JsonNode? variable in container["env"]?.AsArray() ?? [])
                    if (variable!["valueFrom"]?["secretKeyRef"] is { } from) used.Add(((string)from["name"]!, (string)from["key"]!));
            foreach (JsonNode? volume in workload.PodSpec["volumes"]?.AsArray() ?? [])
            {
                foreach (JsonNode? source in volume!["projected"]?["sources"]?.AsArray() ?? [])
                    foreach (JsonNode? item in source!["secret"]?["items"]?.AsArray() ?? [])
                        used.Add(((string)source["secret"]!["name"]!, (string)item!["key"]!));
                if (volume["secret"] is { } secret)
                    foreach (JsonNode? item in secret["items"]!.AsArray()) used.Add(((string)secret["secretName"]!, (string)item!["key"]!));
            }
            foreach ((string secret, string key) in used)
                Assert.Matches(
                    $@"create secret generic {Regex.Escape(secret)}\b(?:(?!create secret)[\s\S])*?"
                    + $"--from-(?:literal|file)={Regex.Escape(key)}=", readme);
        }
    }

    [RenderedTheory]
    [MemberData(nameof(Overlay.Clusters), MemberType = typeof(Overlay))]
    public void Silos_may_see_pods_and_nobody_may_ask_the_kubernetes_api_for_more(string overlay)
    {
        foreach (Workload workload in Overlay.Of(overlay).Workloads)
            Assert.Equal(workload.IsNode && workload.Name != "gateway", (bool)workload.PodSpec["automountServiceAccountToken"]!);
        foreach (JsonObject account in Overlay.Of(overlay).OfKind("ServiceAccount"))
            Assert.False((bool)account["automountServiceAccountToken"]!);
        foreach (string right in (string[])["ClusterRole", "ClusterRoleBinding"]) Assert.Empty(Overlay.Of(overlay).OfKind(right));
        JsonObject role = Assert.Single(Overlay.Of(overlay).OfKind("Role")),
            binding = Assert.Single(Overlay.Of(overlay).OfKind("RoleBinding"));
        JsonNode rule = Assert.Single(role["rules"]!.AsArray())!;
        // What silos were seen asking for: KubernetesTests of Cluster.Tests.
        Assert.Equal("""{"apiGroups":[""],"resources":["pods"],"verbs":["get","list","watch"]}""", rule.ToJsonString());
        Assert.Equal(Overlay.NameOf(role), (string)binding["roleRef"]!["name"]!);
        JsonNode subject = Assert.Single(binding["subjects"]!.AsArray())!;
        foreach (Workload workload in Overlay.Of(overlay).Workloads.Where(one => one.IsNode))
            Assert.Equal((string)subject["name"]!, (string)workload.PodSpec["serviceAccountName"]!);
    }

    [RenderedTheory]
    [MemberData(nameof(Overlay.Clusters), MemberType = typeof(Overlay))]
    public void A_node_has_the_time_that_its_graceful_stop_takes(string overlay)
    {
        foreach (Workload workload in Overlay.Of(overlay).Workloads.Where(one => one.IsNode))
        {
            TimeSpan before = TimeSpan.Zero;
            foreach (JsonNode container in workload.Containers)
                if (container["lifecycle"]?["preStop"]?["exec"]?["command"] is JsonArray command)
                {
                    Assert.Equal("sleep", (string)command[0]!);
                    before = TimeSpan.FromSeconds(int.Parse((string)command[1]!));
                }
            // Requests are sent to gateways through a Service, which needs a moment to leave a stopping one out.
            Assert.Equal(workload.Name == "gateway", before > TimeSpan.Zero);
            TimeSpan grace = TimeSpan.FromSeconds((int)workload.PodSpec["terminationGracePeriodSeconds"]!);
            Assert.True(grace >= before + SiloOptions.StopTimeout + TimeSpan.FromSeconds(10),
                $"{workload.Name}: {grace} is less than {before} + {SiloOptions.StopTimeout} and 10 s to spare");
        }
    }

    [RenderedTheory]
    [MemberData(nameof(Overlay.Clusters), MemberType = typeof(Overlay))]
    public void Updates_and_drained_nodes_take_silos_one_by_one_and_leave_a_gateway(string overlay)
    {
        foreach (Workload workload in Overlay.Of(overlay).Workloads.Where(one => one.IsNode))
        {
            JsonObject budget = Assert.Single(
                Overlay.Of(overlay).OfKind("PodDisruptionBudget"), one => workload.IsSelectedBy(one["spec"]!["selector"]!["matchLabels"]));
            if (Overlay.Kind(workload.Object) == "StatefulSet")
            {
                Assert.Equal(1, (int)budget["spec"]!["maxUnavailable"]!);
                Assert.Equal("RollingUpdate", (string)workload.Object["spec"]!["updateStrategy"]!["type"]!);
                Assert.Null(workload.Object["spec"]!["replicas"]); // applying again must not undo what was scaled
            }
            else
            {
                Assert.Equal(1, (int)budget["spec"]!["minAvailable"]!);
                Assert.InRange((int)workload.Object["spec"]!["replicas"]!, 2, 10);
                Assert.Equal(0, (int)workload.Object["spec"]!["strategy"]!["rollingUpdate"]!["maxUnavailable"]!);
            }
            JsonNode spread = workload.PodSpec["topologySpreadConstraints"]!.AsArray().Single()!;
            Assert.Equal("kubernetes.io/hostname", (string)spread["topologyKey"]!);
            Assert.True(workload.IsSelectedBy(spread["labelSelector"]!["matchLabels"]));
        }
    }

    private static void EachContainer(string overlay, Action<Workload, JsonNode> check)
    {
        List<Workload> workloads = [.. Overlay.Of(overlay).Workloads];
        Assert.Contains(workloads, one => one.Name == "silo");
        Assert.Contains(workloads, one => one.Name == "gateway");
        foreach (Workload workload in workloads)
            foreach (JsonNode container in workload.Containers) check(workload, container);
    }

    private static int PeriodOf(JsonNode probe) => (int)probe["periodSeconds"]! * ((int?)probe["failureThreshold"] ?? 3);

    [GeneratedRegex("(PASSWORD|ACCOUNTS|SECRET|AUTH|Redis|Blobs|Token)$")]
    private static partial Regex SecretName();

    [GeneratedRegex("(?i)password=|AccountKey=|SharedAccess|[A-Za-z0-9+/=]{40,}")]
    private static partial Regex SecretValue();
}
