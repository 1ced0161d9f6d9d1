using IonSweep.Chaos.Servers;
using IonSweep.Grains;
using IonSweep.Grains.Interfaces;
using IonSweep.Storage.Azure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using StackExchange.Redis;

namespace IonSweep.Chaos;

/// <summary>Real silos, Redis and Azurite on this machine, and a client of them.</summary>
public sealed class ChaosCluster : IAsyncDisposable
{
    private readonly List<SiloProcess> _silos = [];
    private readonly List<SiloProcess> _gone = [];
    private readonly string[] _nodeArguments, _siloArguments;
    private IHost? _client;
    private int _started;

    private ChaosCluster(RedisServer redis, AzuriteServer azurite, string[] siloArguments)
    {
        (Redis, Azurite) = (redis, azurite);
        Store = new BlobArtifactStore(new BlobStoreOptions { ConnectionString = azurite.ConnectionString });
        _nodeArguments = ["--redis", redis.ConnectionString, "--blobs", azurite.ConnectionString, "--log-level", "debug"];
        _siloArguments = ["--role", "silo", "--advertise", "127.0.0.1", .. siloArguments];
    }

    /// <summary>Clustering and reminders.</summary>
    public RedisServer Redis { get; }

    /// <summary>Artifacts.</summary>
    public AzuriteServer Azurite { get; }

    /// <summary>The artifacts as a client sees them.</summary>
    public BlobArtifactStore Store { get; }

    /// <summary>Silos that run.</summary>
    public IReadOnlyList<SiloProcess> Silos => _silos;

    /// <summary>All that ever ran, for what they wrote.</summary>
    public IEnumerable<SiloProcess> AllSilos => _silos.Concat(_gone);

    /// <summary>The sweeps of these silos.</summary>
    public ClusterSweepService Service { get; private set; } = null!;

    private IClusterClient Client => _client!.Services.GetRequiredService<IClusterClient>();

    /// <summary>Starts everything and waits until all silos are ready.</summary>
    /// <param name="silos">Silos at first.</param>
    /// <param name="connect">Also connects a client; a test with a gateway needs none.</param>
    /// <param name="siloArguments">Of every silo, besides where things are.</param>
    public static async Task<ChaosCluster> StartAsync(int silos, bool connect = true, params string[] siloArguments)
    {
        ChaosCluster cluster = new(await RedisServer.StartAsync(), await AzuriteServer.StartAsync(), siloArguments);
        try
        {
            for (int i = 0; i < silos; i++) cluster.Launch();
            await Task.WhenAll(cluster._silos.Select(silo => silo.UntilReadyAsync()));
            if (connect) await cluster.ConnectAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts another silo; does not wait.</summary>
    public SiloProcess Launch()
    {
        SiloProcess silo = SiloProcess.Start($"silo-{_started++}", [.. _nodeArguments, .. _siloArguments]);
        _silos.Add(silo);
        return silo;
    }

    /// <summary>Starts a gateway; the caller ends it.</summary>
    public SiloProcess LaunchGateway(params string[] arguments) =>
        SiloProcess.Start("gateway", ["--role", "gateway", .. _nodeArguments, .. arguments]);

    /// <summary>Ends a silo as a lost machine does.</summary>
    public void Kill(SiloProcess silo)
    {
        silo.Kill();
        Leave(silo);
    }

    /// <summary>Stops a silo as a rolling update does.</summary>
    public async Task<TimeSpan> StopAsync(SiloProcess silo)
    {
        Leave(silo);
        return await silo.StopAsync();
    }

    /// <summary>The silo that coordinates a sweep; null when it cannot be told.</summary>
    public async Task<SiloProcess?> CoordinatorOfAsync(string sweep)
    {
        SiloAddress? address = await Client.GetGrain<IManagementGrain>(0).GetActivationAddress(Client.GetGrain<ISweepGrain>(sweep));
        return _silos.Find(silo => silo.SiloPort == address?.Endpoint.Port);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (SiloProcess silo in AllSilos) await silo.DisposeAsync();
        if (_client is not null)
        {
            using CancellationTokenSource patience = new(TimeSpan.FromSeconds(2));
            try
            {
                await _client.StopAsync(patience.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or OrleansException)
            {
                // Nobody is left to say goodbye to.
            }
            _client.Dispose();
        }
        await Azurite.DisposeAsync();
        await Redis.DisposeAsync();
    }

    /// <summary>Connects the client; waits for a silo.</summary>
    public async Task ConnectAsync()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("ionsweep", "ionsweep"));
            client.UseRedisClustering(redis =>
            {
                redis.ConfigurationOptions = ConfigurationOptions.Parse(Redis.ConnectionString);
                redis.ConfigurationOptions.AbortOnConnectFail = false;
            });
            client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2));
            client.AddSweeps();
            client.UseConnectionRetryFilter(async (_, cancellation) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellation);
                return true;
            });
        });
        _client = builder.Build();
        await _client.StartAsync();
        Service = new ClusterSweepService(Client, Store, TimeProvider.System);
    }

    private void Leave(SiloProcess silo)
    {
        _silos.Remove(silo);
        _gone.Add(silo);
    }
}
