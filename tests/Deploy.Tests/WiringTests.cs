using System.Text.Json.Nodes;
using IonSweep.Deploy.Tests.Rendering;

namespace IonSweep.Deploy.Tests;

/// <summary>Objects refer to each other by names, labels and ports, and to the silo's options: all of them must exist.</summary>
public sealed class WiringTests
{
    [RenderedTheory]
    [MemberData(nameof(Overlay.Clusters), MemberType = typeof(Overlay))]
    public void Every_option_in_the_environment_is_one_of_the_silos(string overlay)
    {
        foreach (Workload workload in Overlay.Of(overlay).Workloads.Where(one => one.IsNode))
            foreach (JsonNode container in workload.Containers)
                foreach (string name in workload.EnvironmentNames(container))
                    Assert.True(name.StartsWith("POD_", StringComparison.Ordinal) || SiloOptions.Defaults.ContainsKey(name),
                        $"{workload.Name}: '{name}' is no option; there are {string.Join(", ", SiloOptions.Defaults.Keys)}.");
    }

    [RenderedTheory]
    [MemberData(nameof(Overlay.Clusters), MemberType = typeof(Overlay))]
    public void Ports_are_those_that_the_silo_listens_at(string overlay)
    {
        foreach (Workload workload in Overlay.Of(overlay).Workloads.Where(one => one.IsNode))
        {
            Dictionary<string, int> expected = new() { ["http"] = SiloOptions.Port("Http__Port") };
            if (workload.Name != "gateway")
                (expected["silo"], expected["orleans-gateway"]) = (SiloOptions.Port("Cluster__SiloPort"),
                    SiloOptions.Port("Cluster__GatewayPort"));
            Assert.Equal(expected.OrderBy(port => port.Key), workload.Ports.OrderBy(port => port.Key));
            foreach (JsonNode container in workload.Containers)
            {
                IReadOnlyDictionary<string, string> environment = workload.PlainEnvironment(container);
                Assert.DoesNotContain(environment.Keys, name => name.EndsWith("Port", StringComparison.Ordinal)); // then the defaults hold
                Assert.Equal("*", environment["IonSweep__Http__Host"]); // or no probe would reach it
                Assert.Equal(workload.Name == "gateway" ? "gateway" : "silo", environment["IonSweep__Role"]);
                foreach (string probe in (string[])["startupProbe", "readinessProbe", "livenessProbe"])
                {
                    Assert.Equal("http", (string)container[probe]!["httpGet"]!["port"]!);
                    Assert.Contains((string)container[probe]!["httpGet"]!["path"]!, SiloOptions.HealthPaths);
                }
            }
        }
    }

    [RenderedTheory]
    [MemberData(nameof(Overlay.Clusters), MemberType = typeof(Overlay))]
    public void A_silo_learns_its_name_address_and_cluster_from_its_pod(string overlay)
    {
        foreach (Workload workload in Overlay.Of(overlay).Workloads.Where(one => one.IsNode))
        {
            Dictionary<string, string> fields = workload.Containers.Single()["env"]!.AsArray()
                .Where(variable => variable!["valueFrom"]?["fieldRef"] is not null)
                .ToDictionary(variable => (string)variable!["name"]!,
                    variable => (string)variable!["valueFrom"]!["fieldRef"]!["fieldPath"]!);
            Assert.Equal("metadata.labels['app.kubernetes.io/instance']", fields["IonSweep__Cluster__Id"]);
            if (workload.Name == "gateway")
            {
                Assert.Equal("metadata.name", fields["IonSweep__Cluster__Name"]);
                continue;
            }
            Assert.Equal("true", workload.PlainEnvironment(workload.Containers.Single())["IonSweep__Cluster__Kubernetes"]);
            Assert.Equal(("metadata.name", "metadata.namespace", "status.podIP"),
                (fields["POD_NAME"], fields["POD_NAMESPACE"], fields["POD_IP"]));
            // The labels that silos watch. Were they others than the cluster's id, each silo would have to patch its own pod.
            foreach (string label in (string[])["orleans/clusterId", "orleans/serviceId"])
                Assert.Equal(workload.PodLabels["app.kubernetes.io/instance"], workload.PodLabels[label]);
        }
        // One cluster: all have the same id.
        Assert.Single(Overlay.Of(overlay).Workloads.Where(one => one.IsNode).Select(one => one.PodLabels["app.kubernetes.io/instance"])
            .Distinct());
    }

