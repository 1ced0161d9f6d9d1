using System.Net;
using IonSweep.Grains;
using IonSweep.Grains.Coordination;
using IonSweep.Grains.Training;
using IonSweep.Silo.Membership;
using IonSweep.Silo.Options;
using IonSweep.Sweeps.Execution;
using Orleans.Configuration;
using Orleans.Dashboard;
using StackExchange.Redis;

namespace IonSweep.Silo.Hosting;

/// <summary>The Orleans side of a node: a silo that coordinates and trains, or a client of such silos.</summary>
internal static class SiloHosting
{
    private static readonly TimeSpan ConnectPause = TimeSpan.FromSeconds(2);

    public static void AddSilo(this WebApplicationBuilder builder, NodeOptions options, OfferedTrainers offered)
    {
        builder.Services.AddSingleton(new WorkRunnerOptions
        {
            Host = options.Cluster.Name,
            CheckpointInterval = options.Training.CheckpointInterval
        });
        builder.Host.UseOrleans(silo =>
        {
            silo.Configure<Orleans.Configuration.SiloOptions>(o => o.SiloName = options.Cluster.Name);
            AddMembership(silo, options);
            silo.Configure<ClusterMembershipOptions>(SweepHosting.FastFailureDetection);
            silo.Configure<ReminderOptions>(reminders => reminders.MinimumReminderPeriod = TimeSpan.FromSeconds(10));
            silo.Configure<GrainCollectionOptions>(collection => collection.DeactivationTimeout = TimeSpan.FromSeconds(5));
#pragma warning disable ORLEANSEXP003 // the default directory deactivates grains of living silos when another one dies; see docs/cluster.md
            silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
            silo.AddActivityPropagation();
            silo.AddDashboard();
            silo.AddSweeps(
                new TrainingQueueOptions { Slots = offered.Slots },
                new CoordinationOptions { Retention = options.Retention.Days > 0 ? TimeSpan.FromDays(options.Retention.Days) : null },
                offered.Trainers,
                offered.Accelerator);
        });
    }

    public static void AddClusterClient(this WebApplicationBuilder builder, NodeOptions options) => builder.Host.UseOrleansClient(client =>
    {
        client.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (options.Cluster.Id, options.Cluster.Id));
        if (options.Cluster.Redis.Length > 0) client.UseRedisClustering(redis => redis.ConfigurationOptions = RedisOf(options.Cluster));
        else client.UseLocalhostClustering(options.Cluster.GatewayPort, options.Cluster.Id, options.Cluster.Id);
        client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5));
        client.AddActivityPropagation();
        client.AddDashboard();
        client.AddSweeps();
        // A gateway may start before the first silo.
        client.UseConnectionRetryFilter(async (_, cancellation) =>
        {
            await Task.Delay(ConnectPause, TimeProvider.System, cancellation);
            return true;
        });
    });

    private static void AddMembership(ISiloBuilder silo, NodeOptions options)
    {
        ClusteringOptions cluster = options.Cluster;
        if (cluster.Redis.Length > 0)
        {
            silo.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (cluster.Id, cluster.Id));
            silo.UseRedisClustering(redis => redis.ConfigurationOptions = RedisOf(cluster));
            silo.UseRedisReminderService(redis => redis.ConfigurationOptions = RedisOf(cluster));
            silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, LostMembers>();
            if (cluster.Kubernetes) silo.UsePodOfKubernetes(cluster);
            else if (cluster.Advertise.Length > 0)
                silo.ConfigureEndpoints(IPAddress.Parse(cluster.Advertise), cluster.SiloPort, cluster.GatewayPort,
                    listenOnAnyHostAddress: true);
            else silo.ConfigureEndpoints(cluster.SiloPort, cluster.GatewayPort, listenOnAnyHostAddress: true);
            return;
        }
        silo.UseLocalhostClustering(
            cluster.SiloPort, cluster.GatewayPort,
            cluster.PrimaryPort is { } primary && primary != cluster.SiloPort ? new IPEndPoint(IPAddress.Loopback, primary) : null,
            cluster.Id, cluster.Id);
        silo.UseInMemoryReminderService();
    }

    /// <summary>Redis may be restarted under a running cluster: connections are made anew for as long as it takes.</summary>
    private static ConfigurationOptions RedisOf(ClusteringOptions cluster)
    {
        ConfigurationOptions redis = ConfigurationOptions.Parse(cluster.Redis);
        redis.AbortOnConnectFail = false;
        redis.ConnectTimeout = 5000;
        redis.ReconnectRetryPolicy = new LinearRetry(1000);
        return redis;
    }
}
