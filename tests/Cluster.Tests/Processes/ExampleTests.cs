using System.Reflection;
using System.Runtime.Versioning;
using IonSweep.Chaos.Servers;
using IonSweep.Client.Tests.Walks;

namespace IonSweep.Cluster.Tests.Processes;

/// <summary>The walk of examples/ that needs silos, at ports that are free here.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ExampleTests
{
    [Fact]
    public Task Cluster_on_one_machine() => Walk.GoAsync(
        "cluster-on-one-machine",
        new Dictionary<string, string>
        {
            ["ionsweep"] = $"dotnet {Program("ClientPath")}",
            ["ionsweep-silo"] = $"dotnet {Program("SiloPath")}"
        },
        ((string[])["5081", "5082", "11111", "11112", "30000", "30001"]).ToDictionary(port => port, _ => $"{FreePorts.Next()}"));

    private static string Program(string key) =>
        typeof(ExampleTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;
}