    [RenderedTheory]
    [MemberData(nameof(Overlay.Clusters), MemberType = typeof(Overlay))]
    public void Artifacts_are_kept_in_exactly_one_place_and_never_in_a_pod(string overlay)
    {
        foreach (Workload workload in Overlay.Of(overlay).Workloads.Where(one => one.IsNode))
        {
            JsonNode container = workload.Containers.Single();
            Assert.DoesNotContain("IonSweep__Storage__Folder", workload.EnvironmentNames(container));
            bool endpoint = workload.PlainEnvironment(container).ContainsKey("IonSweep__Storage__BlobEndpoint");
            bool connection = container["env"]!.AsArray().Any(variable =>
                (string)variable!["name"]! == "IonSweep__Storage__Blobs" && variable["valueFrom"]!["secretKeyRef"]!["optional"] is null);
            Assert.True(endpoint ^ connection, workload.Name);
            Assert.Contains("IonSweep__Cluster__Redis", workload.EnvironmentNames(container));
        }
    }

    [RenderedTheory]
    [MemberData(nameof(Overlay.Clusters), MemberType = typeof(Overlay))]
    public void Selectors_take_the_pods_they_mean_and_no_others(string overlay)
    {
        Workload[] workloads = [.. Overlay.Of(overlay).Workloads];
        foreach (Workload workload in workloads) // two owners of one pod would fight over it
            Assert.Equal([workload.Name], workloads.Where(other => other.IsSelectedBy(workload.Object["spec"]!["selector"]!["matchLabels"]))
                .Select(other => other.Name));
        foreach (JsonObject service in Overlay.Of(overlay).OfKind("Service"))
        {
            Workload[] behind = [.. workloads.Where(workload => workload.IsSelectedBy(service["spec"]!["selector"]))];
            Assert.Contains(behind, workload => workload.Name == Overlay.NameOf(service));
            foreach (JsonNode? port in service["spec"]!["ports"]!.AsArray())
                foreach (Workload workload in behind) Assert.Contains((string)port!["targetPort"]!, workload.Ports.Keys);
        }
        foreach (JsonObject set in Overlay.Of(overlay).OfKind("StatefulSet"))
            Overlay.Of(overlay).Single("Service", (string)set["spec"]!["serviceName"]!);
    }

    [RenderedTheory]
    [MemberData(nameof(Overlay.Clusters), MemberType = typeof(Overlay))]
    public void The_network_lets_each_pod_be_reached_by_those_that_need_it_and_nobody_else(string overlay)
    {
        Workload[] workloads = [.. Overlay.Of(overlay).Workloads];
        List<string> open = [];
        foreach (Workload to in workloads)
        {
            JsonObject[] policies = [.. Overlay.Of(overlay).OfKind("NetworkPolicy")
                .Where(policy => to.IsSelectedBy(policy["spec"]!["podSelector"]?["matchLabels"]))];
            // closed unless opened
            Assert.Contains(
                policies, policy => policy["spec"]!["podSelector"]!.AsObject().Count == 0 && policy["spec"]!["ingress"] is null);
            foreach (JsonNode? rule in policies.SelectMany(policy => policy["spec"]!["ingress"]?.AsArray() ?? []))
                foreach (JsonNode? port in rule!["ports"]!.AsArray())
                {
                    Assert.Contains((string)port!["port"]!, to.Ports.Keys);
                    if (rule["from"] is null) open.Add($"anybody → {to.Name}:{port["port"]}");
                    else
                        foreach (Workload from in workloads.Where(
                            one => rule["from"]!.AsArray().Any(peer => one.IsSelectedBy(peer!["podSelector"]!["matchLabels"]))))
                            open.Add($"{from.Name} → {to.Name}:{port["port"]}");
                }
        }
        string[] silos = [.. workloads.Select(workload => workload.Name).Where(name => name.StartsWith("silo", StringComparison.Ordinal))];
        List<string> expected = ["anybody → gateway:http"];
        foreach (string to in silos)
        {
            expected.Add($"gateway → {to}:orleans-gateway");
            foreach (string from in silos) expected.AddRange([$"{from} → {to}:silo", $"{from} → {to}:orleans-gateway"]);
        }
        foreach ((string to, string port) in ((string, string)[])[("redis", "redis"), ("azurite", "blobs")])
            if (workloads.Any(workload => workload.Name == to))
                expected.AddRange([.. silos.Append("gateway").Select(from => $"{from} → {to}:{port}")]);
        Assert.Equal(expected.Order(StringComparer.Ordinal), open.Order(StringComparer.Ordinal));
    }

    [RenderedTheory]
    [MemberData(nameof(Overlay.Clusters), MemberType = typeof(Overlay))]
    public void Everything_lies_in_the_namespace_of_the_secrets(string overlay)
    {
        foreach (JsonObject one in Overlay.Of(overlay).Objects) Assert.Equal("ionsweep", (string)one["metadata"]!["namespace"]!);
        JsonObject space = Yaml.Documents(Repository.Read("deploy/k8s/namespace.yaml")).Single();
        Assert.Equal("ionsweep", Overlay.NameOf(space));
        Assert.Equal("restricted", (string)space["metadata"]!["labels"]!["pod-security.kubernetes.io/enforce"]!);
    }

