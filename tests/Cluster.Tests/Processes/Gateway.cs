using IonSweep.Chaos;
using IonSweep.Chaos.Servers;

namespace IonSweep.Cluster.Tests.Processes;

/// <summary>Two silos and a gateway as processes.</summary>
internal sealed class Gateway : IAsyncDisposable
{
    /// <summary>What a person or program shows.</summary>
    public const string Token = "a-token-of-24-characters";

    private readonly SiloProcess _process;

    private Gateway(string folder, ChaosCluster cluster, SiloProcess process) =>
        (Folder, Cluster, _process) = (folder, cluster, process);

    public string Folder { get; }

    public ChaosCluster Cluster { get; }

    public Uri Address => new($"http://127.0.0.1:{_process.HttpPort}");

    public string TokenFile => Path.Combine(Folder, "token");

    public static async Task<Gateway> StartAsync()
    {
        string folder = Directory.CreateTempSubdirectory("ionsweep-gateway-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "token"), Token + "\n");
        ChaosCluster cluster = await ChaosCluster.StartAsync(2, connect: false, "--slots", "1");
        Gateway gateway = new(folder, cluster, cluster.LaunchGateway("--token-file", Path.Combine(folder, "token")));
        await gateway._process.UntilReadyAsync();
        return gateway;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await Cluster.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
