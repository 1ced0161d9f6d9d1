using IonSweep.Chaos.Servers;
using IonSweep.Cluster.Tests.Deploy;
using IonSweep.Sweeps.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Runtime;
using StackExchange.Redis;

namespace IonSweep.Cluster.Tests.Processes;

/// <summary>Silo processes that take themselves for pods, and a stub of the Kubernetes API.</summary>
public sealed class KubernetesTests
{
    private static readonly Dictionary<string, string> Labels = new()
    {
        ["orleans/clusterId"] = "ionsweep",
        ["orleans/serviceId"] = "ionsweep"
    };

    [ServersTheory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Name_and_address_are_the_pods_and_a_deleted_pod_is_a_dead_silo_at_once(int silos)
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        using TemporaryFolder folder = new();
        await using KubernetesApi api = await KubernetesApi.StartAsync();
        api.Allowed = new HashSet<string> { "get", "list", "watch" };
        List<SiloProcess> processes = [];
        try
        {
            for (int i = 0; i < silos; i++)
            {
                api.Add($"pod-{i}", Labels);
                processes.Add(Start(redis, folder.Path, api, $"pod-{i}"));
                await processes[i].UntilReadyAsync();
            }
            MembershipEntry[] members;
            using (IHost client = await ConnectAsync(redis))
            {
                members = await client.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0)
                    .GetDetailedHosts(onlyActive: true);
                await client.StopAsync();
            }
            Assert.Equal([.. Enumerable.Range(0, silos).Select(i => $"pod-{i}")], members.Select(member => member.SiloName).Order());
            Assert.All(members, member => Assert.Equal("127.0.0.1", member.SiloAddress.Endpoint.Address.ToString()));

            // Its process still runs, so that nothing but the deletion can tell. A silo that finds itself declared dead ends.
            api.Remove($"pod-{silos - 1}");
            await processes[^1].UntilEndedAsync();
            Assert.Contains(processes[..^1].SelectMany(silo => silo.Output),
                line => line.Contains($"pod, pod-{silos - 1}, has been deleted", StringComparison.Ordinal));
            Assert.All(processes[..^1], silo => Assert.True(silo.IsRunning));
            Assert.Equal(["pods: get", "pods: list", "pods: watch"], api.Asked);
        }
        finally
        {
            foreach (SiloProcess process in processes) await process.DisposeAsync();
        }
    }

    [ServersFact]
    public async Task A_pod_that_comes_back_under_its_name_is_a_dead_silo_whenever_it_is_deleted()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        using TemporaryFolder folder = new();
        await using KubernetesApi api = await KubernetesApi.StartAsync();
        api.Add("pod-0", Labels);
        await using SiloProcess stays = Start(redis, folder.Path, api, "pod-0");
        await stays.UntilReadyAsync();
        // Odd and even numbers of changes to the membership, and more dead members of that name each time.
        for (int round = 0; round < 4; round++)
        {
            api.Add("pod-1", Labels);
            await using SiloProcess goes = Start(redis, folder.Path, api, "pod-1");
            await goes.UntilReadyAsync();
            api.Remove("pod-1");
            await goes.UntilEndedAsync();
        }
        Assert.True(stays.IsRunning);
        Assert.Equal(4, stays.Output.Count(line => line.Contains("pod, pod-1, has been deleted", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_a_pod_lacks_is_said_at_start()
    {
        await using SiloProcess silo = SiloProcess.Start(
            "no-pod", ["--kubernetes", "true"], new Dictionary<string, string> { ["POD_NAME"] = "pod-0" });
        InvalidOperationException ended = await Assert.ThrowsAsync<InvalidOperationException>(silo.UntilReadyAsync);
        Assert.Contains("it ended with 2", ended.Message);
        Assert.Contains("POD_IP is not set; set it from status.podIP", ended.Message);
        Assert.Contains("silos in pods find each other in Redis", ended.Message);
        Assert.Contains("automountServiceAccountToken", ended.Message);
        Assert.DoesNotContain("POD_NAME is not set", ended.Message);
    }

    private static SiloProcess Start(RedisServer redis, string folder, KubernetesApi api, string pod) => SiloProcess.Start(
        pod, ["--kubernetes", "true", "--role", "silo", "--redis", redis.ConnectionString, "--folder", folder, "--slots", "1"],
        new Dictionary<string, string>
        {
            ["POD_NAME"] = pod,
            ["POD_NAMESPACE"] = "ionsweep",
            ["POD_IP"] = "127.0.0.1",
            ["KUBECONFIG"] = api.Kubeconfig,
        });

    private static async Task<IHost> ConnectAsync(RedisServer redis)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("ionsweep", "ionsweep"));
            client.UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(redis.ConnectionString));
        });
        IHost host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