    [RenderedFact]
    public void Redis_writes_every_change_to_its_volume()
    {
        Workload redis = Overlay.Of("overlays/local").Workloads.Single(workload => workload.Name == "redis");
        JsonNode container = redis.Containers.Single();
        string arguments = string.Join(' ', container["args"]!.AsArray().Select(argument => (string)argument!));
        Assert.Contains("--appendonly yes", arguments);
        Assert.Contains("--dir /data", arguments);
        Assert.Contains(container["volumeMounts"]!.AsArray(),
            mount => (string)mount!["mountPath"]! == "/data" && (string)mount["name"]! == "data");
        Assert.Equal("data", (string)redis.Object["spec"]!["volumeClaimTemplates"]![0]!["metadata"]!["name"]!);
    }

    [RenderedFact]
    public void Silos_with_a_gpu_ask_for_one_and_run_only_where_there_are_some()
    {
        Workload gpu = Overlay.Of("overlays/gpu").Workloads.Single(workload => workload.Name == "silo-gpu");
        JsonNode container = gpu.Containers.Single();
        Assert.Equal(1, (int)container["resources"]!["limits"]!["nvidia.com/gpu"]!);
        Assert.Equal(1, (int)container["resources"]!["requests"]!["nvidia.com/gpu"]!);
        Assert.Equal("true", (string)gpu.PodSpec["nodeSelector"]!["nvidia.com/gpu.present"]!);
        Assert.Contains(gpu.PodSpec["tolerations"]!.AsArray(), one => (string)one!["key"]! == "nvidia.com/gpu");
        Assert.Contains("silo-cuda:", (string)container["image"]!);
        Assert.Equal("torch", gpu.PlainEnvironment(container)["IonSweep__Training__Trainer"]);
        Assert.Equal("cuda", gpu.PlainEnvironment(container)["IonSweep__Training__TorchDevice"]);
        // Coordinators live on silos that need no GPU.
        Assert.Null(Overlay.Of("overlays/gpu").Workloads.Single(
            workload => workload.Name == "silo").Containers.Single()["resources"]!["limits"]!["nvidia.com/gpu"]);
    }

    [RenderedTheory]
    [InlineData("autoscaling", "overlays/local")]
    [InlineData("autoscaling-gpu", "overlays/gpu")]
    public void The_autoscaler_asks_the_gateway_as_somebody_who_may_and_scales_what_exists(string autoscaling, string overlay)
    {
        Overlay scaling = Overlay.Of(autoscaling), cluster = Overlay.Of(overlay);
        JsonObject service = cluster.Single("Service", "gateway");
        foreach (JsonObject scaler in scaling.OfKind("ScaledObject"))
        {
            JsonNode target = scaler["spec"]!["scaleTargetRef"]!;
            cluster.Single((string)target["kind"]!, (string)target["name"]!);
            JsonNode trigger = scaler["spec"]!["triggers"]!.AsArray().Single()!;
            Uri url = new((string)trigger["metadata"]!["url"]!);
            Assert.Equal("gateway.ionsweep.svc.cluster.local", url.Host);
            Assert.Equal((int)service["spec"]!["ports"]![0]!["port"]!, url.Port);
            string endpoint = Repository.Read("src/Web/Api/QueueEndpoint.cs");
            Assert.Contains($"\"{url.AbsolutePath}\"", endpoint);
            string field = (string)trigger["metadata"]!["valueLocation"]!;
            Assert.Contains($"int {char.ToUpperInvariant(field[0])}{field[1..]}", endpoint);
            // A silo's share of the queue is what it trains at once: a slot for each processor, or a group on a GPU.
            JsonNode silo = cluster.Workloads.Single(workload => workload.Name == (string)target["name"]!).Containers.Single();
            string share = url.Query == "?trainer=torch" ? SiloOptions.Defaults["IonSweep__Training__GroupSize"]
                : silo["resources"]!["limits"]!["cpu"]!.ToString();
            Assert.Equal(share, (string)trigger["metadata"]!["targetValue"]!);
            JsonNode secret = scaling.Single("TriggerAuthentication",
                (string)trigger["authenticationRef"]!["name"]!)["spec"]!["secretTargetRef"]![0]!;
            JsonNode token = cluster.Workloads.Single(workload => workload.Name == "gateway").PodSpec["volumes"]!.AsArray()
                .Single(volume => volume!["secret"] is not null)!["secret"]!;
            Assert.Equal(((string)token["secretName"]!, (string)token["items"]![0]!["key"]!),
                ((string)secret["name"]!, (string)secret["key"]!));
        }
    }
}
